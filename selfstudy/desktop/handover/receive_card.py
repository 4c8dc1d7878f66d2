"""What comes back from the unit: receipts, plans, its card; joining; results from before."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.dropping import DropZone
from selfstudy.desktop.handover.state import CardSeen, HandoverState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.progress import ProgressStrip
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Body, ErrorText, Heading, Muted, Small, reveal
from selfstudy.domain.people import IntakeReport
from selfstudy.sentences import error_words, problem_words
from selfstudy.words import number, t


class ReceiveCard(QWidget):
    """One place for every file of the unit; a unit card is shown before it is accepted."""

    files_given = Signal(object)
    join_accepted = Signal()
    join_declined = Signal()
    earlier_asked = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        filters = f"{t('handover.filter')} (*.thoc *.thdv *.thbn);;{t('intake.all_files')} (*)"
        self.zone = DropZone(
            t("handover.take_title"), t("handover.take_note"), filters=filters, folders=False
        )
        self.zone.given.connect(self.files_given)
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self.cancelled)
        self._said, self._error = Banner(), ErrorText()
        self._problems = ErrorText()
        self.card = _CardSeen()
        self.card.join.clicked.connect(self.join_accepted)
        self.card.decline.clicked.connect(self.join_declined)
        self.earlier = _Earlier()
        self.earlier.bring.clicked.connect(self.earlier_asked)
        for part in (self.zone, self.strip, self._error, self._said, self._problems):
            column.addWidget(part)
        column.addWidget(self.card)
        column.addWidget(self.earlier)
        column.addStretch(1)

    def show_state(self, state: HandoverState) -> None:
        """Draw what came in and what may be accepted."""
        in_unit = state.handed is None or bool(state.handed.unit)
        key = "take" if in_unit else "join"
        self.zone.show_words(t(f"handover.{key}_title"), t(f"handover.{key}_note"))
        self.zone.setEnabled(state.busy in ("", "load"))
        self._show_progress(state)
        wrong = state.error_at in ("take", "card")
        self._error.show_words(error_words(state.error) if wrong else "")
        self._show_result(state)
        asked = not self.card.isHidden()
        self.card.show_state(state)
        self.earlier.show_state(state)
        if self.isVisible() and asked == self.card.isHidden():
            self._focus_next()

    def _focus_next(self) -> None:
        """A card that came asks for its answer; answered, the keyboard goes on beside it."""
        after = self.zone.files if self.earlier.isHidden() else self.earlier.bring
        button = after if self.card.isHidden() else self.card.join
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_progress(self, state: HandoverState) -> None:
        if state.progress is None:
            self.strip.stop()
            return
        if self.strip.isHidden():
            self.strip.start(t("handover.taking"))
        self.strip.report(*state.progress)

    def _show_result(self, state: HandoverState) -> None:
        report = state.taken
        if state.done == "join" and state.handed is not None:
            self._said.show_words(t("handover.joined", unit=state.handed.unit), "success")
        elif report is not None:
            sound = [file for file in report.files if not file.problem]
            words = taken_words(report) if sound or not report.files else ""
            self._said.show_words(words, "success" if sound else "neutral")
        else:
            self._said.show_words("")
        problems = [problem_words(file) for file in report.files] if report is not None else []
        self._problems.show_words("\n".join(words for words in problems if words))


class _CardSeen(Card):
    """A unit card that was looked at: whose it is and what joining means."""

    def __init__(self) -> None:
        super().__init__(tone="accent")
        self._name, self._about, self._error = Heading(), Muted(), ErrorText()
        self.join = PrimaryButton(t("handover.join"), "log-in")
        self.decline = GhostButton(t("handover.decline"))
        self.add(self._name, self._about, Body(t("handover.join_means")))
        self.add(Flow(10).add(self.join, self.decline), self._error)
        self.hide()

    def show_state(self, state: HandoverState) -> None:
        """The card, or nothing."""
        reveal(self, visible=state.card is not None)
        if state.card is None:
            return
        self._name.setText(t("handover.card_of", unit=state.card.name))
        self._about.setText(_about(state.card))
        self.join.setEnabled(not state.busy)
        self.decline.setEnabled(not state.busy)
        self._error.show_words(error_words(state.error) if state.error_at == "join" else "")


class _Earlier(Card):
    """Results from before joining, which go to the unit only by the person's own choice."""

    def __init__(self) -> None:
        super().__init__(padding=20)
        self._words, self._error, self._said = Body(), ErrorText(), Banner()
        self._note = Small(t("handover.earlier_note"))
        self.bring = GhostButton(t("handover.bring_earlier"), "archive-restore")
        self.add(self._said, self._words, self._note, Flow(10).add(self.bring), self._error)
        self.hide()

    def show_state(self, state: HandoverState) -> None:
        """How many there are, or that they were brought."""
        brought = state.done == "earlier"
        reveal(self, visible=state.earlier > 0 or brought)
        self._words.show_words(t("handover.earlier", n=state.earlier) if state.earlier else "")
        for part in (self._note, self.bring):
            reveal(part, visible=state.earlier > 0)
        self.bring.setEnabled(not state.busy)
        words = t("handover.brought", n=state.brought) if brought else ""
        self._said.show_words(words, "success")
        self._error.show_words(error_words(state.error) if state.error_at == "earlier" else "")


def taken_words(report: IntakeReport) -> str:
    """What became of the unit's files."""
    if not report.files:
        return t("handover.taken_none")
    fresh = report.new + report.papers
    words = t("handover.taken_new", n=fresh) if fresh else t("handover.taken_known")
    if report.cancelled:
        words = f"{words} {t('handover.taken_part', n=len(report.files))}"
    return words


def _about(card: CardSeen) -> str:
    parts = [t("handover.card_number", number=number(card.number, 0))]
    if card.supervisors:
        parts.append(t("handover.card_supervisors", names=", ".join(card.supervisors)))
    parts.append(t("handover.card_hub", hub=card.hub) if card.hub else t("handover.card_no_hub"))
    return " · ".join(parts)
