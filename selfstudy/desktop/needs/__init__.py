"""The needs screen: rating oneself, what is lacking and what helps, the survey, tasks rated twice.

May import: the services it is given, words, domain, `need_parts`; Qt in its views only.
"""
