"""The places of pages that are made when first visited, and the moment of the first paint."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.words import t


class Holder(QWidget):
    """The place of a page that is made when first visited."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def fill(self, page: QWidget) -> None:
        """Put the page in its place."""
        self.clear()
        self._column.addWidget(page)

    def wait(self, title: str) -> None:
        """Say calmly that the page is being opened."""
        self.clear()
        self._column.addWidget(PageFrame(title, t("frame.opening")))

    def clear(self) -> None:
        """Take away what stands there."""
        while (item := self._column.takeAt(0)) is not None:
            standing = item.widget()
            if standing is not None:
                standing.hide()  # it stays a child until it goes: alone it would be a window
                standing.deleteLater()


class AfterFirstPaint(QObject):
    """Calls once, as soon as a window was painted; after a second where nobody sees it."""

    def __init__(self, window: QWidget, call: Callable[[], None]) -> None:
        super().__init__(window)
        self._timer = QTimer(self, singleShot=True, interval=1000)
        self._timer.timeout.connect(call)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Paint, QEvent.Type.UpdateRequest}:
            watched.removeEventFilter(self)
            if self._timer.isActive():
                self._timer.start(0)
        return False
