"""Lists of staff: looked at, corrected and taken.

May import: the services it is given, words, domain, `unit.pieces`; Qt in views only.
"""
