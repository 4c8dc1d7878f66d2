"""Counts that stay when people are erased: by unit, year and module or competency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from selfstudy.domain.erasure import Tally
from selfstudy.store.database import Database
from selfstudy.store.schema import tally

MEASURES = ("learners", "lessons", "self_study", "recognised")


def add(database: Database, unit: bytes, counted: Iterable[Tally]) -> None:
    """Add to what is kept of a unit."""
    with database.write() as connection:
        for one in counted:
            key = (
                tally.c.unit == unit,
                tally.c.year == one.year,
                tally.c.module == one.module,
                tally.c.competency == one.competency,
            )
            more = {name: getattr(one, name) for name in MEASURES}
            grown = {name: tally.c[name] + value for name, value in more.items()}
            if not connection.execute(sa.update(tally).where(*key).values(grown)).rowcount:
                connection.execute(
                    sa.insert(tally).values(
                        unit=unit,
                        year=one.year,
                        module=one.module,
                        competency=one.competency,
                        **more,
                    )
                )


def lost(before: Iterable[Tally], after: Iterable[Tally]) -> list[Tally]:
    """What was counted before and is not any more."""
    sums: dict[tuple[int, str, str], Counter[str]] = {}
    for counted, sign in ((before, 1), (after, -1)):
        for one in counted:
            here = sums.setdefault((one.year, one.module, one.competency), Counter())
            for name in MEASURES:
                here[name] += sign * getattr(one, name)
    return [
        Tally(*key, *(max(0, here[name]) for name in MEASURES))
        for key, here in sorted(sums.items())
        if any(value > 0 for value in here.values())
    ]


def kept(database: Database, unit: bytes, year: int | None = None) -> list[Tally]:
    """What is kept of a unit, of one year or all."""
    t = tally.c
    query = sa.select(
        t.year, t.module, t.competency, t.learners, t.lessons, t.self_study, t.recognised
    ).where(t.unit == unit)
    if year is not None:
        query = query.where(t.year == year)
    with database.read() as connection:
        return [Tally(*row) for row in connection.execute(query.order_by(t.year, t.module))]
