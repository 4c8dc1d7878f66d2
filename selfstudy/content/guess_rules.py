"""Whether questions can be answered by looking at them: by length, by letter, by how they sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from selfstudy.content.problems import Findings
from selfstudy.domain.lesson import Module
from selfstudy.domain.question import Question

LARGEST_SHARE = 0.5  # of right answers that may be the longest option, or stand in one place
LARGEST_SHARE_OF_TRUE = 0.75
ENOUGH_TO_JUDGE = 8

# Options are shuffled: one that names the others by letter or by place cannot be understood.
_NAMES_OTHERS = re.compile(
    r"(?:cả|phương án|đáp án|câu)\s+[A-D](?:\s*(?:,|và|hoặc|lẫn)\s*[A-D])+\b"
    r"|\b(?:phương án|đáp án)\s+[A-D]\b"
    r"|(?:tất cả|các|không)\s+(?:các\s+|có\s+)?(?:phương án|đáp án|câu|ý)"
    r"\s+(?:nào\s+)?(?:ở\s+)?trên"
    r"|(?:phương án|đáp án|câu|ý)\s+(?:ở\s+)?(?:trên|dưới)\s+(?:đều|đây)",
    re.IGNORECASE,
)


def check_options(questions: Iterable[Question], found: Findings) -> None:
    """Note options that give the answer away, or that make no sense once shuffled."""
    for question in questions:
        if question.kind in {"single", "multi", "scenario"}:
            for option in question.options:
                if _NAMES_OTHERS.search(option.text):
                    found.warning("option_names_others", question.line, question=question.id)
                    break
        if question.kind == "multi" and all(option.right for option in question.options):
            found.warning("all_right", question.line, question=question.id)


def check_guessing(module: Module, found: Findings) -> None:
    """Whether picking the longest option, or always the same letter, would pass."""
    asked = [question for lesson in module.lessons for question in lesson.questions]
    asked += [question for test in module.tests for question in test.questions]
    choices = [question for question in asked if _one_right(question)]
    if len(choices) >= ENOUGH_TO_JUDGE:
        _check_choices(choices, found)
    said = [q.options[0].right for q in asked if q.kind == "true_false"]
    most, count = Counter(said).most_common(1)[0] if said else (True, 0)
    if len(said) >= ENOUGH_TO_JUDGE and count > len(said) * LARGEST_SHARE_OF_TRUE:
        key = "mostly_true" if most else "mostly_false"
        found.warning(key, count=count, of=len(said))


def _check_choices(choices: Sequence[Question], found: Findings) -> None:
    longest = sum(_stands_out(question, longest=True) for question in choices)
    shortest = sum(_stands_out(question, longest=False) for question in choices)
    if longest > len(choices) * LARGEST_SHARE:
        found.warning("right_is_longest", count=longest, of=len(choices))
    if shortest > len(choices) * LARGEST_SHARE:
        found.warning("right_is_shortest", count=shortest, of=len(choices))
    letters = Counter(next(o.key for o in q.options if o.right) for q in choices)
    letter, count = letters.most_common(1)[0]
    if count > len(choices) * LARGEST_SHARE:
        found.warning("right_is_same_letter", letter=letter, count=count, of=len(choices))


def _one_right(question: Question) -> bool:
    right = sum(option.right for option in question.options)
    return question.kind in {"single", "scenario"} and right == 1


def _stands_out(question: Question, *, longest: bool) -> bool:
    """Whether the right option is longer (or shorter) than every other."""
    sign = 1 if longest else -1
    right = next(option for option in question.options if option.right)
    others = (option for option in question.options if option is not right)
    return all(sign * len(right.text) > sign * len(other.text) for other in others)
