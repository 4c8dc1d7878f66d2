"""The first screen: what to do now.

May import: the service it is given, words, domain; Qt in the page only. It is painted before
anything heavy loads, so nothing here may bring a service, the store or a parser with it.
"""
