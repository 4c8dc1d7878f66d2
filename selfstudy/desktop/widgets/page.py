"""The scaffold of every page: title, a sentence under it, actions at the right, parts below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from selfstudy.desktop import theme
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.text import Heading, Muted, Title

MARGIN: Final = 36
WIDEST: Final = 1120


class PageFrame(QScrollArea):
    """A page that scrolls up and down only; `body` is its column, `tools` its top right."""

    def __init__(self, title: str = "", subtitle: str = "", *, widest: int = WIDEST) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground, column = _Ground(), QWidget()
        ground.setObjectName("page")
        self._widest, self._column = widest, column
        column.setMaximumWidth(theme.px(widest))
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        middle = QHBoxLayout(ground)
        middle.setContentsMargins(MARGIN, 32, MARGIN, MARGIN)
        middle.addWidget(column, 1)
        whole = QVBoxLayout(column)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(24)
        head = QHBoxLayout()
        head.setSpacing(16)
        names = QVBoxLayout()
        names.setSpacing(4)
        self._title, self._subtitle = Title(title), Muted(subtitle)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        head.addLayout(names, 1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        head.addLayout(self.tools)
        head.setAlignment(self.tools, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        whole.addLayout(self.body)
        whole.addStretch(1)
        self.setWidget(ground)
        self.show_title(title, subtitle)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._column.setMaximumWidth(theme.px(self._widest))

    def show_title(self, title: str, subtitle: str = "") -> None:
        """Another title and the sentence under it; an empty title takes no room."""
        self._title.show_words(title)
        self._subtitle.show_words(subtitle)
        self.setAccessibleName(title)

    def add(self, *parts: QWidget | QLayout) -> PageFrame:
        """Add parts below each other; returns itself."""
        for part in parts:
            if isinstance(part, QLayout):
                self.body.addLayout(part)
            else:
                self.body.addWidget(part)
        return self

    def bring(self, part: QWidget) -> None:
        """Scroll to what has just appeared, once it has its place."""
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part, 0, MARGIN))

    def section(self, title: str) -> QVBoxLayout:
        """Begin a part with a heading; its column comes back."""
        part = QVBoxLayout()
        part.setContentsMargins(0, 8, 0, 0)
        part.setSpacing(12)
        part.addWidget(Heading(title))
        self.body.addLayout(part)
        return part


class _Ground(QWidget):
    """As tall as its parts need at the width there is, never as at the narrowest width."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def buttons(*parts: QWidget) -> Flow:
    """Buttons or badges in a line that breaks when it must."""
    return Flow(10).add(*parts)
