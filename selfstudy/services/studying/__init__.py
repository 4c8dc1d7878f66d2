"""Studying: lessons, questions, tests, reviews, the shelf they stand on, finding in them.

May import: everything below services, the desk, the record, and what a unit told.
"""
