"""Lessons that were amended after somebody had studied them.

May import: domain, content, store, services; never exchange.
"""
