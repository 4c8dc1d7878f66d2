"""Measuring beside the physical floor.

May import: everything below, demonstrations included.
"""
