"""From any number to the records behind it.

May import: domain, store, exchange, and the services whose numbers they are.
"""
