"""What the learner's and the supervisor's screens of needs share: words, a card, a form.

May import: words, domain, what services tell of needs; widgets.
"""
