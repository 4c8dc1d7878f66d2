"""A planned post looked at, in the unit and in one's own needs; advice only.

May import: the service it is given, words, domain; Qt in the card only.
"""
