"""The import of a list: drop it, see how it is read and what it changes, then take it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from selfstudy.desktop.dropping import DropZone
from selfstudy.desktop.rows import Column
from selfstudy.desktop.unit.pieces import WIDE, NamesTable
from selfstudy.desktop.unit_staff import wording
from selfstudy.desktop.unit_staff.reading_card import ReadingCard
from selfstudy.desktop.unit_staff.state import StaffState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.progress import ProgressStrip
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.text import ErrorText, Heading, Muted, Small, reveal
from selfstudy.domain.staff_list import NEW, Line
from selfstudy.sentences import error_words
from selfstudy.words import t

MOST: Final = 9  # rows shown at once; the others scroll inside the table


class ListView(PageFrame):
    """First what a list would do, then the button that does it."""

    closed = Signal()
    files_given = Signal(object)
    chosen = Signal(int, str)
    taken = Signal()
    cancelled = Signal()
    undone = Signal()
    again = Signal()

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self.back = QuietButton(t("staff.back"), "arrow-left")
        self.back.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(Heading(t("staff.title")), 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        tables = "*.xlsx *.xlsm *.xls *.csv *.txt *.htm *.html"
        filters = f"{t('staff.filter')} ({tables});;{t('intake.all_files')} (*)"
        self.zone = DropZone(
            t("staff.drop_title"), t("staff.drop_note"), filters=filters, folders=False
        )
        self.zone.given.connect(self.files_given)
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self.cancelled)
        self._said, self._error, self._sum = Banner(), ErrorText(), Banner()
        self._said.pressed.connect(self.undone)
        self.take = PrimaryButton("", "user-check")
        self.other = GhostButton(t("staff.other_file"), "file-plus")
        self.take.clicked.connect(self.taken)
        self.other.clicked.connect(self.again)
        self.reading = ReadingCard()
        self.rows = _Rows()
        self.rows.chosen.connect(self.chosen)
        self.add(head, Muted(t("staff.intro")), self.zone, self.strip, self._said, self._error)
        self.add(self._sum, Flow(10).add(self.take, self.other), self.reading, self.rows)

    def show_state(self, state: StaffState) -> None:
        """Draw what was found, what is under way, what was done."""
        idle, look = not state.busy, state.look
        reveal(self.zone, visible=look is None and state.busy in ("", "undo"))
        self.zone.setEnabled(idle)
        self._show_progress(state)
        self._show_said(state)
        self._error.show_words(error_words(state.error) if state.error else "")
        ready = look is not None and state.busy != "take"
        sound = ready and look is not None and look.reading.layout.names
        self._sum.show_words(
            wording.sum_words(state) if ready else "", "accent" if sound else "warning"
        )
        reveal(self.take, visible=ready)
        reveal(self.other, visible=ready)
        words = t("staff.take", n=state.count) if state.count else t("staff.take_none")
        self.take.show_words(words)
        self.take.setEnabled(idle and state.sure and state.count > 0)
        self.other.setEnabled(idle)
        self.reading.show_state(state)
        self.rows.show_state(state)

    def _show_progress(self, state: StaffState) -> None:
        if state.busy not in ("open", "take"):
            self.strip.stop()
            return
        if self.strip.isHidden():
            self.strip.start(t("staff.taking" if state.busy == "take" else "staff.opening"))
        if state.progress is not None:
            self.strip.report(*state.progress)

    def _show_said(self, state: StaffState) -> None:
        taken = state.taken
        if taken is not None:
            key = "staff.cancelled_banner" if taken.cancelled else "staff.taken_banner"
            words = t(key, new=taken.new, changed=taken.changed)
            self._said.show_words(words, "success", t("staff.undo"))
        else:
            self._said.show_words(t("staff.undone") if state.undone else "", "success", "")


class _Rows(Card):
    """Row by row; of the one under the keyboard its sentence, and who it is where that is asked."""

    chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(padding=16)
        self._state = StaffState()
        empty = EmptyState("users", t("staff.choose_columns"))
        self.table = NamesTable(t("staff.rows"), self._columns(), empty, most=320)
        self.table.row_changed.connect(self._tell)
        self._words = Muted(t("staff.rows_hint"))
        self.who = Choice(t("staff.who"))
        self.who.setMinimumContentsLength(40)
        self.who.chosen.connect(self._choose)
        self._who_name = Small(t("staff.who"), wrap=False)
        self.add(self.table, self._words, Flow(10).add(self._who_name, self.who))
        self.hide()

    def show_state(self, state: StaffState) -> None:
        """The rows of the list; those that need somebody first."""
        before, self._state = self._state, state
        look = state.look
        reveal(self, visible=look is not None and state.busy != "take")
        if look is not None and (look is not before.look or state.choices != before.choices):
            order = [wording.ORDER.index(line.state) for line in look.lines]
            rows = [line for _at, line in sorted(zip(order, look.lines, strict=True), key=_first)]
            self.table.show_rows(rows)
            self.table.fit_names()
            self.table.show_most(MOST)
        self.table.setEnabled(not state.busy)
        self._tell(self.table.row)

    def _tell(self, line: Line | None) -> None:
        titles = dict(self._state.positions)
        self._words.setText(wording.row_words(line, titles) if line else t("staff.rows_hint"))
        asks = line is not None and line.state in ("doubtful", "left")
        reveal(self.who, visible=asks)
        reveal(self._who_name, visible=asks)
        if asks and line is not None and self._state.look is not None:
            self.who.show_choices(self._choices(line))
            self.who.show_key(self._state.choices.get(line.entry.place, ""))

    def _choices(self, line: Line) -> list[tuple[str, str]]:
        names = self._state.look.names if self._state.look is not None else {}
        found = [("", t("staff.who_nobody"))]
        found += [(one, f"{names[one]} ({one[:6]})") for one in line.candidates if one in names]
        if line.state == "left":
            return [*found, (line.person, t("staff.who_back"))]
        return [*found, (NEW, t("staff.who_new"))]

    def _choose(self, who: str) -> None:
        if self.table.row is not None:
            self.chosen.emit(self.table.row.entry.place, who)

    def _columns(self) -> list[Column]:
        def stands(line: Line) -> str:
            return wording.standing(line, self._state)

        def position(line: Line) -> str:
            titles = dict(self._state.positions)
            return " + ".join(titles.get(code, code) for code in line.position.split("+"))

        def name(line: Line) -> str:
            return line.entry.name or "–"

        return [
            Column(t("staff.column_name"), name, "strong", width=220),
            Column(
                t("staff.column_row"), lambda line: str(line.entry.place), "number",
                order=lambda line: line.entry.place, width=76,
            ),
            Column(t("staff.column_code"), lambda line: line.entry.staff_code or "–", width=100),
            Column(t("staff.column_position"), position, "muted"),
            Column(
                t("staff.column_department"), lambda line: line.entry.department, "muted",
                width=190, spare=True,
            ),
            Column(
                t("staff.column_state"), lambda line: t(f"staff.state_{stands(line)}"), "badge",
                order=lambda line: wording.ORDER.index(stands(line)),
                tone=lambda line: wording.TONES[stands(line)][0],
                icon=lambda line: wording.TONES[stands(line)][1], width=170,
            ),
        ]  # fmt: skip


def _first(pair: tuple[int, Line]) -> tuple[int, int]:
    return pair[0], pair[1].entry.place
