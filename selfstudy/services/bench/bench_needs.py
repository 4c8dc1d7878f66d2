"""Measuring how long the needs of a unit take: the ranked list and the heat-map, from facts."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.moments import milliseconds
from selfstudy.domain.needs import heat, ranked_positions
from selfstudy.domain.record import Admitted, AttemptSubmitted, CompetencyRated, Fact, SelfRated
from selfstudy.exchange.packet import checked
from selfstudy.services.bench.bench_importing import timed
from selfstudy.services.bench.figures import Figure
from selfstudy.services.demo.demo import Learner, Wanted, found_unit, learners, sealed
from selfstudy.services.demo.demo_life import HERE
from selfstudy.services.needs.measuring import Measuring
from selfstudy.store.floors import narrow_numbers

if TYPE_CHECKING:
    from selfstudy.content.library import Library
    from selfstudy.domain.lesson import Module
    from selfstudy.services.holding.desk import Desk

UNITS = {"needs.unit120": 120, "needs.unit10000": 10_000}
TURNS = 3
TOGETHER = 500  # people who are told of in one go
HOUR = 3_600_000  # ms


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
    gc.collect()
    gc.disable()  # as in the window, where the screen's thread sweeps
    try:
        needs_of(desk)  # the card, the authorities and the framework are known from now on
        ours = min(timed(lambda: needs_of(desk)) for _turn in range(TURNS))
        bare = min(timed(lambda: narrow_numbers(desk.database)) for _turn in range(TURNS))
    finally:
        gc.enable()
        desk.close()
    return Figure(name, ours, "s", bare, ours / bare)


def needs_of(desk: Desk) -> int:
    """What a supervisor looks at: the heat-map and the ranked list. Returns how many people."""
    measured = [one.needs for one in Measuring(desk).unit()]
    heat(measured)
    ranked_positions(measured)
    return len(measured)


def rated_unit(library: Library, folder: Path, count: int) -> Desk:
    """A supervisor's desk with a roster of `count` people, all of them rated and tested."""
    wanted = Wanted(count, 1)
    desk = found_unit(library, folder, wanted)
    evening = datetime.combine(wanted.last, time(18), HERE)
    desk.clock = lambda: evening
    listed = learners(1, count)
    for start in range(0, count, TOGETHER):
        _tell(desk, listed[start : start + TOGETHER], milliseconds(evening) - HOUR)
    desk.know_again()
    return desk


def _tell(desk: Desk, listed: Sequence[Learner], at: int) -> None:
    """Admit some people, take what they told in their packets, and rate them."""
    said: list[tuple[bytes, Fact]] = []
    modules = desk.library.modules()
    with desk.database.write():
        for learner in listed:
            told = [(at, fact) for fact in (learner.introduction(), *_own(desk, learner, modules))]
            carried = sealed(learner, told, desk.unit)
            desk.journal.merge(carried, [checked(carried.source, carried.segments[0])])
    for learner in listed:
        key, person = learner.ring.public.hex(), learner.ring.identity
        said.append((person, Admitted(key, learner.name, learner.position)))
        said += (
            (person, CompetencyRated(code, level, 1 + level % 5))
            for code, level in _levels(desk, learner)
        )
    desk.write_about_each(said)


def _own(desk: Desk, learner: Learner, modules: Sequence[Module]) -> Iterator[Fact]:
    for code, level in _levels(desk, learner):
        yield SelfRated(code, level, 1 + level % 5)
    module = learner.random.choice(modules)
    score = learner.random.randrange(300, 1000)
    yield AttemptSubmitted("bench", "post", module.id, module.version, "", (), score, 600)


def _levels(desk: Desk, learner: Learner) -> list[tuple[str, int]]:
    position = desk.library.framework.position(learner.position)
    asked = position.required if position else ()
    return [(code, learner.random.randint(1, 5)) for code, _required in asked]
