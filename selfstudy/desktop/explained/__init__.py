"""The explaining screen: from any progress number to its rule and its records.

May import: the services it is given, words, domain; Qt in the page only.
"""
