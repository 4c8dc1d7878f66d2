"""What the short lesson shows: old beside new, why, and what is asked anew; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from selfstudy.content.markup import plain_text
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.amending import Amended, Clause, clauses
from selfstudy.domain.changes import Kind, QuestionChange, SectionChange
from selfstudy.domain.errors import NoSuchLesson, SelfStudyError
from selfstudy.domain.lesson import Source
from selfstudy.words import day, minutes, pick, t


class Renewing(Protocol):
    """What this screen asks about an amended lesson."""

    def of(self, lesson_id: str) -> Amended:
        """What is new in a lesson."""
        ...

    def end(self, lesson_id: str) -> None:
        """Say that the news was looked at."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: ChangesState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class SectionNews:
    """A section: what became of it, why, and its clauses old beside new."""

    title: str
    kind: Kind
    because: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class QuestionNews:
    """A question: what became of it, and how it begins now, or began."""

    kind: Kind
    text: str
    because: str


@dataclass(frozen=True, slots=True)
class ChangesState:
    """Everything the short lesson draws; `open` counts the questions still to be answered."""

    busy: bool = False
    error: SelfStudyError | None = None
    lesson: str = ""
    title: str = ""
    about: str = ""
    reasons: tuple[str, ...] = ()
    sections: tuple[SectionNews, ...] = ()
    questions: tuple[QuestionNews, ...] = ()
    open: int = 0
    done: bool = False


class ChangesPresenter:
    """Opens what is new in a lesson, and keeps that it was looked at."""

    def __init__(self, view: View, service: Renewing, tasks: Tasks) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self.state = ChangesState()

    def open(self, lesson_id: str) -> None:
        """Show what is new in a lesson."""
        self._show(ChangesState(busy=True, lesson=lesson_id))
        self._tasks.run(lambda: _state_of(self._service.of(lesson_id)), self._show, self._failed)

    def reload(self) -> None:
        """Look again: its questions may be answered by now."""
        if self.state.lesson:
            self.open(self.state.lesson)

    def end(self) -> None:
        """It was looked at; open questions come in review."""
        lesson = self.state.lesson
        if self.state.busy or self.state.done or not lesson:
            return
        self._show(replace(self.state, busy=True, error=None))
        self._tasks.run(lambda: self._service.end(lesson), self._ended, self._failed)

    def _ended(self, _done: None) -> None:
        self._show(replace(self.state, busy=False, done=True))

    def _failed(self, error: SelfStudyError) -> None:
        if isinstance(error, NoSuchLesson):  # nothing is new any more: it was answered
            self._show(replace(self.state, busy=False, done=True))
        else:
            self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: ChangesState) -> None:
        self.state = state
        self._view.show_state(state)


def _state_of(amended: Amended) -> ChangesState:
    ended = {source.id: source for source in amended.reasons}
    about = (
        pick(amended.title, amended.title_en),
        pick(amended.module_title, amended.module_title_en),
        t("amended.about", time=minutes(amended.minutes)),
    )
    sections = (_section(section, ended) for section in amended.changes.sections)
    return ChangesState(
        lesson=amended.lesson,
        title=t("amended.title", number=amended.number),
        about=" · ".join(part for part in about if part),
        reasons=tuple(_reason(source) for source in amended.reasons),
        sections=tuple(sections),
        questions=tuple(_question(question, ended) for question in amended.changes.questions),
        open=len(amended.open),
    )


def _section(section: SectionChange, ended: dict[str, Source]) -> SectionNews:
    kind: Kind = "changed"
    if not (section.before and section.after):
        kind = "removed" if section.before else "added"
    why = ", ".join(_reason(ended[name]) for name in section.because if name in ended)
    return SectionNews(section.title, kind, why, clauses(section.before, section.after, plain_text))


def _question(question: QuestionChange, ended: dict[str, Source]) -> QuestionNews:
    asked = question.after or question.before
    text = plain_text(asked.text) if asked is not None else ""
    why = _reason(ended[question.because]) if question.because in ended else ""
    return QuestionNews(question.kind, " ".join(text.split()), why)


def _reason(source: Source) -> str:
    """Which source ended, from which day, and what takes its place."""
    said = t(
        "amended.reason", number=source.number, title=source.title,
        turn=day(source.ended) if source.ended is not None else "",
    )  # fmt: skip
    if source.replaced_by:
        said += f" {t('validity.successor', number=source.replaced_by)}"
    return said
