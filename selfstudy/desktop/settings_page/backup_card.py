"""The card of backups: the newest, the second place, going back, and the state of the data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import dropping
from selfstudy.desktop.settings_page.backups import Backup, BackupsState, Finding
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.secrets import OpeningField
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line, Picture
from selfstudy.desktop.widgets.text import Small, Text, reveal
from selfstudy.sentences import error_words, finding_words
from selfstudy.words import moment, number, size, t

ICONS: dict[str, tuple[str, Tone]] = {
    "good": ("circle-check", "success"),
    "note": ("info", "accent"),
    "bad": ("triangle-alert", "warning"),
}
BUSY = {
    "backup": "backup.making",
    "look": "backup.looking",
    "restore": "backup.restoring",
    "doctor": "backup.checking",
}


class BackupCard(Card):
    """Tells what the person wants; draws what the presenter knows."""

    backup_asked = Signal()
    looked = Signal(Path)
    confirmed = Signal(str)
    closed = Signal()
    second_chosen = Signal(str)
    doctor_asked = Signal()

    def __init__(self) -> None:
        super().__init__(t("backup.title"), spacing=12)
        self._last, self._second, self._auto = Text(), Small(), Small(t("backup.auto"))
        self._problem, self._said = Banner(), Banner()
        self._preview = Small()
        self.confirm = PrimaryButton(t("backup.confirm"), "rotate-ccw")
        self.cancel = GhostButton(t("backup.cancel"))
        self._step = Card(inset=True, spacing=10)
        self._opening = OpeningField()
        self.typed = self._opening.typed
        self._step.add(self._preview, self._opening, Flow(10).add(self.confirm, self.cancel))
        self._rows, self._findings = QVBoxLayout(), QVBoxLayout()
        self._backups: tuple[Backup, ...] = ()
        self._backs: list[QuietButton] = []
        for column in (self._rows, self._findings):
            column.setSpacing(4)
        self.now = GhostButton(t("backup.now"), "hard-drive")
        self.other = GhostButton(t("backup.other"), "folder-open")
        self.second = GhostButton(t("backup.second_choose"), "usb")
        self.doctor = GhostButton(t("backup.doctor"), "stethoscope")
        self.add(self._last, self._problem, Flow(10).add(self.now, self.other), self._said)
        self.add(self._rows, self._step, self._auto, Line())
        self.add(self._second, Flow(10).add(self.second), Small(t("backup.hint")), Line())
        self.add(Flow(10).add(self.doctor), self._findings)
        self.now.clicked.connect(self.backup_asked)
        self.other.clicked.connect(self._choose_file)
        self.second.clicked.connect(self._choose_second)
        self.doctor.clicked.connect(self.doctor_asked)
        self.confirm.clicked.connect(lambda: self.confirmed.emit(self.typed.text()))
        self.typed.returnPressed.connect(self.confirm.click)
        self.cancel.clicked.connect(self.closed)
        self._said.pressed.connect(self._open_made)
        self.show_state(BackupsState())

    def show_state(self, state: BackupsState) -> None:
        """Draw everything."""
        self._made = state.made
        newest = state.backups[0] if state.backups else None
        self._last.setText(
            t("backup.last", at=moment(newest.at), state=standing(newest))
            if newest is not None
            else t("backup.last_none")
        )
        problem = state.kept.problem if state.kept is not None else None
        words = t("backup.problem", why=error_words(problem)) if problem is not None else ""
        self._problem.show_words(words, "warning")
        self._draw_rows(state.backups)
        asks = (self.now, self.other, self.second, self.doctor, self.confirm, self.cancel)
        for button in (*asks, *self._backs):
            button.setEnabled(not state.busy)
        self._draw_preview(state)
        self._draw_said(state)
        self._second.setText(second_words(state))
        self._draw_findings(state)

    def _draw_rows(self, backups: tuple[Backup, ...]) -> None:
        """A row for each, drawn anew only when they change: the keyboard stays in its place."""
        if backups == self._backups:
            return
        self._backups = backups
        _empty(self._rows)
        self._backs = []
        before: QWidget = self.other
        for backup in backups:
            row = QHBoxLayout()
            words = t(
                "backup.row", at=moment(backup.at), size=size(backup.size), state=standing(backup)
            )
            back = QuietButton(t("backup.restore"))
            back.setProperty("compact", "true")
            back.setAccessibleName(f"{t('backup.restore')} {words}")
            back.clicked.connect(lambda _on=False, path=backup.path: self.looked.emit(path))
            row.addWidget(Small(words), 1)
            row.addWidget(back)
            self._rows.addLayout(row)
            QWidget.setTabOrder(before, back)
            before = back
            self._backs.append(back)

    def _draw_preview(self, state: BackupsState) -> None:
        preview = state.preview
        words = ""
        if preview is not None:
            words = t(
                "backup.preview",
                at=moment(preview.about.at) if preview.about.at is not None else "–",
                n=number(preview.about.records, 0),
                only_backup=number(preview.only_backup, 0),
                only_present=number(preview.only_present, 0),
            )
        self._preview.setText(words)
        fresh = preview is not None and self._step.isHidden()
        reveal(self._step, visible=preview is not None)
        reveal(self._opening, visible=state.locked)
        if preview is None:
            self.typed.clear()
        if fresh and self.isVisible():  # where the eyes go, to what changes nothing
            (self.typed if state.locked else self.cancel).setFocus()

    def _draw_said(self, state: BackupsState) -> None:
        busy = BUSY.get(state.busy, "")
        if state.error is not None:
            self._said.show_words(error_words(state.error), "danger", "")
        elif busy:
            self._said.show_words(t(busy), "neutral", "")
        elif state.made is not None:
            words = t("backup.made", name=state.made.name)
            self._said.show_words(words, "success", t("settings.open_folder"))
        else:
            self._said.show_words("")

    def _draw_findings(self, state: BackupsState) -> None:
        _empty(self._findings)
        for finding in state.findings or ():
            self._findings.addLayout(_finding(finding))

    def _open_made(self) -> None:
        if self._made is not None:
            dropping.open_folder(str(self._made.parent))

    def _choose_file(self) -> None:
        for path in dropping.ask_files(self, t("backup.other"), t("backup.files"))[:1]:
            self.looked.emit(path)

    def _choose_second(self) -> None:
        folder = dropping.ask_folder(self, t("backup.second_choose"))
        if folder is not None:
            self.second_chosen.emit(str(folder))


def standing(backup: Backup) -> str:
    """Whether it was read back."""
    return t(f"backup.{'checked' if backup.sound else 'damaged' if backup.problem else 'unread'}")


def second_words(state: BackupsState) -> str:
    """The second place, and whether it is there."""
    kept = state.kept
    if kept is None or kept.second is None:
        return t("backup.second_none")
    key = "backup.second_gone" if kept.second_gone else "backup.second"
    return t(key, folder=str(kept.second))


def _finding(finding: Finding) -> QHBoxLayout:
    row = QHBoxLayout()
    icon, tone = ICONS[finding.level]
    words = Small(finding_words(finding.code, finding.details))
    row.addWidget(Picture(icon, tone, 16))
    row.addWidget(words, 1)
    return row


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        row = item.layout()
        while row is not None and (inner := row.takeAt(0)) is not None:
            widget = inner.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
