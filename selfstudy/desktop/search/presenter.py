"""What the search shows: content, people and places to go to, as one types; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from selfstudy.desktop.tasks import Job, Progress, Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.search import Found
from selfstudy.domain.sought import sought
from selfstudy.domain.telex import meant
from selfstudy.domain.vietnamese import nfc
from selfstudy.words import pick, t

MOST_PEOPLE: Final = 6
OWN: Final = ("command", "person")
ORDER: Final = (*OWN, "module", "lesson", "term", "source", "question")


class Finding(Protocol):
    """What this screen asks about content."""

    def look(self, words: str) -> tuple[Found, ...]:
        """The best of each kind."""
        ...

    def refresh(self, progress: Progress, cancelled: Callable[[], bool]) -> int:
        """Bring the index to the installed content."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: SearchState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """Something found: what it is, what it says, where it leads.

    `words` are those that found it, and `snippet` marks them as `domain.sought` does.
    """

    kind: str
    key: str
    title: str
    note: str = ""
    snippet: str = ""
    lesson: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class SearchState:
    """Everything the search draws; `meant` is what was looked for instead of what was typed."""

    words: str = ""
    lines: tuple[Line, ...] = ()
    meant: str = ""
    busy: bool = False
    indexing: tuple[int, int] | None = None
    stopped: bool = False
    error: SelfStudyError | None = None


class SearchPresenter:
    """Looks for words as they come; the index is brought up to date behind it."""

    def __init__(
        self,
        view: View,
        finding: Finding,
        tasks: Tasks,
        *,
        commands: Sequence[Line],
        people: Callable[[], Iterable[Line]],
    ) -> None:
        self._view, self._finding, self._tasks = view, finding, tasks
        self._commands, self._people_of = tuple(commands), people
        self._people: tuple[Line, ...] = ()
        self._job: Job | None = None
        self.state = SearchState(lines=self._commands)

    def begin(self) -> None:
        """The screen is shown: bring the index and the people up to date."""
        self._show(self.state)
        self.go_on()
        self._tasks.run(lambda: tuple(self._people_of()), self._knows, self._failed)

    def go_on(self) -> None:
        """Index what is not indexed yet, behind everything else."""
        if self._job is None:
            self._show(replace(self.state, stopped=False))
            self._job = Job()  # work done at once ends before `follow` returns
            job = self._tasks.follow(
                self._finding.refresh, self._indexed, self._not_indexed, self._told
            )
            self._job = job if self._job is not None else None

    def stop(self) -> None:
        """Leave the index as far as it is."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._show(replace(self.state, indexing=None, stopped=True))

    def seek(self, words: str) -> None:
        """Look for these words; without any, show where one can go."""
        words = " ".join(nfc(words).split())
        if sought(words) is None:
            self._show(replace(self.state, words="", lines=self._commands, meant="", busy=False))
            return
        if words != self.state.words:
            self._show(replace(self.state, words=words, busy=True))
            self._look()

    def _look(self) -> None:
        words = self.state.words
        self._tasks.run(
            lambda: self._finding.look(words), lambda found: self._found(words, found), self._failed
        )

    def _found(self, words: str, found: Sequence[Found]) -> None:
        if words != self.state.words:
            return  # more was typed meanwhile
        lines = [*map(_line, found), *(self._own(words) or self._own(meant(words)))]
        called = {place.hit.kind for place in found if place.hit.called}
        lines.sort(key=lambda line: _group(line.kind, called))
        other = next((place.words for place in found if place.words != words), "")
        self._show(replace(self.state, lines=tuple(lines), meant=other, busy=False, error=None))

    def _own(self, words: str) -> list[Line]:
        """Places to go to and people in whose names all words are."""
        wanted = sought(words)
        known = (*self._commands, *self._people)
        found = [line for line in known if wanted and wanted.is_all_in(f"{line.title} {line.note}")]
        people = [line for line in found if line.kind == "person"][:MOST_PEOPLE]
        return [replace(line, words=words) for line in found if line.kind == "command"] + people

    def _knows(self, people: tuple[Line, ...]) -> None:
        self._people = people
        if self.state.words:
            self._look()

    def _told(self, done: int, total: int) -> None:
        if self._job is not None:
            self._show(replace(self.state, indexing=(done, total)))

    def _indexed(self, parts: int) -> None:
        self._job = None
        self._show(replace(self.state, indexing=None))
        if parts and self.state.words:
            self._look()

    def _not_indexed(self, error: SelfStudyError) -> None:
        self._job = None
        self._failed(error)

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, indexing=None, error=error))

    def _show(self, state: SearchState) -> None:
        self.state = state
        self._view.show_state(state)


def _group(kind: str, called: Collection[str]) -> tuple[int, int]:
    """Where a kind stands: places and people, then the kinds in which something is called so."""
    first = 0 if kind in OWN else 1 if kind in called else 2
    return first, ORDER.index(kind)


def _line(found: Found) -> Line:
    hit = found.hit
    snippet = "" if hit.snippet == hit.title else hit.snippet
    return Line(
        hit.kind, hit.id, pick(hit.title, found.title_en), _note(found), snippet, found.lesson,
        found.words,
    )  # fmt: skip


def _note(found: Found) -> str:
    """What the hit stands in."""
    if not found.module:
        return ""
    module = t("lesson.kicker", module=pick(found.module, found.module_en), n=found.number)
    lesson = pick(found.lesson_title, found.lesson_title_en)
    return f"{module} · {lesson}" if lesson else module
