"""What each form of the office says: read from the journal, laid out by `services.forms`.

May import: domain, words, services below (ledger, needs, forms), the desk that it is given.
"""
