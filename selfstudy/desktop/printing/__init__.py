"""A lesson on paper: what the sheets say, how they are set, and drawing them on a page or a PDF.

May import: content, services it is given, words, domain; Qt in `setting` and `pages` only.
"""
