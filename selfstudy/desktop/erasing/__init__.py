"""Erasing on request: the card on the settings and on a person's page, and what leads it.

May import: the service it is given, words, domain; Qt in the card only.
"""
