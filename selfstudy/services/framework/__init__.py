"""A unit's own competency framework: told by its supervisors, in dated versions.

May import: content, exchange, store, settings and domain.
"""
