"""What is held under several ids of one human, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selfstudy.domain.folding import ProgressRow, joined
from selfstudy.store.facts import Row


def done_once(rows: Iterable[ProgressRow]) -> list[ProgressRow]:
    """One row for each lesson and version of what was done under the ids of one human."""
    found: dict[tuple[str, int], ProgressRow] = {}
    for row in rows:
        held = found.get((row.lesson, row.version))
        found[row.lesson, row.version] = joined(held, row) if held else row
    return list(found.values())


def given_once(by_id: Iterable[Sequence[Row]]) -> list[Row]:
    """Recognised hours of one human; what another id or another unit was told counts once."""
    first: dict[tuple[object, ...], tuple[int, bytes]] = {}
    return [
        row
        for place, rows in enumerate(by_id)
        for row in rows
        if first.setdefault(decision_of(row), here := (place, row.place.source.unit)) == here
    ]


def decision_of(row: Row) -> tuple[object, ...]:
    """What a record of recognised hours recognises, and by which decision."""
    return row.object, row.parent, row.note, row.value
