"""The people of a unit as an office keeps them: lists of staff, and who has left.

May import: domain, store, exchange, the desk and other services; no front end.
"""
