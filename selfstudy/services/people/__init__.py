"""The people of a unit as an office keeps them: lists of staff, and who has left."""
