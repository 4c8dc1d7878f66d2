"""Measuring: our figures beside the physical floor of the same machine in the same run."""

from __future__ import annotations

import gc
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from selfstudy.domain import wire
from selfstudy.domain.lesson import Lesson
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.people import Profile
from selfstudy.domain.question import right_response
from selfstudy.domain.record import PRIVATE, SHARED, Fact, Source
from selfstudy.domain.search import Document
from selfstudy.domain.wire import Carried
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import checked, read
from selfstudy.exchange.roster import Listed
from selfstudy.services.bench_starting import start_figures
from selfstudy.services.demo import Clock, Learner, Wanted, found_unit, learners, life_of, packet
from selfstudy.services.demo_life import HERE, OFFSET, Told
from selfstudy.services.desk import Desk
from selfstudy.services.figures import Figure, durations, rate_figure
from selfstudy.services.roster import write_roster
from selfstudy.services.study import Study
from selfstudy.services.unit import Unit
from selfstudy.services.upkeep import rebuild, records
from selfstudy.settings import Places, Settings, save_settings
from selfstudy.store.floors import Commits, NarrowRows, ranked
from selfstudy.store.journal import Saved
from selfstudy.store.search import Search

if TYPE_CHECKING:
    from selfstudy.content.library import Library

EVERYTHING = (
    "start.window", "start.live", "idle.rss", "answer.durable", "answer.durable_p95",
    "import.facts", "import.again", "rebuild.facts", "rest.bytes_per_fact", "search.p50",
    "search.p95",
)  # fmt: skip
LEARNER_FACTS = 50_000
PACKETS, FACTS = 1_000, 1_000
ANSWERS = 400
LESSONS = 4_000
WORDS = 900
LIVES = 20
LIFE_DAYS = 75
QUERIES = (
    "nghị định", "nghi dinh 30", "thể thức văn bản", "the thuc", "trích yếu", "công văn",
    "cong van hanh chinh", "ký thay", "dia danh", "Quốc hiệu", "so va ky hieu", "phông chữ",
    "le trang", "bản sao", "quyet dinh", "phụ lục", "van ban", "tờ trình", "chủ tịch", "điều 8",
)  # fmt: skip


class _Watched(Desk):
    """Notes when the first commit since it was last asked had returned."""

    kept_at = 0.0

    def write(self, *facts: Fact) -> list[Saved]:
        """Seal facts about oneself."""
        saved = super().write(*facts)
        self.kept_at = self.kept_at or time.perf_counter()
        return saved


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured, and on how much: a scale of 1 is what `docs/bench.md` tells of."""

    library: Library
    names: frozenset[str]
    scale: float = 1.0
    told: Callable[[str], None] = lambda _name: None

    def run(self) -> list[Figure]:
        """Measure everything that is named."""
        found: list[Figure] = []
        for measure, names in (
            (self._learner, EVERYTHING[:5]),
            (self._unit, EVERYTHING[5:9]),
            (self._search, EVERYTHING[9:]),
        ):
            if self.names.intersection(names):
                self.told(", ".join(name for name in names if name in self.names))
                with _folder() as folder:
                    found += measure(folder)
        return [figure for figure in found if figure.name in self.names]

    def _count(self, whole: int) -> int:
        return max(2, round(whole * self.scale))

    # — one learner with a long record ——————————————————————————————————————————————————

    def _learner(self, folder: Path) -> list[Figure]:
        places = Places(folder / "home")
        profile = long_record(self.library, places, self._count(LEARNER_FACTS))
        figures = []
        if self.names.intersection({"answer.durable", "answer.durable_p95"}):
            figures += self._answers(places, profile, folder)
        save_settings(places.settings_file, Settings(theme="light", last_profile=profile))
        if self.names.intersection(EVERYTHING[:3]):
            figures += start_figures(folder / "home", self.names)
        return figures

    def _answers(self, places: Places, profile: str, folder: Path) -> list[Figure]:
        """Answers and bare commits by turns, so that both meet the same disk.

        From the handler of the click to the return of the commit that keeps the answer, its
        refold included; what the screen is told afterwards is not part of it.
        """
        desk = _Watched(places.profiles / profile, places.state, self.library, _now)
        floor = Commits(folder / "floor.db")
        study = Study(desk)
        study.today()
        lessons = [lesson for module in self.library.modules() for lesson in module.lessons]
        asked = [(lesson, question) for lesson in lessons for question in lesson.questions]
        ours, bare = [], []
        if hasattr(os, "sync"):
            os.sync()  # what making the record left unwritten is nobody's answer
        gc.collect()
        gc.freeze()
        gc.disable()  # as in the window, where the screen's thread sweeps between two answers
        for lesson, question in islice(cycle(asked), self._count(ANSWERS)):
            bare.append(floor.once(bytes(200)))
            response = right_response(question)
            desk.kept_at = 0.0
            started = time.perf_counter()
            study.answer(lesson.id, question.id, response, "sure", 9000)
            ours.append(desk.kept_at - started)
        gc.enable()
        gc.unfreeze()
        study.keep_outline()
        floor.close()
        desk.close()
        p50 = durations("answer.durable", ours, bare, 50)
        return [p50, durations("answer.durable_p95", ours, bare, 95)]

    # — a supervisor and a thousand packets ——————————————————————————————————————————————

    def _unit(self, folder: Path) -> list[Figure]:
        packets = folder / "packets"
        packets.mkdir()
        wanted = Wanted(self._count(PACKETS), LIFE_DAYS)
        desk = found_unit(self.library, folder, wanted)
        desk.clock = _now
        try:
            files = self._write_packets(desk, packets, wanted)
            total = len(files) * self._count(FACTS)
            floor = self._import_floor(desk, files, folder)
            before = records(desk)
            first = _timed(lambda: Unit(desk).intake([packets]))
            again = _timed(lambda: Unit(desk).intake([packets]))
            again_rate, rate = total / again, total / first
            folded = _timed(lambda: rebuild(desk))
            held = records(desk) - before
            if held != total:
                raise RuntimeError(f"{held} of {total} facts came in")
            return [
                rate_figure("import.facts", rate, total / floor),
                rate_figure("import.again", again_rate, rate),
                Figure(
                    "rebuild.facts", total / folded, "facts/s", rate, rate and total / folded / rate
                ),
                Figure("rest.bytes_per_fact", desk.database.size() / total, "B"),
            ]
        finally:
            desk.close()

    def _write_packets(self, desk: Desk, folder: Path, wanted: Wanted) -> list[Path]:
        """A packet from each of many learners, all of whom the unit knows already."""
        card = desk.card
        if card is None:
            raise RuntimeError("the unit was not founded")
        people = learners(1, wanted.learners)
        listed = [Listed(p.ring.identity, p.ring.public, p.name, p.position) for p in people]
        roster = write_roster(desk, listed, folder, "bench")
        Unit(desk).intake([roster])
        roster.unlink()
        lives = [self._shared(learner, wanted) for learner in people[:LIVES]]
        at = milliseconds(desk.clock())
        files = []
        for number, learner in enumerate(people):
            start = at - 90 * 24 * 3600 * 1000 + number
            facts = islice(cycle(lives[number % len(lives)]), self._count(FACTS) - 1)
            told: list[Told] = [(start, learner.introduction())]
            told += [(start + step * 60_000, fact) for step, fact in enumerate(facts, start=1)]
            path = folder / f"KetQua_{number:05}.thoc"
            path.write_bytes(packet(learner, told, card, at))
            files.append(path)
        return files

    def _shared(self, learner: Learner, wanted: Wanted) -> list[Fact]:
        life = life_of(self.library, learner)
        return [fact for _at, fact in life.days(wanted.first, LIFE_DAYS) if fact.chain == SHARED]

    @staticmethod
    def _import_floor(desk: Desk, files: Sequence[Path], folder: Path) -> float:
        """Seconds to read, verify, chain, decode and insert narrowly, and nothing else."""
        rows = NarrowRows(folder / "narrow.db")
        started = time.perf_counter()
        for source, path in enumerate(files):
            part = read(path.read_bytes(), [desk.ring], path.name).sources[0]
            opened = checked(part.source, part.segments[0])
            with rows.packet():
                word = rows.word
                found = []
                for number, line in enumerate(map(wire.read_line, opened.lines), start=1):
                    n = line.fact.narrow()
                    found.append((
                        source, number, line.time, word(line.kind), word(n.object),
                        word(n.parent), word(n.note), n.version, n.value, n.extra,
                    ))  # fmt: skip
                rows.keep(source, part.segments[0].blob, found)
        taken = time.perf_counter() - started
        rows.close()
        return taken

    # — searching a large library ————————————————————————————————————————————————————————

    def _search(self, folder: Path) -> list[Figure]:
        path = folder / "search.db"
        index = Search(path)
        index.index(large_library(self.library, self._count(LESSONS)))
        index.find("văn bản")
        ours = [_timed(lambda words=words: index.find(words)) for words in QUERIES * 5]  # type: ignore[misc]
        index.close()
        bare = ranked(path, [_plain(words) for words in QUERIES * 5])
        return [
            durations("search.p50", ours, bare, 50),
            durations("search.p95", ours, bare, 95),
        ]


def _plain(words: str) -> str:
    """The same words as FTS5 alone would be asked for them."""
    parts = [f'"{word}"' for word in words.split()]
    return " AND ".join([*parts[:-1], parts[-1] + "*"])


def _now() -> datetime:
    return datetime.now(HERE)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="selfstudy-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def long_record(library: Library, places: Places, count: int) -> str:
    """A learner's profile with a long record: private practice, and lessons finished."""
    clock = Clock(date.today() - timedelta(days=400))  # noqa: DTZ011 — any past day will do
    ring = KeyRing.new()
    person = Profile("", "Nguyễn Thị Hạnh", "P03")
    desk = Desk.create(places.profiles, places.state, library, clock, person, ring)
    life = life_of(library, learners(2, 1)[0])
    unfinished = library.modules()[-1].lessons[-1].id  # Today has something to go on with
    facts = [
        fact
        for _at, fact in life.days(clock.moment.date(), LIFE_DAYS)
        if getattr(fact, "lesson", "") != unfinished
    ]
    start = milliseconds(clock.moment)
    for chain in (PRIVATE, SHARED):
        mine = [fact for fact in facts if fact.chain == chain]
        wanted = max(1, count * len(mine) // len(facts))
        gap = 398 * 24 * 3600 * 1000 // wanted
        source = Source(ring.public, ring.identity, desk.unit, chain, bytes(16))
        lines = [
            wire.line_of(start + step * gap, OFFSET, fact)
            for step, fact in enumerate(islice(cycle(mine), wanted))
        ]
        _merge(desk, ring, source, lines)
    desk.fold()
    desk.clock = _now
    Study(desk).keep_outline()
    desk.close()
    return ring.identity.hex()


def _merge(desk: Desk, ring: KeyRing, source: Source, lines: Sequence[bytes]) -> None:
    """Put lines into a journal as another device of the same person would bring them."""
    previous, first = source.id, 1
    for start in range(0, len(lines), 5000):
        part = list(lines[start : start + 5000])
        end = wire.chain(previous, part)[-1]
        signature = ring.sign(wire.seal_message(source.id, first, len(part), end))
        segment = wire.Segment(first, len(part), previous, end, signature, wire.pack_lines(part))
        carried = Carried(source, (segment,))
        desk.journal.merge(carried, [checked(source, segment)])
        previous, first = end, first + len(part)


def large_library(library: Library, count: int) -> Iterator[Document]:
    """Documents of a large library: sentences of the shipped lessons, shuffled."""
    random = Random(4)  # noqa: S311 — a play, not a secret
    lessons: list[Lesson] = [x for module in library.modules() for x in module.lessons]
    sentences = [line for lesson in lessons for line in lesson.text.splitlines() if line.strip()]
    mean = statistics.mean(len(line.split()) for line in sentences)
    for number in range(count):
        body = "\n".join(random.choices(sentences, k=round(WORDS / mean)))
        title = f"{random.choice(lessons).title} {number}"
        yield Document(f"M{number // 8:04}", "lesson", f"L{number:05}", title, body)
