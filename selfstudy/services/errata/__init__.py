"""Errors that readers report: written and sent by a learner, read by the author.

May import: domain, content, store, exchange, services.
"""
