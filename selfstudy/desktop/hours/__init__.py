"""Recognised hours entered by a supervisor, and the year's minimum.

May import: the service it is given, words, domain; Qt in the page and its cards only.
"""
