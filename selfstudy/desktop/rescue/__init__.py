"""The rescue screen: a profile that cannot be read is put together again, and what came of it said.

May import: the service it is given, words, domain; Qt in the page only.
"""
