"""The screen of a profile's lock: setting, changing and taking it off, the recovery code.

May import: the service it is given, words, domain; Qt in the page and on the paper only.
"""
