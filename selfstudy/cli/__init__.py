"""The command line, one file per command group.

May import: bootstrap and everything below it; never desktop (but to start it) or hub internals.
"""
