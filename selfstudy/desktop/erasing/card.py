"""The card of an erasure: a button, then the counts, then a field that makes one stop and think."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop import dropping
from selfstudy.desktop.erasing.presenter import ErasingState, Wish
from selfstudy.desktop.widgets.buttons import DangerButton, GhostButton, Segmented
from selfstudy.desktop.widgets.inputs import CheckBox, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.secrets import SecretField
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Strong, Text, reveal
from selfstudy.domain.erasure import ErasurePreview
from selfstudy.sentences import error_words, kind_words
from selfstudy.words import day, t

MOST_KINDS = 6


class ErasingCard(Card):
    """Erasing one's own data, or with the root's passphrase a person's of the unit."""

    looked = Signal()
    opened = Signal(bool)
    closed = Signal()
    erased = Signal(object)

    def __init__(self, *, of_person: bool = False) -> None:
        super().__init__(t("erasure.person_title" if of_person else "erasure.title"), spacing=12)
        self._of_person = of_person
        self._former = False  # whether a unit left behind is asked too, which takes a file
        self.look = GhostButton(t("erasure.look"), "eye")
        self.scope = Segmented(
            t("erasure.scope"),
            (
                ("records", t("erasure.scope_records")),
                ("profile", t("erasure.scope_profile")),
            ),
        )
        self.backups = CheckBox(t("erasure.backups_too"))
        self._goes, self._more, self._after = Strong(), Small(), Text()
        self.typed: TextField = (
            SecretField(t("unit.passphrase"))
            if of_person
            else TextField(t("erasure.type_word", word=t("erasure.word")))
        )
        self._row = FormRow(self.typed.accessibleName(), self.typed)
        self.erase = DangerButton(t("erasure.erase"), "trash")
        self.cancel = GhostButton(t("erasure.cancel"))
        self._said, self._error = Banner(), ErrorText()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        for part in (self.scope, self._goes, self._more, self._after, self.backups, self._row):
            column.addWidget(part)
        column.addLayout(Flow(10).add(self.erase, self.cancel))
        intro = Muted(t("erasure.person_intro" if of_person else "erasure.intro"))
        self.add(intro, Flow(10).add(self.look), self._inside, self._error, self._said)
        self.look.clicked.connect(self.looked)
        self.cancel.clicked.connect(self.closed)
        self.erase.clicked.connect(self._ask)
        self.typed.returnPressed.connect(self._ask)
        self.scope.chosen.connect(self._turn)
        self.show_erasing(ErasingState())

    def show_erasing(self, state: ErasingState) -> None:
        """Draw where the erasure stands."""
        shown = state.preview is not None
        if shown and state.preview is not None and not self._inside.isVisibleTo(self):
            self._show_preview(state.preview)
        turned = shown != self._inside.isVisibleTo(self)
        reveal(self._inside, visible=shown)
        reveal(self.look, visible=not shown)
        if turned:
            self.opened.emit(shown)
            (self.cancel if shown else self.look).setFocus()
        self.look.setEnabled(state.step != "looking")
        self.look.show_words(t("erasure.looking" if state.step == "looking" else "erasure.look"))
        self.erase.setEnabled(state.step == "shown")
        self.erase.show_words(t("erasure.erasing" if state.step == "erasing" else "erasure.erase"))
        wrong = {"word": "erasure.wrong_word", "passphrase": "unit.wrong_refused"}.get(state.wrong)
        self._row.show_error(t(wrong) if wrong else "")
        self._error.show_words(error_words(state.error))
        self._said.show_words(self._done_words(state), "success")

    def _done_words(self, state: ErasingState) -> str:
        done = state.done
        if done is None:
            return ""
        if self._of_person:
            return t("erasure.person_done", n=done.records, path=done.path)
        said = t("erasure.done" if done.clean else "erasure.done_not_clean", n=done.records)
        if not done.former:
            return said
        return f"{said} {t('erasure.former_written', paths=', '.join(done.former))}"

    def _show_preview(self, preview: ErasurePreview) -> None:
        self.scope.show_key("records")
        self.typed.clear()
        self.backups.setChecked(False)
        self._former = bool(preview.former)
        self._goes.setText(goes_words(preview))
        self._more.setText("\n".join(more_words(preview)))
        reveal(self.scope, visible=not self._of_person)
        reveal(self.backups, visible=not self._of_person and has_copies(preview))
        self._turn(self.scope.key)

    def _turn(self, scope: str) -> None:
        key = "person_after" if self._of_person else f"{scope}_after"
        self._after.setText(t(f"erasure.{key}"))
        if scope == "profile":
            self.backups.hide()
        else:
            reveal(self.backups, visible=not self._of_person)

    def _ask(self) -> None:
        if not self.erase.isEnabled():
            return
        whole = not self._of_person and self.scope.key == "profile"
        folder = None
        if self._of_person or whole or self._former:
            title = "erasure.person_folder" if self._of_person else "erasure.request_folder"
            folder = dropping.ask_folder(self, t(title))
            if folder is None:
                return
        self.erased.emit(Wish(self.typed.text(), whole, self.backups.isChecked(), folder))


def has_copies(preview: ErasurePreview) -> bool:
    """Whether something beside the database still has what would go."""
    return bool(preview.backups or preview.aside)


def goes_words(preview: ErasurePreview) -> str:
    """How much would go, and from when."""
    if preview.first is None or preview.last is None:
        return t("erasure.nothing")
    first, last = day(preview.first), day(preview.last)
    if first == last:
        return t("erasure.goes_day", n=preview.records, day=first)
    return t("erasure.goes", n=preview.records, first=first, last=last)


def more_words(preview: ErasurePreview) -> list[str]:
    """The kinds, what goes along, the backups, what stays: a line each."""
    kinds = sorted(preview.kinds, key=lambda kind: -kind[1])[:MOST_KINDS]
    lines = [" · ".join(t("erasure.kind", kind=_kind(name), n=n) for name, n in kinds)]
    parts = {"receipts": preview.receipts, "files": preview.files, "lines": preview.lines}
    told = [t(f"erasure.beside_{key}", n=n) for key, n in parts.items() if n]
    if told:
        lines.append(t("erasure.beside", parts=", ".join(told)))
    if preview.backups:
        until = day(max(backup.until for backup in preview.backups))
        lines.append(t("erasure.backups", n=len(preview.backups), until=until))
    if preview.former:
        lines.append(t("erasure.former", units=", ".join(preview.former)))
    if preview.aside:
        lines.append(t("erasure.aside", n=preview.aside))
    stays = preview.stays_others + preview.stays_unit
    if stays:
        lines.append(t("erasure.stays", n=stays))
    return [line for line in lines if line]


def _kind(name: str) -> str:
    return t("erasure.waiting") if name == "waiting" else kind_words(name)
