"""What a person can ask for: one class per concern.

May import: store, content, exchange and everything below them.
"""
