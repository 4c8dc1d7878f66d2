"""The welcome screen: who is learning here, and how to begin.

May import: the service it is given, words, domain; Qt in the page only.
"""
