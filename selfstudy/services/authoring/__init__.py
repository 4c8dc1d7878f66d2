"""What an author of modules needs: look, rehearse, begin, take from other programs.

May import: domain, content, store, settings.
"""
