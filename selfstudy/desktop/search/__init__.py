"""The search screen: content, people and places to go to, from anywhere with Ctrl+K.

May import: the services it is given, words, domain; Qt in the page only.
"""
