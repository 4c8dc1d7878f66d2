"""Intake: drop files, see what they hold, take them in, answer with receipts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from selfstudy.desktop import dropping, theme
from selfstudy.desktop.dropping import DropZone
from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.unit import wording
from selfstudy.desktop.unit.pieces import WIDE, NamesTable
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.progress import ProgressStrip
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, reveal
from selfstudy.domain.people import FileResult, IntakeReport
from selfstudy.sentences import error_words
from selfstudy.words import number, t

MOST = 8  # files shown at once; the others scroll inside the table
TONES: dict[str, tuple[Tone, str]] = {
    "new": ("success", "check"),
    "known": ("neutral", ""),
    "waiting": ("warning", "hourglass"),
    "unknown": ("accent", "users"),
    "set_aside": ("danger", "circle-alert"),
    "in_part": ("warning", "circle-alert"),
    "picture": ("warning", "camera"),
    "nothing": ("neutral", ""),
    "erased": ("neutral", "eraser"),
}


class IntakeView(PageFrame):
    """First what would happen, then the button that makes it happen."""

    files_given = Signal(object)
    accepted = Signal()
    discarded = Signal()
    cancelled = Signal()
    receipts_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self._report: IntakeReport | None = None
        self._folder = ""
        ours = "*.thoc *.png *.jpg *.jpeg *.webp"
        filters = f"{t('intake.filter')} ({ours});;{t('intake.all_files')} (*)"
        self.zone = DropZone(
            t("intake.drop_title"), t("intake.drop_note"), filters=filters, folders=True
        )
        self.zone.given.connect(self.files_given)
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self.cancelled)
        self._summary, self._error = Banner(), ErrorText()
        self.accept = PrimaryButton(t("intake.accept"), "package-check")
        self.receipts = PrimaryButton(t("intake.receipts"), "stamp")
        self.more = GhostButton(t("intake.more"), "file-plus")
        self._receipts_note, self._receipts_said = Small(t("intake.receipts_note")), Banner()
        self.files = _Files()
        self.asking = _Asking()
        self.accept.clicked.connect(self.accepted)
        self.more.clicked.connect(self.discarded)
        self.receipts.clicked.connect(self._ask_receipts)
        self.add(self.zone, self.strip, self._summary)
        self.add(Flow(10).add(self.accept, self.receipts, self.more))
        self.add(self._error, self._receipts_note, self._receipts_said, self.files, self.asking)

    def show_state(self, state: UnitState) -> None:
        """Draw what was found, what is under way, what was done."""
        self._folder = state.folder
        report, idle = state.report, state.busy in ("", "load")
        fresh = report is not self._report
        self._show_progress(state)
        reveal(self.zone, visible=report is None and state.progress is None)
        self.zone.setEnabled(idle)
        self._show_report(state)
        taken = report is not None and not report.dry
        offered = report is not None and report.dry and bool(report.files)
        reveal(self.accept, visible=offered)
        reveal(self.receipts, visible=taken)
        reveal(self.more, visible=report is not None)
        self.more.show_words(t("intake.discard" if offered else "intake.more"))
        for button in (self.accept, self.receipts, self.more):
            button.setEnabled(idle)
        written = state.done == "receipts"
        self._receipts_note.setVisible(taken and not written)
        said = t("intake.receipts_written", n=state.count, folder=state.path) if written else ""
        self._receipts_said.show_words(said, "success")
        wrong = state.error_at in ("check", "accept", "receipts")
        self._error.show_words(error_words(state.error) if wrong else "")
        if fresh and self.isVisible():
            self._focus_next(offered=offered, taken=taken)

    def _focus_next(self, *, offered: bool, taken: bool) -> None:
        """The keyboard goes on with the work: preview, take in, write receipts."""
        again = self.more if self.zone.isHidden() else self.zone.files
        button = self.accept if offered else self.receipts if taken else again
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_progress(self, state: UnitState) -> None:
        if state.progress is None:
            self.strip.stop()
            return
        if self.strip.isHidden():
            checking = state.busy == "check"
            self.strip.start(t("intake.checking" if checking else "intake.accepting"))
        if state.cancelling:
            self.strip.start(t("intake.cancelling"))
        self.strip.report(*state.progress)

    def _show_report(self, state: UnitState) -> None:
        report = state.report
        if report is self._report:
            return
        self._report = report
        files = report.files if report is not None else ()
        reveal(self.files, visible=bool(files))
        self.files.show_files(files)
        self.asking.show_files(files)
        if report is None:
            self._summary.show_words("")
            return
        sound = not any(map(wording.in_need, report.files))
        tone: Tone = "accent" if report.dry else "success" if sound else "warning"
        self._summary.show_words(wording.summary(report), tone if files else "neutral")

    def _ask_receipts(self) -> None:
        folder = dropping.ask_folder(self, t("intake.receipts_folder"), self._folder)
        if folder is not None:
            self.receipts_asked.emit(folder)


class _Files(Card):
    """File by file; the sentence of the row under the keyboard stands below."""

    def __init__(self) -> None:
        super().__init__(padding=16)
        empty = EmptyState("inbox", t("intake.nothing_found"))
        self.table = NamesTable(t("intake.by_file"), file_columns(), empty, most=340)
        self.table.row_changed.connect(self._tell)
        self._reason = Muted(t("intake.row_hint"))
        self.add(self.table, self._reason)
        self.hide()

    def show_files(self, files: tuple[FileResult, ...]) -> None:
        """Other files, what needs a look first."""
        self.table.show_rows(sorted(files, key=lambda f: ORDER.index(wording.file_state(f))))
        self.table.fit_names()
        self.table.show_most(MOST)
        self._tell(self.table.row)

    def _tell(self, file: FileResult | None) -> None:
        self._reason.setText(wording.file_words(file) if file else t("intake.row_hint"))


class _Asking(Card):
    """A message ready to be copied for those who have to send again."""

    def __init__(self) -> None:
        super().__init__(t("intake.ask_title"), padding=20)
        self._note = Muted()
        self.message = QPlainTextEdit()
        self.message.setReadOnly(True)
        self.message.setAccessibleName(t("intake.ask_title"))
        self.message.setTabChangesFocus(True)
        self.copy = GhostButton(t("intake.ask_copy"), "copy")
        self.copy.clicked.connect(self._copy)
        self.add(self._note, self.message, Flow(10).add(self.copy))
        self.hide()

    def show_files(self, files: tuple[FileResult, ...]) -> None:
        """The message about these files, or nothing."""
        words = wording.message(files)
        reveal(self, visible=bool(words))
        if words:
            self._note.setText(t("intake.ask_note", n=len(wording.to_ask(files))))
            self.message.setPlainText(words)
            self.message.setFixedHeight(theme.px(34 + 22 * min(9, words.count("\n") + 2)))
            self.copy.show_words(t("intake.ask_copy"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message.toPlainText())
        self.copy.show_words(t("app.copied"))


ORDER = (
    "set_aside", "in_part", "picture", "unknown", "waiting", "new", "erased", "known", "nothing",
)  # fmt: skip


def file_columns() -> list[Column]:
    """A file, whose it is, what it brings, how it stands."""
    return [
        Column(t("intake.column_file"), lambda file: file.name, "strong", width=260),
        Column(t("intake.column_people"), wording.people_words),
        _count(t("intake.column_new"), "new"),
        _count(t("intake.column_known"), "known"),
        _count(t("intake.column_waiting"), "waiting"),
        Column(
            t("intake.column_state"),
            lambda file: t(f"intake.state_{wording.file_state(file)}"),
            "badge",
            order=lambda file: ORDER.index(wording.file_state(file)),
            tone=lambda file: TONES[wording.file_state(file)][0],
            icon=lambda file: TONES[wording.file_state(file)][1],
            width=190,
        ),
    ]


def _count(title: str, field: str) -> Column:
    def words(file: FileResult) -> str:
        value: int = getattr(file, field)
        return number(value, 0) if value else "–"

    return Column(title, words, "number", order=lambda file: getattr(file, field), width=92)
