"""The lesson screen: outline, reading column, sources.

May import: the service it is given, content's rendering, words, domain; Qt in the page only.
"""
