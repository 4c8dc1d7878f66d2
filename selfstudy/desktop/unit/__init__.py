"""The unit screen: founding a unit, its people, what comes in, who and what waits.

May import: words, domain, tasks and the shared widgets; Qt in the page and its parts only.
"""
