"""Backups, going back, putting together what was damaged, moving.

May import: everything below services and the desk.
"""
