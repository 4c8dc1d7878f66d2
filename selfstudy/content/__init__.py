"""How modules are written, checked, rendered and packed.

May import: domain, settings, words, and the libraries that read or render text.
"""
