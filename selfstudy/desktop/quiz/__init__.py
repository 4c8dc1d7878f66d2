"""The quiz screen: one question at a time, its answer saved before its reasons are shown.

May import: the service it is given, words, domain; Qt in the page and its answer widgets only.
"""
