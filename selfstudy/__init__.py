"""Tự học: an offline desktop app for self-study in the public service.

May import: nothing. The parts are described in the README's map.
"""

__version__ = "0.1.0"
