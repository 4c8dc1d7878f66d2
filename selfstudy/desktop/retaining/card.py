"""The card of the term: a choice, then what would go and what stays, then a tick and a button."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.retaining.presenter import TERMS, RetainingState
from selfstudy.desktop.widgets.buttons import DangerButton, GhostButton, PrimaryButton
from selfstudy.desktop.widgets.inputs import CheckBox, Choice, FormRow
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Strong, Text, reveal
from selfstudy.sentences import error_words
from selfstudy.words import day, number, t


class RetainingCard(Card):
    """Calm while everything is kept; what goes for good wants a tick first."""

    looked = Signal(int)
    agreed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(t("retaining.title"), spacing=12)
        self.term = Choice(t("retaining.term"), _terms(0))
        self.look = GhostButton(t("retaining.look"), "eye")
        self._goes, self._stays, self._gone = Strong(), Text(t("retaining.stays")), Text()
        self.sure = CheckBox(t("retaining.sure"))
        self.let_go = DangerButton(t("retaining.let_go"), "trash")
        self.set = PrimaryButton(t("retaining.set"), "check")
        self.cancel = GhostButton(t("app.cancel"))
        self._last, self._said, self._error = Small(), Banner(), ErrorText()
        self._step = Card(inset=True, spacing=10)
        self._step.add(self._goes, self._gone, self._stays, self.sure)
        self._step.add(Flow(10).add(self.let_go, self.set, self.cancel))
        self.add(Muted(t("retaining.intro")), FormRow(t("retaining.term"), self.term))
        self.add(Flow(10).add(self.look), self._step, self._error, self._said, self._last)
        self.look.clicked.connect(lambda: self.looked.emit(int(self.term.key)))
        self.sure.toggled.connect(self.let_go.setEnabled)
        self.let_go.clicked.connect(self.agreed)
        self.set.clicked.connect(self.agreed)
        self.cancel.clicked.connect(self.closed)
        self.show_retaining(RetainingState())

    def show_retaining(self, state: RetainingState) -> None:
        """Draw where it stands."""
        shown = state.step in ("shown", "working") and state.preview is not None
        if not shown and state.step == "":
            self.term.show_choices(_terms(state.years))
            self.term.show_key(str(state.years))
        turned = shown == self._step.isHidden()
        reveal(self._step, visible=shown)
        reveal(self.look, visible=not shown)
        self.term.setEnabled(not state.step)
        self.look.setEnabled(not state.step)
        self.look.show_words(t("retaining.looking" if state.step else "retaining.look"))
        if turned:
            self.sure.setChecked(False)
        if turned and self.isVisible():
            (self.cancel if shown else self.look).setFocus()
        self._show_preview(state)
        self._said.show_words(_done(state), "success")
        self._error.show_words(error_words(state.error))
        self._last.show_words(_last(state))

    def _show_preview(self, state: RetainingState) -> None:
        preview = state.preview
        if preview is None or preview.before is None:
            return
        before, some = day(preview.before), preview.lines > 0
        people = number(preview.people, 0)
        key = "retaining.goes" if some else "retaining.goes_nothing"
        self._goes.setText(t(key, n=preview.lines, before=before, people=people))
        self._gone.show_words(t("retaining.gone") if some else "")
        for part in (self._stays, self.sure, self.let_go):
            reveal(part, visible=some)
        reveal(self.set, visible=not some)
        idle = state.step == "shown"
        self.let_go.setEnabled(idle and self.sure.isChecked())
        self.set.setEnabled(idle)
        self.cancel.setEnabled(idle)
        self.let_go.show_words(t("retaining.working" if not idle else "retaining.let_go"))


def _terms(now: int) -> list[tuple[str, str]]:
    """The terms to choose from, that of now among them."""
    years = sorted({*TERMS, now})
    return [(str(n), t("retaining.years", n=n) if n else t("retaining.for_ever")) for n in years]


def _done(state: RetainingState) -> str:
    done = state.done
    if done is None:
        return ""
    if not done.years:
        return t("retaining.done_for_ever")
    if done.done:
        return t("retaining.done", n=done.lines)
    return t("retaining.done_set", n=done.years)


def _last(state: RetainingState) -> str:
    last = state.last
    if last is None:
        return ""
    said = {"day": day(last.at), "by": last.by, "years": last.years}
    return t("retaining.last", n=last.lines, **said)
