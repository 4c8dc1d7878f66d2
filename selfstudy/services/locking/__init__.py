"""The lock of a profile.

May import: everything below services, the desk and rescue.
"""
