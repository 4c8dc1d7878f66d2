"""The unit's framework: positions by competencies, edited by key, out to and in from a workbook.

May import: the services it is given, content, words, domain; Qt in the page only.
"""
