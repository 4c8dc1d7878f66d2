"""How long what people told is kept in full: the term, what is past it, letting go of that.

May import: the service it is given, words, domain; Qt in the card only.
"""
