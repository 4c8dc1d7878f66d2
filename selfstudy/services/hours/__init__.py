"""The recognised ledger: the yearly minimum, hours given by decisions, who may fall short.

May import: what services may.
"""
