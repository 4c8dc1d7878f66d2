"""What a question is and how an answer is graded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from selfstudy.domain.numbers import read_number
from selfstudy.domain.vietnamese import comparable, fold, nfc

Kind = Literal["single", "multi", "true_false", "numeric", "order", "match", "cloze", "scenario"]
Cognitive = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
Comparison = Literal["usual", "exact", "bare"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. For `match`, `text` is the left side and `pair` the right one.

    For `order`, options stand in their right order. `reason` says why it is right or wrong.
    """

    key: str
    text: str
    right: bool = False
    reason: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one of eight kinds.

    `options` serve single, multi, true_false, order, match and scenario;
    `accepted` holds the right texts of cloze (one tuple per blank) or the one number of numeric;
    `tolerance` is the numeric half-width; `case` is the story of a scenario.
    Numeric and cloze keep common mistakes as options that are not right, with their reason.
    `comparison` tells how cloze texts are compared: case and tone place folded (usual),
    nothing folded (exact), marks folded too (bare).
    """

    id: str
    kind: Kind
    text: str
    options: tuple[Option, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    tolerance: float = 0.0
    unit: str = ""
    case: str = ""
    explanation: str = ""
    difficulty: int = 2
    cognitive: Cognitive = "understand"
    competency: str = ""
    outcome: str = ""
    source: str = ""
    place: str = ""
    line: int = 0
    comparison: Comparison = "usual"


@dataclass(frozen=True, slots=True)
class Grade:
    """The outcome of one answer: `score` from 0 to 1, right when it is 1."""

    score: float

    @property
    def right(self) -> bool:
        """Whether the answer is wholly right."""
        return self.score >= 1.0


def grade(question: Question, response: tuple[str, ...]) -> Grade:
    """How right a response is; what it looks like for each kind is told by `right_response`."""
    if question.kind == "numeric":
        return Grade(_numeric_score(question, response))
    if question.kind == "cloze":
        return Grade(_cloze_score(question, response))
    if question.kind == "order":
        return Grade(_order_score(question, response))
    if question.kind == "match":
        return Grade(_match_score(question, response))
    return Grade(_choice_score(question, response))


def right_response(question: Question) -> tuple[str, ...]:
    """The response that is wholly right: keys, "A=A" pairs, or texts as a learner would type."""
    if question.kind in {"numeric", "cloze"}:
        return tuple(texts[0] for texts in question.accepted)
    if question.kind == "order":
        return tuple(option.key for option in question.options)
    if question.kind == "match":
        return tuple(f"{option.key}={option.key}" for option in question.options)
    return tuple(sorted(option.key for option in question.options if option.right))


def shown_order(question: Question, seed: str | int) -> tuple[Option, ...]:
    """The options in the order to show: the same for the same seed, never the answer of `order`.

    True and false keep their places. Show the right sides of `match` under another seed.
    """
    if question.kind == "true_false":
        return question.options
    ranks = {
        option.key: hashlib.sha256(f"{seed}|{question.id}|{option.key}".encode()).digest()
        for option in question.options
    }
    shown = tuple(sorted(question.options, key=lambda option: ranks[option.key]))
    if question.kind == "order" and shown == question.options:
        return shown[1:] + shown[:1]
    return shown


def mistake_made(question: Question, response: tuple[str, ...]) -> Option | None:
    """The listed common mistake of a numeric or cloze question that this response makes."""
    if question.kind == "numeric":
        given = _number(question, response)
        near = (o for o in question.options if given is not None and read_number(o.text) == given)
        return next(near, None)
    if question.kind == "cloze":
        typed = {_short(text, question.comparison) for text in response}
        same = (o for o in question.options if _short(o.text, question.comparison) in typed)
        return next(same, None)
    return None


def _choice_score(question: Question, response: tuple[str, ...]) -> float:
    """One for exactly the right options; several right ones earn (right - wrong) / right ones."""
    right = {option.key for option in question.options if option.right}
    chosen = set(response)
    if chosen == right:
        return 1.0
    if len(right) < 2:
        return 0.0
    return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))


def _order_score(question: Question, response: tuple[str, ...]) -> float:
    """Kendall's tau, not below zero: pairs in right order less pairs in wrong order, by all pairs.

    An item that is missing puts its pairs in neither; one given twice counts where it first stood.
    """
    right = [option.key for option in question.options]
    given = [key for key in dict.fromkeys(response) if key in right]
    if given == right:
        return 1.0
    place = {key: index for index, key in enumerate(given)}
    agreement = 0
    for first, second in combinations(right, 2):
        if first in place and second in place:
            agreement += 1 if place[first] < place[second] else -1
    return max(0.0, agreement / max(1, len(right) * (len(right) - 1) // 2))


def _match_score(question: Question, response: tuple[str, ...]) -> float:
    """The share of left sides joined to their right side; equal right sides are one."""
    pairs = {option.key: option.pair for option in question.options}
    joined = {left: right for left, _, right in (text.partition("=") for text in response)}
    found = sum(pairs.get(joined.get(key, "")) == option_pair for key, option_pair in pairs.items())
    return found / max(1, len(pairs))


def _numeric_score(question: Question, response: tuple[str, ...]) -> float:
    right = read_number(question.accepted[0][0])
    given = _number(question, response)
    if right is None or given is None:
        return 0.0
    return float(abs(given - right) <= Decimal(str(question.tolerance)))


def _number(question: Question, response: tuple[str, ...]) -> Decimal | None:
    """The number typed, with or without the unit after it."""
    typed = " ".join(nfc("".join(response[:1])).split())
    unit = fold(question.unit).strip()
    if unit and fold(typed).endswith(unit):
        typed = typed[: len(typed) - len(unit)]
    return read_number(typed)


def _cloze_score(question: Question, response: tuple[str, ...]) -> float:
    """The share of blanks filled with one of their accepted texts."""
    how = question.comparison
    right = sum(
        _short(given, how) in {_short(text, how) for text in accepted}
        for given, accepted in zip(response, question.accepted, strict=False)
    )
    return right / max(1, len(question.accepted))


def _short(text: str, how: Comparison) -> str:
    """A short answer in the form in which it is compared."""
    tidy = " ".join(nfc(text).split())
    if how == "exact":
        return tidy
    return fold(tidy) if how == "bare" else comparable(tidy)
