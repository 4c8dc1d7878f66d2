"""A person's computers: the list, linking, exchanging, removing, asking the unit.

May import: the services it is given, words, domain; Qt in the card only.
"""
