"""One card: which post, what lacks, what to study, what leaving costs; and nothing is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from selfstudy.desktop.posting.presenter import (
    PostingState,
    as_text,
    level_words,
    loss_words,
    open_words,
    verdict,
)
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Strong, Subheading, reveal
from selfstudy.sentences import error_words
from selfstudy.words import number, pick, t

NONE = ""
MOST = 8  # gaps shown at once; the others scroll inside the table


class PostingCard(Card):
    """Draws the state; `compared` has the code of a post and of a second one, or nothing."""

    compared = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(t("posting.title"))
        self._state = PostingState()
        self.first, self.second = Choice(t("posting.target")), Choice(t("posting.second"))
        self.go = PrimaryButton(t("posting.compare"), "target")
        self.go.clicked.connect(lambda: self.compared.emit(self.first.key, self.second.key))
        self._error, self._verdict = ErrorText(), Strong()
        self.gaps = Table(t("posting.gaps"), self._gap_columns())
        self.path = Table(t("posting.path"), self._path_columns())
        self.path.fit_height()
        self._gaps_part = _part(t("posting.gaps"), self.gaps)
        self._path_part = _part(t("posting.path"), self.path)
        self._open, self._losses = Small(), Muted()
        self._losses_part = _part(t("posting.losses"), self._losses)
        self.copy = GhostButton(t("posting.copy"), "copy")
        self.copy.clicked.connect(self._copy)
        self._copied = Small()
        self.add(
            Muted(t("posting.intro")),
            Columns(260, most=2).add(
                FormRow(t("posting.target"), self.first), FormRow(t("posting.second"), self.second)
            ),
            Flow(10).add(self.go),
            self._error,
            self._verdict,
            self._gaps_part,
            self._path_part,
            self._open,
            self._losses_part,
            Flow(10).add(self.copy, self._copied),
            Small(t("posting.advice")),
        )

    def show_state(self, state: PostingState) -> None:
        """What was found, or what there is to choose."""
        self._state = state
        if self.first.count() != len(state.positions):
            self.first.show_choices(state.positions)
            self.second.show_choices([(NONE, t("posting.no_second")), *state.positions])
        found = state.found
        self.go.setEnabled(not state.busy and bool(state.positions))
        self._error.show_words(error_words(state.error))
        self._verdict.show_words(verdict(state, found) if found else "")
        self.gaps.show_rows(found.gaps if found else ())
        self.gaps.show_most(MOST)
        self.path.show_rows(found.path if found else ())
        losses = loss_words(state, found) if found else ()
        self._losses.setText("\n".join(losses) or t("posting.loss_nothing"))
        self._open.show_words(open_words(state, found.open_gaps) if found else "")
        reveal(self._gaps_part, visible=bool(found and found.gaps))
        reveal(self._path_part, visible=bool(found and found.path))
        reveal(self._losses_part, visible=bool(found and found.losses is not None))
        reveal(self.copy, visible=found is not None)
        self._copied.show_words("")

    def _copy(self) -> None:
        QApplication.clipboard().setText(as_text(self._state))
        self._copied.show_words(t("posting.copied"))

    def _gap_columns(self) -> list[Column]:
        return [
            Column(t("posting.competency"), lambda gap: self._state.called(gap.competency)),
            Column(t("posting.required"), lambda gap: number(gap.required, 0), "number",
                   order=lambda gap: gap.required, width=130),
            Column(t("posting.level"), lambda gap: level_words(gap.level), "number",
                   order=lambda gap: gap.level or 0, width=150),
        ]  # fmt: skip

    def _path_columns(self) -> list[Column]:
        return [
            Column(t("posting.module"), lambda m: f"{m.module} · {pick(m.title, m.title_en)}"),
            Column(t("posting.closes"), lambda m: ", ".join(map(self._state.called, m.closes)),
                   "muted", width=300, spare=True),
            Column(t("posting.held"), lambda m: "" if m.held else t("posting.not_held"), "badge",
                   width=170, spare=True),
            Column(t("posting.hours"), lambda m: number(m.hours), "number",
                   order=lambda m: m.hours, width=90),
        ]  # fmt: skip


def _part(title: str, widget: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(6)
    column.addWidget(Subheading(title))
    column.addWidget(widget)
    return part
