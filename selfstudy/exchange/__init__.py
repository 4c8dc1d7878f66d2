"""How records are carried and trusted: keys, packets, cards, receipts, HTTP.

May import: domain, settings, words, cryptography and HTTP libraries.
"""
