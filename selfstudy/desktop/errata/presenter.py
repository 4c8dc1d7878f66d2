"""What the form of a report shows, and what becomes of what was written; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errata import Erratum, KeptErratum, Sent
from selfstudy.domain.errors import ErratumRefused, SelfStudyError
from selfstudy.domain.lesson import Lesson
from selfstudy.words import pick, t


class Errata(Protocol):
    """What this screen asks about reports."""

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson of a report."""
        ...

    def write(
        self,
        lesson_id: str,
        words: str,
        *,
        section: str = "",
        question: str = "",
        quote: str = "",
        source: str = "",
        named: bool = False,
    ) -> Erratum:
        """The report exactly as it would leave."""
        ...

    def keep(self, erratum: Erratum, *, queued: bool = False) -> None:
        """Keep a report here."""
        ...

    def all(self) -> tuple[KeptErratum, ...]:
        """Every report that lies here."""
        ...

    def queue(self, report: str) -> None:
        """Let a report leave with the next sync."""
        ...

    def withdraw(self, report: str) -> None:
        """Take a report back."""
        ...

    def has_hub(self) -> bool:
        """Whether the unit's card names a hub."""
        ...

    def export(self, folder: Path, reports: tuple[str, ...] = ()) -> Path:
        """Write reports as one file."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: ErrataState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form."""

    words: str = ""
    section: str = ""
    source: str = ""
    named: bool = False
    queued: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the list."""

    id: str
    title: str
    words: str
    state: Sent


@dataclass(frozen=True, slots=True)
class ErrataState:
    """Everything the screen draws; `turn` tells one form from the next."""

    busy: bool = False
    error: SelfStudyError | None = None
    turn: int = 0
    lesson: str = ""
    title: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    section: str = ""
    question: str = ""
    quote: str = ""
    has_hub: bool = False
    preview: tuple[tuple[str, str], ...] = ()
    said: str = ""
    mine: tuple[Line, ...] = ()


class ErrataPresenter:
    """Opens the form on a place, shows what would leave, keeps it, and lists what was kept."""

    def __init__(self, view: View, service: Errata, tasks: Tasks) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self.state = ErrataState()

    def open(self, lesson_id: str, section: str = "", question: str = "", quote: str = "") -> None:
        """A new form on a place in a lesson."""
        turn = self.state.turn + 1
        self._show(ErrataState(busy=True, turn=turn, lesson=lesson_id, mine=self.state.mine))

        def read() -> ErrataState:
            lesson = self._service.lesson(lesson_id)
            known = tuple((part.id, part.title) for part in lesson.sections)
            return ErrataState(
                turn=turn,
                lesson=lesson_id,
                title=pick(lesson.title, lesson.title_en),
                sections=known,
                section=section if any(section == name for name, _title in known) else "",
                question=question,
                quote=" ".join(quote.split()),
                has_hub=self._service.has_hub(),
                mine=self._lines(),
            )

        self._tasks.run(read, self._show, self._failed)

    def reload(self) -> None:
        """Read the list again: a sync may have sent something."""

        def listed(lines: tuple[Line, ...]) -> None:
            self._show(replace(self.state, mine=lines))

        self._tasks.run(self._lines, listed, self._failed)

    def preview(self, written: Written) -> None:
        """Show what would leave."""
        asked = self.state
        if asked.busy or not asked.lesson:
            return
        self._tasks.run(lambda: self._erratum(written), self._previewed, self._not_yet)

    def keep(self, written: Written) -> None:
        """Keep what was written, once; the form is then empty."""
        if self.state.busy or not self.state.lesson:
            return
        self._show(replace(self.state, busy=True, error=None, said=""))

        def keep() -> tuple[Line, ...]:
            self._service.keep(self._erratum(written), queued=written.queued)
            return self._lines()

        said = "errata.queued_now" if written.queued else "errata.kept_now"
        self._tasks.run(keep, lambda lines: self._kept(lines, t(said)), self._failed)

    def queue(self, report: str) -> None:
        """Let a report leave with the next sync."""
        self._turn(lambda: self._service.queue(report), "errata.queued_now")

    def withdraw(self, report: str) -> None:
        """Take a report back."""
        self._turn(lambda: self._service.withdraw(report), "errata.withdrawn")

    def _turn(self, turn: Callable[[], None], said: str) -> None:
        def turned() -> tuple[Line, ...]:
            turn()
            return self._lines()

        def done(lines: tuple[Line, ...]) -> None:
            self._show(replace(self.state, mine=lines, said=t(said), error=None))

        self._tasks.run(turned, done, self._failed)

    def export(self, folder: Path) -> None:
        """Write all that has not left as one file."""

        def export() -> tuple[Path, tuple[Line, ...]]:
            return self._service.export(folder), self._lines()

        def done(found: tuple[Path, tuple[Line, ...]]) -> None:
            said = t("errata.exported", name=found[0].name)
            self._show(replace(self.state, mine=found[1], said=said, error=None))

        self._tasks.run(export, done, self._failed)

    def _erratum(self, written: Written) -> Erratum:
        asked = self.state
        return self._service.write(
            asked.lesson,
            written.words,
            section=written.section,
            question=asked.question,
            quote=asked.quote,
            source=written.source,
            named=written.named,
        )

    def _previewed(self, erratum: Erratum) -> None:
        self._show(replace(self.state, preview=self._fields(erratum), error=None))

    def _not_yet(self, error: SelfStudyError) -> None:
        if isinstance(error, ErratumRefused):
            self._show(replace(self.state, preview=()))
        else:
            self._failed(error)

    def _fields(self, erratum: Erratum) -> tuple[tuple[str, str], ...]:
        """Every field that would leave, in words."""
        where = t(
            "errata.version_of",
            title=self.state.title,
            lesson=erratum.lesson,
            version=erratum.version,
        )
        titles = dict(self.state.sections)
        found = (
            ("errata.line_lesson", where),
            ("errata.line_section", titles.get(erratum.section, erratum.section)),
            ("errata.line_question", erratum.question),
            ("errata.line_quote", erratum.quote),
            ("errata.line_words", erratum.words),
            ("errata.line_source", erratum.source),
            ("errata.line_day", erratum.day),
            ("errata.line_name", erratum.name or t("errata.nameless")),
        )
        return tuple((t(key), words) for key, words in found if words)

    def _kept(self, lines: tuple[Line, ...], said: str) -> None:
        self._show(
            replace(
                self.state, busy=False, turn=self.state.turn + 1, mine=lines, said=said,
                preview=(), quote="", question="", section="",
            )
        )  # fmt: skip

    def _lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(one.erratum.id, one.erratum.lesson, one.erratum.words, one.state)
            for one in self._service.all()
        )

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: ErrataState) -> None:
        self.state = state
        self._view.show_state(state)
