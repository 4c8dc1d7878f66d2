"""The computers of one person: linking, exchanging, approving, removing.

May import: everything below services, intake, people and the record.
"""
