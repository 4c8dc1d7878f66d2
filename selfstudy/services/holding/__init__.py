"""What holds a journal, a desk above all: opened safely, told of cards, receipts and erasures.

May import: domain, content, exchange, store, settings and the framework; no other services.
"""
