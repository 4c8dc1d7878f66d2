"""The hand-over screen: whether the work is safe, what leaves, what came back.

May import: words, domain, tasks and the shared widgets; Qt in the page and its parts only.
"""
