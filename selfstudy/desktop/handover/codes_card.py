"""The same results as QR codes: to be photographed from the screen, or printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from selfstudy.desktop import dropping
from selfstudy.desktop.handover.state import HandoverState
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, reveal
from selfstudy.sentences import error_words
from selfstudy.services.intake.codes import Codes
from selfstudy.words import t


class CodesCard(Card):
    """A button; then the codes, how to photograph them, and a PDF to print."""

    asked = Signal()
    hidden = Signal()
    print_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("codes.title"))
        self._codes: Codes | None = None
        self._intro, self._how, self._error = Muted(t("codes.intro")), Muted(), ErrorText()
        self.show_codes = GhostButton(t("codes.show"), "qr-code")
        self.show_codes.clicked.connect(self._turn)
        self.save = GhostButton(t("codes.save"), "printer")
        self.save.clicked.connect(self._save)
        self._saved = Banner()
        self._pictures = Flow(16)
        self.add(self._intro, Flow(10).add(self.show_codes, self.save), self._error)
        self.add(self._saved, self._how, self._pictures)

    def show_state(self, state: HandoverState) -> None:
        """Draw the codes, or only the offer of them."""
        preview = state.preview
        reveal(self, visible=preview is not None and bool(preview.lines))
        making = state.busy == "codes"
        self.show_codes.setEnabled(not state.busy)
        self.show_codes.show_words(_button_words(making=making, shown=state.codes is not None))
        reveal(self.save, visible=state.codes is not None)
        self.save.setEnabled(not state.busy)
        self._error.show_words(error_words(state.error) if state.error_at == "codes" else "")
        printed = state.printed
        self._saved.show_words(t("codes.saved", path=printed) if printed else "", "success")
        if state.codes is not self._codes:
            self._codes = state.codes
            self._show_pictures(state.codes)

    def _show_pictures(self, codes: Codes | None) -> None:
        count = len(codes.pictures) if codes else 0
        self._how.show_words(t("codes.how", n=count) if codes else "")
        self._pictures.clear()
        if codes is not None:
            for place, picture in enumerate(codes.pictures):
                self._pictures.add(_Numbered(picture, place + 1, count))

    def _turn(self) -> None:
        (self.hidden if self._codes is not None else self.asked).emit()

    def _save(self) -> None:
        if self._codes is None:
            return
        name = self._codes.file_name()
        path = dropping.ask_new_file(self, t("codes.save"), name, t("codes.file_filter"))
        if path is not None:
            self.print_asked.emit(path if path.suffix else Path(f"{path}.pdf"))


class _Numbered(QWidget):
    """A code and its number."""

    def __init__(self, picture: bytes, number: int, of: int) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.code = _Code(picture, t("codes.picture", number=number, of=of))
        column.addWidget(self.code)
        label = Small(t("codes.number", number=number, of=of))
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)


class _Code(QWidget):
    """One code with sharp edges: a module is a whole number of the screen's own pixels."""

    def __init__(self, picture: bytes, name: str) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(picture, "PNG")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self._pixmap.size() * self._times() / self.devicePixelRatioF()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._pixmap)

    def _times(self) -> int:
        return max(1, int(self.devicePixelRatioF()))


def _button_words(*, making: bool, shown: bool) -> str:
    if making:
        return t("codes.making")
    return t("codes.hide" if shown else "codes.show")
