"""Reporting an error in a lesson: a short form, exactly what would leave, what was reported.

May import: the service it is given, words, domain; Qt in the page only.
"""
