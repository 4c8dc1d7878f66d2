"""The unit's plan: what is live and drafted, and building one.

May import: the service it is given, words, domain; Qt in the page and its cards only.
"""
