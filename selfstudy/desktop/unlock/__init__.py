"""The unlock screen: whose profile it is, the secret, and the recovery code where it is forgotten.

May import: the service it is given, words, domain; Qt in the page only.
"""
