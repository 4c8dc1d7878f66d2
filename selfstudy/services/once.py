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
    """Recognised hours of the ids of one human, without what was said of another id already."""
    found: list[Row] = []
    for rows in by_id:
        named = {(row.object, row.parent, row.note, row.value) for row in found}
        found += [r for r in rows if (r.object, r.parent, r.note, r.value) not in named]
    return found
