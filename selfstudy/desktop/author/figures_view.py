"""A module in numbers: its lessons and tests by kind and level of questions, and its outcomes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.author.state import AuthorState
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Small
from selfstudy.services.authoring.figures import KINDS, LEVELS, Aim, Part
from selfstudy.words import number, pick, t


class FiguresView(QWidget):
    """Draws the numbers of the module that the chosen lesson is in."""

    def __init__(self) -> None:
        super().__init__()
        self.lessons = Table(t("author.figures_lessons"), _lesson_columns())
        self.kinds = Table(t("author.figures_kinds"), _counted("kind", KINDS, lambda p: p.kinds))
        self.levels = Table(
            t("author.figures_levels"), _counted("level", LEVELS, lambda p: p.levels)
        )
        self.aims = Table(t("author.figures_aims"), _aim_columns())
        frame = PageFrame(widest=1400)
        self._note = Small()
        frame.add(self._note)
        for table in (self.lessons, self.kinds, self.levels, self.aims):
            part = frame.section(table.view.accessibleName())
            part.addWidget(table)
            table.fit_height()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_state(self, state: AuthorState) -> None:
        """Draw the numbers, or none while no module can be read."""
        found = state.figures
        parts = found.parts if found is not None else ()
        self.lessons.show_rows([part for part in parts if part.words])
        self.kinds.show_rows(parts)
        self.levels.show_rows(parts)
        self.aims.show_rows(found.aims if found is not None else ())
        words = sum(part.words for part in parts)
        questions = sum(part.questions for part in parts)
        figures = sum(part.figures for part in parts)
        self._note.setText(
            t("author.figures_note", module=found.module, words=number(words, 0), figures=figures,
              questions=questions)
            if found is not None
            else ""
        )  # fmt: skip


def _name(part: Part) -> str:
    return pick(part.title, part.title_en) or t(f"author.test_{part.key}")


def _lesson_columns() -> tuple[Column, ...]:
    return (
        Column(t("author.lesson"), _name, "strong"),
        Column(
            t("author.words"), lambda p: number(p.words, 0), "number", lambda p: p.words, width=90
        ),
        Column(
            t("author.minutes"), lambda p: str(p.minutes), "number", lambda p: p.minutes, width=110
        ),
        Column(
            t("author.reading"), lambda p: str(p.reading), "number", lambda p: p.reading, width=130
        ),
        Column(t("author.figures_count"), lambda p: str(p.figures), "number", width=90),
        Column(t("author.questions_count"), lambda p: str(p.questions), "number", width=100),
    )


def _counted(
    what: str, keys: tuple[str, ...], counts: Callable[[Part], tuple[int, ...]]
) -> tuple[Column, ...]:
    def column(place: int, key: str) -> Column:
        return Column(
            t(f"author.{what}_{key}"),
            lambda part: str(counts(part)[place] or "–"),
            "number",
            lambda part: counts(part)[place],
            width=92 if what == "kind" else 110,
        )

    first = Column(t("author.lesson"), _name, "strong")
    return (first, *(column(place, key) for place, key in enumerate(keys)))


def _aim_columns() -> tuple[Column, ...]:
    return (
        Column(t("author.outcome"), lambda aim: aim.outcome, "muted", width=70),
        Column(t("author.outcome_text"), lambda aim: aim.text),
        Column(t("author.in_lessons"), _asked, "number", lambda aim: aim.lessons, width=110),
        Column(t("author.in_tests"), lambda aim: str(aim.tests), "number", width=120),
    )


def _asked(aim: Aim) -> str:
    return str(aim.lessons)
