"""What is true: lessons, questions, records, rules and the folds over them.

May import: the standard library and pure calculation only (msgspec, py-fsrs).
"""
