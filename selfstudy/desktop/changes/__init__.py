"""What was amended in a lesson that was finished before: a lesson of a few minutes.

May import: the service it is given, content's plain text, words, domain; Qt in the page only.
"""
