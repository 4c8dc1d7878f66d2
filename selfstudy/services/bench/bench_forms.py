"""Measuring how long the evidence sheets of a whole unit take, each a PDF of its own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.services.bench.bench_importing import now, timed
from selfstudy.services.bench.figures import Figure
from selfstudy.services.demo.demo import Wanted, write_demo
from selfstudy.services.forms.writing import staged
from selfstudy.services.holding.desk import Desk
from selfstudy.services.intake.roster import SUPERVISOR
from selfstudy.services.papers.order import Wish, Written
from selfstudy.services.reporting import Reporting
from selfstudy.services.rescue.safety import restore
from selfstudy.services.unit.unit import Unit
from selfstudy.settings import Places

if TYPE_CHECKING:
    from selfstudy.content.library import Library

DAYS = 75


def form_figures(library: Library, folder: Path, people: int) -> list[Figure]:
    """Seconds for a sheet of each, from the journal to the disk, beside writing the same bytes."""
    demo, places = folder / "demo", Places(folder / "home")
    until = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day will do
    write_demo(library, demo, Wanted(people, DAYS, until=until))
    places.profiles.mkdir(parents=True)
    profile = restore(demo / SUPERVISOR, places.profiles)
    desk = Desk(places.profiles / profile, places.state, library, now)
    try:
        Unit(desk).intake([demo])
        found: list[Written] = []
        wish = Wish("F8", "pdf", each=True)
        ours = timed(lambda: found.append(Reporting(desk).write(wish, folder / "sheets")))
    finally:
        desk.close()
    sheets = {path.name: path.read_bytes() for path in found[0].paths}
    bare = timed(lambda: _bare(folder / "bare", sheets))
    return [Figure("forms.batch", ours, "s", bare, ours / bare)]


def _bare(folder: Path, sheets: dict[str, bytes]) -> None:
    with staged(folder) as files:
        for name, content in sheets.items():
            files.put(name, content)
        files.place()
