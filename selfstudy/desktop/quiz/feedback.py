"""What became of an answer, part by part, and why; knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from selfstudy.domain.progress import Response
from selfstudy.domain.question import Option, Question, grade, mistake_made, right_response

Mark = Literal["", "right", "wrong", "missed"]


@dataclass(frozen=True, slots=True)
class Part:
    """One option, row or blank: what became of it, what would be right, and why."""

    key: str
    mark: Mark = ""
    right: str = ""
    reason: str = ""


def parts(question: Question, response: Response) -> tuple[Part, ...]:
    """One part for each option in written order, each place of an order, each blank."""
    if question.kind == "order":
        return tuple(_order(question, response))
    if question.kind == "match":
        return tuple(_match(question, response))
    if question.kind in ("numeric", "cloze"):
        return tuple(_blanks(question, response))
    return tuple(_choice(option, chosen=option.key in response) for option in question.options)


def _choice(option: Option, *, chosen: bool) -> Part:
    if chosen:
        return Part(option.key, "right" if option.right else "wrong", "", option.reason)
    if option.right:
        return Part(option.key, "missed", "", option.reason)
    return Part(option.key)


def _order(question: Question, response: Response) -> Iterator[Part]:
    """By place in the person's order; `right` is the number of the place it belongs to."""
    places = {option.key: place for place, option in enumerate(question.options, 1)}
    reasons = {option.key: option.reason for option in question.options}
    for place, key in enumerate(response, 1):
        belongs = places.get(key, 0)
        mark: Mark = "right" if belongs == place else "wrong"
        yield Part(key, mark, "" if belongs == place else str(belongs), reasons.get(key, ""))


def _match(question: Question, response: Response) -> Iterator[Part]:
    pairs = {option.key: option.pair for option in question.options}
    joined = {left: right for left, _, right in (text.partition("=") for text in response)}
    for option in question.options:
        sound = pairs.get(joined.get(option.key, "")) == option.pair
        yield Part(
            option.key, "right" if sound else "wrong", "" if sound else option.pair, option.reason
        )


def _blanks(question: Question, response: Response) -> Iterator[Part]:
    mistake = mistake_made(question, response)
    rights = right_response(question)
    for index, right in enumerate(rights):
        typed = response[index] if index < len(response) else ""
        sound = _one_is_right(question, index, typed)
        reason = mistake.reason if mistake is not None and not sound else ""
        yield Part(str(index), "right" if sound else "wrong", "" if sound else right, reason)


def _one_is_right(question: Question, index: int, typed: str) -> bool:
    """Whether one blank is right, the others taken as right."""
    texts = list(right_response(question))
    texts[index] = typed
    return grade(question, tuple(texts)).right
