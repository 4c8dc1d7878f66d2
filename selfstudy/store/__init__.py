"""How records and what is computed from them are kept: the only package that knows SQL.

May import: domain, settings, words, SQLAlchemy Core and the standard library's sqlite3.
"""
