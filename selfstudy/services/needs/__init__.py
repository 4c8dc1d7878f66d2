"""What people and their unit need: measured, rated, planned, and looked at before a posting.

May import: domain, store, content, the desk and other services; no front end.
"""
