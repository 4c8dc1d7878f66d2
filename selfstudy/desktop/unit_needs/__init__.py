"""The needs of a unit: heat-map, ranked list, rating by keyboard, paper forms, disagreements.

May import: the services it is given, words, domain, `need_parts`; Qt in its views only.
"""
