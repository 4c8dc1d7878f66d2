"""Files set aside: what each is, why, what was taken all the same, what mends it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop import dropping
from selfstudy.desktop.rows import Column
from selfstudy.desktop.unit.pieces import NamesTable
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, reveal
from selfstudy.domain.waiting import AsideFile
from selfstudy.sentences import error_words, problem_words
from selfstudy.words import moment, size, t

MOST = 8


class AsideCard(Card):
    """One file at a time under the keyboard; dropping one is asked about first."""

    retried = Signal(str)
    discard_asked = Signal(str)
    discarded = Signal()
    exported = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(t("unit.quarantine_title"))
        self.table = NamesTable(t("unit.quarantine_title"), aside_columns(), most=300)
        self.retry = GhostButton(t("unit.retry"), "rotate-ccw")
        self.retry_one = GhostButton(t("unit.retry_one"), "rotate-ccw")
        self.export = GhostButton(t("unit.export_aside"), "file-output")
        self.discard = QuietButton(t("unit.discard"), "trash")
        self.sure = PrimaryButton(t("unit.discard_sure"), "trash")
        self.keep = GhostButton(t("unit.discard_keep"))
        self._reason, self._remedy, self._asking = Muted(), Muted(), Muted()
        self._dropped, self._error = Small(), ErrorText()
        self.table.row_changed.connect(self._tell)
        self.retry.clicked.connect(lambda: self.retried.emit(""))
        self.retry_one.clicked.connect(lambda: self._with_row(self.retried.emit))
        self.discard.clicked.connect(lambda: self._with_row(self.discard_asked.emit))
        self.keep.clicked.connect(lambda: self.discard_asked.emit(""))
        self.sure.clicked.connect(self.discarded)
        self.export.clicked.connect(lambda: self._with_row(self._export))
        self.add(Muted(t("unit.quarantine_intro")), self.table, self._reason, self._remedy)
        self.add(Flow(10).add(self.retry_one, self.retry, self.export, self.discard))
        self.add(self._asking, Flow(10).add(self.sure, self.keep), self._dropped, self._error)

    def show_state(self, state: UnitState) -> None:
        """Everything that was set aside."""
        files, idle = state.quarantine, state.busy in ("", "load")
        reveal(self, visible=bool(files or state.dropped))
        if {file.id for file in self.table.model.rows} != {f.id for f in files} or not files:
            self.table.show_rows(files)
            self.table.fit_names()
            self.table.show_most(MOST)
            if files and self.table.row is None:
                self.table.view.selectRow(0)
        reveal(self.table, visible=bool(files))
        for button in (self.retry, self.retry_one, self.export, self.discard):
            button.setEnabled(idle)
            reveal(button, visible=bool(files) and not state.discarding)
        reveal(self.retry, visible=len(files) > 1 and not state.discarding)
        self.retry.show_words(t("unit.retrying" if state.busy == "retry" else "unit.retry"))
        self._ask(state)
        dropped = t("unit.dropped", n=state.dropped) if state.dropped else ""
        self._dropped.show_words(dropped)
        wrong = state.error_at in ("retry", "discard", "export")
        self._error.show_words(error_words(state.error) if wrong else "")
        self._tell(self.table.row)

    def _ask(self, state: UnitState) -> None:
        name = next((f.name for f in state.quarantine if f.id == state.discarding), "")
        fresh = bool(name) and self.sure.isHidden()
        self._asking.show_words(t("unit.discard_ask", name=name) if name else "")
        reveal(self.sure, visible=bool(name))
        reveal(self.keep, visible=bool(name))
        if fresh:
            self.keep.setFocus()

    def _tell(self, file: AsideFile | None) -> None:
        self._reason.show_words(reason_words(file) if file is not None else "")
        self._remedy.show_words(remedy_words(file) if file is not None else "")

    def _with_row(self, told: object) -> None:
        if self.table.row is not None and callable(told):
            told(self.table.row.id)

    def _export(self, file: str) -> None:
        folder = dropping.ask_folder(self, t("unit.export_aside"))
        if folder is not None:
            self.exported.emit(file, folder)


def reason_words(file: AsideFile) -> str:
    """Why a file is here."""
    return problem_words(file)


def remedy_words(file: AsideFile) -> str:
    """What was taken of it all the same, and what mends it where its reason did not say so."""
    kept = t("unit.aside_kept", n=file.kept) if file.kept else t("unit.aside_whole")
    return kept if file.cause == "sender" else f"{kept} {t(f'unit.waits_for_{file.cause}')}"


def aside_columns() -> list[Column]:
    """A file, when it came, what it is, what it waits for."""
    return [
        Column(t("intake.column_file"), lambda file: file.name, "strong", width=260),
        Column(t("unit.column_came"), lambda f: moment(f.at), "muted", order=_stamp, width=150),
        Column(t("unit.column_what"), _what, width=130),
        Column(t("unit.column_remedy"), lambda file: t(f"unit.waits_for_{file.cause}"), "muted"),
        Column(t("unit.column_size"), _size, "number", order=lambda f: f.size, width=110),
    ]


def _stamp(file: AsideFile) -> float:
    return file.at.timestamp()


def _what(file: AsideFile) -> str:
    return t(f"unit.what_{file.what or 'other'}")


def _size(file: AsideFile) -> str:
    return size(file.size)
