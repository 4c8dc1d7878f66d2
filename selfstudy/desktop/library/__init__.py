"""The library screen: what there is to learn.

May import: the services it is given, words, domain; Qt in the page only.
"""
