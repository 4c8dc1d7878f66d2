"""The lesson screen's state, and what reading it leaves behind; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Protocol

from selfstudy.content.lesson_text import Front, Labels, Rendered, render
from selfstudy.desktop.news import headline
from selfstudy.desktop.sources import SourceLine, lines
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.lesson import SourceRef
from selfstudy.domain.progress import LessonLine, LessonProgress, OpenLesson
from selfstudy.domain.validity import reckoned
from selfstudy.words import day, minutes, pick, t

KEPT_EVERY: Final = 30  # seconds of reading that a power cut may cost


class Study(Protocol):
    """What this screen asks of the service."""

    def open_lesson(self, lesson_id: str) -> OpenLesson:
        """A lesson with everything around it."""
        ...

    def read(
        self, lesson_id: str, sections: Collection[str], seconds: int, anchor: str
    ) -> LessonProgress:
        """Keep what was read."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: LessonState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the outline."""

    id: str
    title: str
    read: bool


@dataclass(frozen=True, slots=True)
class LessonState:
    """Everything the lesson screen draws."""

    busy: bool = False
    error: SelfStudyError | None = None
    lesson: str = ""
    digest: str = ""
    title: str = ""
    module: str = ""
    number: int = 0
    minutes: int = 0
    minutes_left: int = 0
    draft: bool = False
    rendered: Rendered | None = None
    folder: str = ""
    meanings: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceLine, ...] = ()
    known_sources: tuple[SourceLine, ...] = ()
    sections: tuple[SectionLine, ...] = ()
    lessons: tuple[LessonLine, ...] = ()
    fraction: float = 0.0
    finished: bool = False
    check_passed: bool = False
    seconds_left: int = 0
    questions: int = 0
    answered: int = 0
    previous: str = ""
    following: str = ""
    anchor: str = ""
    sought: str = ""  # words that led here
    news: str = ""  # what was amended since the person finished it
    clock: str = ""  # what to say when the clock shows a day before the sources were verified


@dataclass(slots=True)
class _Unsaved:
    """What was read and is not kept yet."""

    sections: set[str] = field(default_factory=set)
    seconds: int = 0
    moved: bool = False

    @property
    def empty(self) -> bool:
        return not self.sections and not self.seconds and not self.moved


@dataclass(frozen=True, slots=True)
class _Read:
    """One thing to keep."""

    lesson: str
    sections: frozenset[str]
    seconds: int
    anchor: str


class LessonPresenter:
    """Opens lessons; keeps what was read at each section's end, every half minute, on leaving."""

    def __init__(
        self, view: View, study: Study, tasks: Tasks, *, today: Callable[[], date] = date.today
    ) -> None:
        self._view, self._study, self._tasks, self._today = view, study, tasks, today
        self.state = LessonState()
        self._anchor = self._sought = ""
        self._unsaved = _Unsaved()
        self._owed: list[_Read] = []

    def open(self, lesson_id: str, words: str = "") -> None:
        """Open a lesson where it was left, or where words stand that someone looked for.

        What was read in another is kept first.
        """
        self.left()
        self._sought = words
        self._show(replace(self.state, busy=True, error=None, sought=""))
        self._tasks.run(lambda: self._opened_with_text(lesson_id), self._opened, self._failed)

    def reload(self) -> None:
        """Read the progress again, after a quiz or an import."""
        if self.state.lesson:
            lesson = self.state.lesson
            self._tasks.run(lambda: self._opened_with_text(lesson), self._reloaded, self._failed)

    def section_read(self, section: str, anchor: str) -> None:
        """The end of a section came into view."""
        self._anchor = anchor
        if any(line.id == section and not line.read for line in self.state.sections):
            self._unsaved.sections.add(section)
            self._keep()

    def stayed(self, seconds: int, anchor: str) -> None:
        """Someone was reading for so many seconds and is at `anchor` now."""
        self.moved(anchor)
        if not self.state.lesson:
            return
        self._unsaved.seconds += seconds
        if self._unsaved.seconds >= KEPT_EVERY:
            self._keep()

    def moved(self, anchor: str) -> None:
        """The reader is somewhere else now."""
        if anchor != self._anchor:
            self._anchor = anchor
            self._unsaved.moved = bool(self.state.lesson)

    def left(self) -> None:
        """The screen is left: keep what is not kept yet."""
        self._keep()

    def _keep(self) -> None:
        """Keep what is not kept yet, and first what an earlier attempt could not."""
        lesson, unsaved = self.state.lesson, self._unsaved
        if lesson and not unsaved.empty:
            read = _Read(lesson, frozenset(unsaved.sections), unsaved.seconds, self._anchor)
            self._owed.append(read)
            self._unsaved = _Unsaved()
        owed, self._owed = self._owed, []
        for read in owed:
            self._send(read)

    def _send(self, read: _Read) -> None:
        def failed(error: SelfStudyError) -> None:
            self._owed.append(read)
            self._failed(error)

        self._tasks.run(
            lambda: self._study.read(read.lesson, read.sections, read.seconds, read.anchor),
            lambda progress: self._kept(read.lesson, progress),
            failed,
        )

    def _kept(self, lesson: str, progress: LessonProgress) -> None:
        if lesson == self.state.lesson:
            self._show(replace(_with_progress(self.state, progress), error=None))

    def _opened_with_text(self, lesson_id: str) -> tuple[OpenLesson, Rendered]:
        """Runs away from the screen: reads, and renders what the reading column shows."""
        opened = self._study.open_lesson(lesson_id)
        lesson = opened.lesson
        front = Front(
            "",
            pick(lesson.title, lesson.title_en),
            pick(lesson.summary, lesson.summary_en),
            f"{t('lesson.about', time=minutes(lesson.minutes))} · {_vetting(opened)}",
        )
        return opened, render(lesson.text, labels(), front)

    def _opened(self, result: tuple[OpenLesson, Rendered]) -> None:
        self._unsaved = _Unsaved()
        state = self._state_of(*result)
        self._anchor = state.anchor
        self._show(replace(state, sought=self._sought))

    def _reloaded(self, result: tuple[OpenLesson, Rendered]) -> None:
        if result[0].lesson.id == self.state.lesson:
            self._show(replace(self._state_of(*result), anchor=self.state.anchor))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: LessonState) -> None:
        self.state = state
        self._view.show_state(state)

    def _state_of(self, opened: OpenLesson, rendered: Rendered) -> LessonState:
        lesson, today = opened.lesson, self._today()
        state = LessonState(
            lesson=lesson.id,
            digest=lesson.digest,
            title=pick(lesson.title, lesson.title_en),
            module=_module(opened),
            number=lesson.number,
            minutes=lesson.minutes,
            draft=opened.draft,
            rendered=rendered,
            folder=opened.folder,
            meanings=tuple((term.word, term.meaning) for term in lesson.glossary),
            sources=lines(lesson.sources, opened.sources, today),
            known_sources=lines((SourceRef(s.id) for s in opened.sources), opened.sources, today),
            sections=tuple(SectionLine(s.id, s.title, read=False) for s in lesson.sections),
            lessons=opened.lessons,
            questions=len(lesson.questions),
            previous=opened.previous,
            following=opened.following,
            anchor=opened.progress.anchor,
            news=headline(opened.amended) if opened.amended is not None else "",
            clock=_clock(opened, today),
        )
        return _with_progress(state, opened.progress)


def _vetting(opened: OpenLesson) -> str:
    """Who reviewed this version and when; or that nobody did."""
    found = opened.vetted
    if found is None:
        return t("lesson.draft")
    return t("validity.vetted", role=found.role, day=day(found.on))


def _clock(opened: OpenLesson, today: date) -> str:
    """What to say to whose clock shows a day before the sources were verified."""
    checked = reckoned(today, opened.sources)
    if checked == today:
        return ""
    return t("validity.clock", today=day(today), checked=day(checked))


def labels() -> Labels:
    """The words of a lesson that its author did not write, in the language in use."""
    return Labels(
        note=t("lesson.note"),
        tip=t("lesson.tip"),
        warning=t("lesson.warning"),
        example=t("lesson.example"),
        footnotes=t("lesson.footnotes"),
        back=t("lesson.back_to_text"),
        check=t("lesson.check"),
    )


def _with_progress(state: LessonState, progress: LessonProgress) -> LessonState:
    return replace(
        state,
        sections=tuple(
            replace(line, read=line.id in progress.sections_read) for line in state.sections
        ),
        fraction=progress.fraction,
        finished=progress.finished_at is not None,
        check_passed=progress.check_passed,
        seconds_left=max(0, progress.required_seconds - progress.active_seconds),
        answered=progress.answered,
        minutes_left=round(state.minutes * (1 - progress.fraction)),
        lessons=tuple(
            replace(line, state=progress.state, fraction=progress.fraction)
            if line.id == state.lesson
            else line
            for line in state.lessons
        ),
    )


def _module(opened: OpenLesson) -> str:
    return pick(opened.module_title, opened.module_title_en)
