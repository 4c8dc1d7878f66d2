"""How facts become progress and a review schedule: pure folds in the order (t, source, number).

RULES counts the versions of these folds; a change asks for a rebuild.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from selfstudy.domain.memory import Memory, rating_of, reviewed
from selfstudy.domain.record import Narrow

RULES = 1

PROGRESS_KINDS = frozenset({"lesson_opened", "section_read", "lesson_finished"})
MEMORY_KINDS = frozenset({"answered", "reviewed"})
FOLDED_KINDS = PROGRESS_KINDS | MEMORY_KINDS | {"restated"}


class Order(NamedTuple):
    """The place of a fact in fold order: fold time (ms), source id, number."""

    at: int
    source: bytes
    number: int


NEVER = Order(-1, b"", 0)
MOST = 2**53  # sums stop here: a fact may claim any number


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One person in one version of one lesson; every field commutes, so order does not matter.

    `anchored` is the place in fold order of the fact that the anchor comes from.
    """

    lesson: str
    version: int
    module: str = ""
    sections: frozenset[str] = frozenset()
    seconds: int = 0
    anchor: str = ""
    last: int = 0
    finished: int | None = None
    hundredths: int = 0
    minutes: int = 0
    result: str = ""
    anchored: Order = NEVER


class MemoryRow(NamedTuple):
    """One person and one question: tries, the last score (thousandths), the schedule."""

    lesson: str
    question: str
    answers: int
    rights: int
    score: int
    memory: Memory
    order: Order


def fold_progress(row: ProgressRow | None, kind: str, narrow: Narrow, order: Order) -> ProgressRow:
    """Progress after one more fact of `PROGRESS_KINDS`."""
    row = row or ProgressRow(narrow.object, narrow.version)
    row = replace(row, last=max(row.last, order.at))
    if kind == "lesson_opened":
        return replace(row, module=_module(row, narrow))
    if kind == "section_read":
        read = frozenset(part for part in narrow.parent.split("|") if part)
        latest = bool(narrow.note) and order > row.anchored
        return replace(
            row,
            sections=row.sections | read,
            seconds=min(MOST, row.seconds + max(0, narrow.value)),
            anchor=narrow.note if latest else row.anchor,
            anchored=order if latest else row.anchored,
        )
    first = (order.at, narrow.note)
    if row.finished is not None:
        first = min(first, (row.finished, row.result))
    return replace(
        row,
        module=_module(row, narrow),
        finished=first[0],
        hundredths=max(row.hundredths, narrow.extra),
        minutes=max(row.minutes, narrow.value),
        result=first[1],
    )


def joined(row: ProgressRow, other: ProgressRow) -> ProgressRow:
    """What two ids of one human did in one version of a lesson, as if they were one."""
    firsts = [(r.finished, r.result) for r in (row, other) if r.finished is not None]
    first = min(firsts, default=(None, ""))
    later = max(row, other, key=lambda r: r.anchored)
    return replace(
        row,
        module=min((r.module for r in (row, other) if r.module), default=""),
        sections=row.sections | other.sections,
        seconds=min(MOST, row.seconds + other.seconds),
        anchor=later.anchor,
        anchored=later.anchored,
        last=max(row.last, other.last),
        finished=first[0],
        hundredths=max(row.hundredths, other.hundredths),
        minutes=max(row.minutes, other.minutes),
        result=first[1],
    )


def _module(row: ProgressRow, narrow: Narrow) -> str:
    """The module told; of two that were, the first by name."""
    return min((m for m in (row.module, narrow.parent) if m), default="")


def fold_memory(row: MemoryRow | None, kind: str, narrow: Narrow, order: Order) -> MemoryRow:
    """The schedule after one more answer; facts must come in order."""
    rating = int(narrow.note or 1) if kind == "reviewed" else rating_of(narrow.value, narrow.note)
    rating = min(4, max(1, rating))
    memory = reviewed(row.memory if row else None, rating, order.at)
    return MemoryRow(
        lesson=narrow.parent,
        question=narrow.object,
        answers=(row.answers if row else 0) + 1,
        rights=(row.rights if row else 0) + int(narrow.value >= 1000),
        score=narrow.value,
        memory=memory,
        order=order,
    )
