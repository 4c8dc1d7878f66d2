"""The needs of a unit: heat-map, ranked list, rating by keyboard, paper forms, disagreements."""
