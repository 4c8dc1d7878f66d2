"""What the records prove: ledgers, tallies, claims against the content, what was confirmed.

May import: domain, store, exchange and the desk.
"""
