"""Writing forms of the office: the card on a unit's overview and on one's own record.

May import: the service it is given, words, domain; Qt in the card only.
"""
