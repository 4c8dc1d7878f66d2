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
from datetime import date, timedelta
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
from selfstudy.domain.vietnamese import fold
from selfstudy.domain.wire import Carried
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import checked
from selfstudy.services.bench.bench_forms import form_figures
from selfstudy.services.bench.bench_importing import LIFE_DAYS, import_figures, now, timed
from selfstudy.services.bench.bench_needs import needs_figures
from selfstudy.services.bench.bench_packs import pack_figures
from selfstudy.services.bench.bench_reading import reading_figures
from selfstudy.services.bench.bench_starting import start_figures
from selfstudy.services.bench.figures import Figure, durations
from selfstudy.services.demo.demo import Clock, learners, life_of
from selfstudy.services.demo.demo_life import OFFSET
from selfstudy.services.holding.desk import Desk
from selfstudy.services.studying.study import Study
from selfstudy.settings import Places, Settings, save_settings
from selfstudy.store.floors import Commits, ranked
from selfstudy.store.journal import Saved
from selfstudy.store.search import Search

if TYPE_CHECKING:
    from selfstudy.content.library import Library

STARTING = ("start.window", "start.live", "idle.rss")
LEARNER = (*STARTING, "answer.durable", "answer.durable_p95")
UNIT = (
    "import.facts", "import.again", "rebuild.facts", "rest.bytes_per_fact", "import.wait",
    "import.growth",
)  # fmt: skip
SEARCH = ("search.p50", "search.p95")
PACKS = ("pack.delta",)
READING = ("library.read", "index.first", "index.size", "lesson.first", "lesson.open")
NEEDS = ("needs.unit120", "needs.unit10000")
FORMS = ("forms.batch",)
EVERYTHING = (*LEARNER, *UNIT, *SEARCH, *PACKS, *READING, *NEEDS, *FORMS)
LEARNER_FACTS = 50_000
PACKETS, FACTS = 1_000, 1_000
ANSWERS, SHEETS = 400, 120
MODULES, LESSONS = 500, 4_000
WORDS = 900
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
            (self._learner, LEARNER),
            (self._unit, UNIT),
            (self._search, SEARCH),
            (self._packs, PACKS),
            (self._reading, READING),
            (self._needs, NEEDS),
            (self._forms, FORMS),
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
        if self.names.intersection(STARTING):
            figures += start_figures(folder / "home", self.names)
        return figures

    def _answers(self, places: Places, profile: str, folder: Path) -> list[Figure]:
        """Answers and bare commits by turns, so that both meet the same disk.

        From the handler of the click to the return of the commit that keeps the answer, its
        refold included; what the screen is told afterwards is not part of it.
        """
        desk = _Watched(places.profiles / profile, places.state, self.library, now)
        floor = Commits(folder / "floor.db")
        study = Study(desk)
        study.today()
        study.get_ready()  # as the window does
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
        floor.close()
        desk.close()
        p50 = durations("answer.durable", ours, bare, 50)
        return [p50, durations("answer.durable_p95", ours, bare, 95)]

    def _unit(self, folder: Path) -> list[Figure]:
        return import_figures(self.library, folder, self._count(PACKETS), self._count(FACTS))

    def _packs(self, folder: Path) -> list[Figure]:
        return pack_figures(self.library, folder)

    def _needs(self, folder: Path) -> list[Figure]:
        return needs_figures(self.library, folder, self.names, self.scale)

    def _forms(self, folder: Path) -> list[Figure]:
        return form_figures(self.library, folder, self._count(SHEETS))

    # — reading in a large library ———————————————————————————————————————————————————————

    def _reading(self, folder: Path) -> list[Figure]:
        def begin(places: Places) -> str:
            return long_record(self.library, places, 100)

        return reading_figures(self.library, folder, self._count(MODULES), begin)

    # — searching a large library ————————————————————————————————————————————————————————

    def _search(self, folder: Path) -> list[Figure]:
        path = folder / "search.db"
        index = Search(path)
        index.index(large_library(self.library, self._count(LESSONS)))
        index.find("văn bản")
        ours = [timed(lambda words=words: index.find(words)) for words in QUERIES * 5]  # type: ignore[misc]
        index.close()
        bare = ranked(path, [_plain(words) for words in QUERIES * 5])
        return [
            durations("search.p50", ours, bare, 50),
            durations("search.p95", ours, bare, 95),
        ]


def _plain(words: str) -> str:
    """The same words, without marks, as FTS5 alone would be asked for them."""
    parts = [f'"{word}"' for word in fold(words).split()]
    return " AND ".join([*parts[:-1], parts[-1] + "*"])


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
    desk.clock = now
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
