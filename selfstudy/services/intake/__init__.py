"""The one door through which records enter, and what waits before it.

May import: domain, exchange, store and the desk.
"""
