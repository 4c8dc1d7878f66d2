"""The record screen: what a person has proved, and the facts behind every number.

May import: the services it is given, words, domain; Qt in the page only.
"""
