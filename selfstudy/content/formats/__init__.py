"""Foreign question formats, one file for each.

May import: domain and content.
"""
