"""Measuring how long the needs of a unit take: the ranked list and the heat-map, from facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from selfstudy.domain.moments import milliseconds
from selfstudy.domain.needs import heat, ranked_positions
from selfstudy.domain.record import AttemptSubmitted, CompetencyRated, Fact, SelfRated
from selfstudy.exchange.roster import Listed
from selfstudy.services.bench_importing import timed
from selfstudy.services.demo import Learner, Wanted, found_unit, learners, packet
from selfstudy.services.figures import Figure
from selfstudy.services.needs.measuring import Measuring
from selfstudy.services.roster import write_roster
from selfstudy.services.unit import Unit
from selfstudy.store.schema import fact as fact_table

if TYPE_CHECKING:
    from selfstudy.content.library import Library
    from selfstudy.services.desk import Desk

UNITS = {"needs.unit120": 120, "needs.unit10000": 10_000}
TURNS = 3


def needs_figures(
    library: Library, folder: Path, names: frozenset[str], scale: float
) -> list[Figure]:
    """Seconds from facts to list and heat-map, beside a bare read of the same facts' numbers.

    Everybody rated themselves in all that their position requires, was rated, and took a test.
    """
    found = []
    for name, count in UNITS.items():
        if name in names:
            found.append(_unit(library, folder / name, name, max(2, round(count * scale))))
    return found


def _unit(library: Library, folder: Path, name: str, count: int) -> Figure:
    desk = rated_unit(library, folder, count)
    try:
        needs_of(desk)  # the card, the authorities and the framework are known from now on
        ours = min(timed(lambda: needs_of(desk)) for _turn in range(TURNS))
        bare = min(timed(lambda: _floor(desk)) for _turn in range(TURNS))
    finally:
        desk.close()
    return Figure(name, ours, "s", bare, ours / bare)


def needs_of(desk: Desk) -> int:
    """What a supervisor looks at: the heat-map and the ranked list. Returns how many people."""
    measured = [one.needs for one in Measuring(desk).unit()]
    heat(measured)
    ranked_positions(measured)
    return len(measured)


def _floor(desk: Desk) -> None:
    """Read the numbers of all facts, and nothing else."""
    with desk.database.read() as connection:
        asked = sa.select(fact_table.c.at, fact_table.c.object, fact_table.c.value)
        connection.execute(asked).all()


def rated_unit(library: Library, folder: Path, count: int) -> Desk:
    """A supervisor's desk with a roster of `count` people, all of them rated and tested."""
    folder.mkdir(parents=True)
    wanted = Wanted(count, 1)
    desk = found_unit(library, folder, wanted)
    desk.clock = lambda: (
        datetime.combine(wanted.last, datetime.min.time()).astimezone() + (timedelta(hours=18))
    )
    listed = learners(1, count)
    _take_in(desk, listed, folder)
    for learner in listed:
        levels = _levels(desk, learner)
        facts = [CompetencyRated(code, level, 1 + level % 5) for code, level in levels]
        desk.write_about(learner.ring.identity, *facts)
    return desk


def _take_in(desk: Desk, listed: Sequence[Learner], folder: Path) -> None:
    card = desk.card
    if card is None:
        raise RuntimeError("the unit was not founded")
    rows = [Listed(p.ring.identity, p.ring.public, p.name, p.position) for p in listed]
    papers = folder / "papers"
    papers.mkdir()
    write_roster(desk, rows, papers, "bench")
    at = milliseconds(desk.clock())
    for number, learner in enumerate(listed):
        told = [
            (at - 3_600_000 + step, fact)
            for step, fact in enumerate([learner.introduction(), *_own(desk, learner)])
        ]
        path = papers / f"KetQua_{number:05}.thoc"
        path.write_bytes(packet(learner, told, card, at))
    Unit(desk).intake([papers])


def _own(desk: Desk, learner: Learner) -> Iterator[Fact]:
    for code, level in _levels(desk, learner):
        yield SelfRated(code, level, 1 + level % 5)
    module = learner.random.choice(desk.library.modules())
    score = learner.random.randrange(300, 1000)
    yield AttemptSubmitted("bench", "post", module.id, module.version, "", (), score, 600)


def _levels(desk: Desk, learner: Learner) -> list[tuple[str, int]]:
    position = desk.library.framework.position(learner.position)
    asked = position.required if position else ()
    return [(code, learner.random.randint(1, 5)) for code, _required in asked]
