"""The settings screen: language, look, data, privacy, about.

May import: the services it is given, settings, words, domain; Qt in the page only.
"""
