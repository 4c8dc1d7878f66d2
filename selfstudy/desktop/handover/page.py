"""The hand-over page: one sentence first, then what leaves and what comes back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Signal

from selfstudy.desktop import dropping
from selfstudy.desktop.handover.codes_card import CodesCard
from selfstudy.desktop.handover.export_card import ExportCard
from selfstudy.desktop.handover.receive_card import ReceiveCard
from selfstudy.desktop.handover.safety_card import SafetyCard
from selfstudy.desktop.handover.state import HandoverState
from selfstudy.desktop.handover.telling_card import AskingCard, TellingCard
from selfstudy.desktop.widgets.layouts import Columns
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.services.intake.codes import Codes
from selfstudy.words import t

SETTLING = 300  # ms
ROOM = 12  # pixels above what was brought into view


class HandoverPage(PageFrame):
    """Draws the state and tells what the person did."""

    sync_asked = Signal()
    explain_asked = Signal()
    export_asked = Signal(object)
    files_given = Signal(object)
    join_accepted = Signal()
    join_declined = Signal()
    earlier_asked = Signal()
    cancelled = Signal()
    codes_asked = Signal()
    codes_hidden = Signal()
    print_asked = Signal(object)
    private_asked = Signal()
    private_hidden = Signal()
    ticked = Signal(object, bool)
    taken_back = Signal(str)
    agreed = Signal()
    disagreed = Signal()

    def __init__(self) -> None:
        super().__init__(t("handover.title"), t("handover.subtitle"))
        self.safety, self.export, self.receive = SafetyCard(), ExportCard(), ReceiveCard()
        self.safety.sync_asked.connect(self.sync_asked)
        self.safety.explain_asked.connect(self.explain_asked)
        self.export.export_asked.connect(self.export_asked)
        self.export.folder_opened.connect(dropping.open_folder)
        for name in ("files_given", "join_accepted", "join_declined", "earlier_asked", "cancelled"):
            getattr(self.receive, name).connect(getattr(self, name))
        self._codes: Codes | None = None
        self._settling = QTimer(self, singleShot=True)  # the page grows in several steps
        self.verticalScrollBar().rangeChanged.connect(self._grown)
        self.codes = CodesCard()
        self.codes.asked.connect(self.codes_asked)
        self.codes.hidden.connect(self.codes_hidden)
        self.codes.print_asked.connect(self.print_asked)
        self.asking, self.telling = AskingCard(), TellingCard()
        self.asking.yes.clicked.connect(self.agreed)
        self.asking.no.clicked.connect(self.disagreed)
        self.telling.asked.connect(self.private_asked)
        self.telling.hidden.connect(self.private_hidden)
        self.telling.ticked.connect(self.ticked)
        self.telling.taken_back.connect(self.taken_back)
        self.add(self.safety, self.asking)
        self.add(Columns(420, shares=(3, 2)).add(self.export, self.receive))
        self.add(self.telling, self.codes)

    def show_state(self, state: HandoverState) -> None:
        """Draw everything."""
        self.safety.show_state(state)
        self.export.show_state(state)
        self.receive.show_state(state)
        self.telling.show_state(state)
        asked = self.asking.isHidden() and bool(state.asking)
        self.asking.show_state(state)
        if asked:  # it stands above what was pressed
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.asking, 0, ROOM))
        if state.codes is not self._codes:  # they lie below what asked for them
            self._codes = state.codes
            if state.codes is not None:
                self._settling.start(SETTLING)
        self.codes.show_state(state)

    def _grown(self) -> None:
        if not self._settling.isActive():
            return
        shown_at = self.codes.mapTo(self, QPoint(0, 0)).y()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + shown_at - ROOM)
