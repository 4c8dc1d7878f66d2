"""One's own initiative: goals, what was applied at work, a look back. It needs no unit.

May import: what services may.
"""
