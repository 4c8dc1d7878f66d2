"""A unit that never was, for demonstrations and measuring.

May import: everything below services, the desk, intake and the roster.
"""
