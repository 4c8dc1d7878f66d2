"""The desktop program: a frame, one folder per screen, the look.

May import: services, settings, words, domain; Qt in pages and widgets, never in presenters.
"""
