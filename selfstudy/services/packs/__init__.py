"""Packs of modules: made, trusted, brought by a hub, put in place, taken back.

May import: content, exchange, settings and domain.
"""
