"""The author's screen: a folder of modules, what is wrong with it, and how learners will see it.

May import: the services it is given, content, words, domain; Qt in the page and its views only.
"""
