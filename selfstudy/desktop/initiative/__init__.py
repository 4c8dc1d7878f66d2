"""One's own goals, what was applied at work, and a look back; for oneself, without any unit.

May import: the service it is given, words, domain; Qt in the cards only.
"""
