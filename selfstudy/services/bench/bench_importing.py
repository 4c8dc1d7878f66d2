"""A supervisor and a thousand packets: taken, taken again, folded, and a learner's answer between.

Packets are taken by turns with the floor, so that both meet the same machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain import wire
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.question import right_response
from selfstudy.domain.record import SHARED, Fact
from selfstudy.exchange.packet import checked, read
from selfstudy.exchange.roster import Listed
from selfstudy.services.bench.figures import Figure, rate_figure
from selfstudy.services.demo.demo import Learner, Wanted, found_unit, learners, life_of, packet
from selfstudy.services.demo.demo_life import HERE, Told
from selfstudy.services.intake.roster import write_roster
from selfstudy.services.studying.study import Study
from selfstudy.services.unit.unit import Unit
from selfstudy.services.upkeep import rebuild, records
from selfstudy.store.floors import NarrowRows

if TYPE_CHECKING:
    from selfstudy.content.library import Library
    from selfstudy.services.holding.desk import Desk

LIVES = 20
LIFE_DAYS = 75
TURNS = 8
PAUSE = 0.02  # seconds between two answers
ALONE = 100  # answers while nothing is taken
RESIDENT = Path("/proc/self/statm")
MEGABYTE = 1024 * 1024
PAGE = 4096


def now() -> datetime:
    """The computer's clock."""
    return datetime.now(HERE)


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def import_figures(library: Library, folder: Path, packets: int, facts: int) -> list[Figure]:
    """Taking, taking again and folding `packets` packets of `facts` facts each."""
    wanted = Wanted(packets, LIFE_DAYS)
    into = folder / "packets"
    into.mkdir()
    desk = found_unit(library, folder, wanted)
    desk.clock = now
    try:
        files = _write_packets(desk, into, wanted, facts)
        return [*_rates(desk, files, facts, folder), *_between(library, folder, wanted, into)]
    finally:
        desk.close()


def _rates(desk: Desk, files: Sequence[Path], facts: int, folder: Path) -> list[Figure]:
    total = len(files) * facts
    rows = NarrowRows(folder / "narrow.db")
    floor = first = 0.0
    before = records(desk)
    for turn in range(TURNS):
        some = files[turn::TURNS]
        floor += timed(lambda some=some: _floor(desk, some, rows))  # type: ignore[misc]
        first += timed(lambda some=some: Unit(desk).intake(some))  # type: ignore[misc]
    rows.close()
    again = timed(lambda: Unit(desk).intake([files[0].parent]))
    folded = timed(lambda: rebuild(desk))
    held = records(desk) - before
    if held != total:
        raise RuntimeError(f"{held} of {total} facts came in")
    rate = total / first
    return [
        rate_figure("import.facts", rate, total / floor),
        rate_figure("import.again", total / again, rate),
        rate_figure("rebuild.facts", total / folded, rate),
        Figure("rest.bytes_per_fact", desk.database.size() / total, "B"),
    ]


def _floor(desk: Desk, files: Sequence[Path], rows: NarrowRows) -> None:
    """Read, verify, chain, decode and insert narrowly, and nothing else."""
    for path in files:
        part = read(path.read_bytes(), [desk.ring], path.name).sources[0]
        opened = checked(part.source, part.segments[0])
        with rows.packet() as source:
            word = rows.word
            found = []
            for number, line in enumerate(map(wire.read_line, opened.lines), start=1):
                n = line.fact.narrow()
                found.append((
                    source, number, line.time, word(line.kind), word(n.object),
                    word(n.parent), word(n.note), n.version, n.value, n.extra,
                ))  # fmt: skip
            rows.keep(source, part.segments[0].blob, found)


# — answers between the packets ——————————————————————————————————————————————————————————


def _between(library: Library, folder: Path, wanted: Wanted, packets: Path) -> list[Figure]:
    """The longest that an answer waits while all packets are taken, and what memory grows by."""
    desk = found_unit(library, folder / "between", wanted)
    desk.clock = now
    try:
        alone = max(_answers(desk, threading.Event(), ALONE)) * 1000
        taken = threading.Event()
        watched = _Watched()
        thread = threading.Thread(target=_take, args=(desk, packets, watched, taken))
        thread.start()
        longest = max(_answers(desk, taken)) * 1000
        thread.join()
    finally:
        desk.close()
    found = [Figure("import.wait", longest, "ms", alone, longest / alone)]
    if watched.resident:
        found.append(Figure("import.growth", watched.growth() / MEGABYTE, "MB"))
    return found


def _take(desk: Desk, packets: Path, watched: _Watched, taken: threading.Event) -> None:
    try:
        Unit(desk).intake([packets], progress=watched)
    finally:
        taken.set()


def _answers(desk: Desk, taken: threading.Event, most: int | None = None) -> list[float]:
    """Seconds of each answer from its click to its return, until packets are taken (or `most`)."""
    study = Study(desk)
    lessons = [lesson for module in desk.library.modules() for lesson in module.lessons]
    asked = [(lesson, question) for lesson in lessons for question in lesson.questions]
    waits = []
    for lesson, question in islice(cycle(asked), most):
        response = right_response(question)
        started = time.perf_counter()
        study.answer(lesson.id, question.id, response, "sure", 9000)
        waits.append(time.perf_counter() - started)
        if taken.wait(PAUSE):
            break
    return waits


class _Watched:
    """Notes the memory of this process as packets are done (Linux)."""

    def __init__(self) -> None:
        self.resident: list[int] = []

    def __call__(self, _done: int, _total: int) -> None:
        """One more packet is done."""
        if RESIDENT.exists():
            self.resident.append(int(RESIDENT.read_text(encoding="ascii").split()[1]) * PAGE)

    def growth(self) -> int:
        """Bytes between the most in the first fifth and the most of all."""
        return max(self.resident) - max(self.resident[: max(1, len(self.resident) // 5)])


# — packets ——————————————————————————————————————————————————————————————————————————————


def _write_packets(desk: Desk, folder: Path, wanted: Wanted, count: int) -> list[Path]:
    """A packet from each of many learners, all of whom the unit knows already."""
    card = desk.card
    if card is None:
        raise RuntimeError("the unit was not founded")
    people = learners(1, wanted.learners)
    listed = [Listed(p.ring.identity, p.ring.public, p.name, p.position) for p in people]
    roster = write_roster(desk, listed, folder, "bench")
    Unit(desk).intake([roster])
    roster.unlink()
    lives = [_shared(desk.library, learner, wanted) for learner in people[:LIVES]]
    at = milliseconds(desk.clock())
    files = []
    for number, learner in enumerate(people):
        start = at - 90 * 24 * 3600 * 1000 + number
        facts = islice(cycle(lives[number % len(lives)]), count - 1)
        told: list[Told] = [(start, learner.introduction())]
        told += [(start + step * 60_000, fact) for step, fact in enumerate(facts, start=1)]
        path = folder / f"KetQua_{number:05}.thoc"
        path.write_bytes(packet(learner, told, card, at))
        files.append(path)
    return files


def _shared(library: Library, learner: Learner, wanted: Wanted) -> list[Fact]:
    life = life_of(library, learner)
    return [fact for _at, fact in life.days(wanted.first, LIFE_DAYS) if fact.chain == SHARED]
