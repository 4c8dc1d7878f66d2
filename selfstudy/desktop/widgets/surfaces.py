"""Grounds that things stand on: cards, banners, empty states, toasts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from selfstudy.desktop import icons, theme
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.buttons import IconButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.text import Heading, Muted, Subheading, Text, below, reveal
from selfstudy.words import t

TONE_ICONS: Final[dict[Tone, str]] = {
    "accent": "info",
    "success": "circle-check",
    "warning": "circle-alert",
    "danger": "circle-x",
    "neutral": "info",
}


class Picture(QWidget):
    """One icon, `size` pixels at 100 %."""

    def __init__(self, icon: str, role: str = "ink", size: int = 20) -> None:
        super().__init__()
        self._icon, self._role, self._size = icon, role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, icon: str, role: str = "") -> None:
        """Another icon, perhaps in another colour."""
        self._icon, self._role = icon, role or self._role
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = theme.px(self._size)
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(0, 0, icons.pixmap(self._icon, self._role, side, ratio))


class Card(QFrame):
    """A quiet ground with a hairline; `body` is its column, at the top unless it shall `fill`."""

    def __init__(
        self,
        title: str = "",
        *,
        padding: int = 24,
        spacing: int = 12,
        tone: str = "",
        inset: bool = False,
        fill: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("role", "inset" if inset else "card")
        if tone:
            self.setProperty("tone", tone)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(padding, padding, padding, padding)
        whole.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(spacing)
        whole.addLayout(self.body)
        if not fill:
            whole.addItem(below())
        self.head = QHBoxLayout()
        if title:
            self.head.addWidget(Heading(title), 1)
            self.body.addLayout(self.head)

    def add(self, *parts: QWidget | QLayout, stretch: int = 0) -> Card:
        """Add parts below each other; returns itself."""
        for part in parts:
            if isinstance(part, QLayout):
                self.body.addLayout(part, stretch)
            else:
                self.body.addWidget(part, stretch)
        return self


class Line(QFrame):
    """A hairline between two parts."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "line")


class Banner(QFrame):
    """Something to know before going on: validity of sources, offline, a result kept."""

    pressed = Signal()

    def __init__(
        self, words: str = "", *, tone: Tone = "accent", icon: str = "", action: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(12)
        self._icon = icon
        self._picture = Picture(icon or TONE_ICONS[tone], "ink", 20)
        self._words = Text(words)
        self._action = QuietButton(action)
        self._action.setProperty("compact", "true")
        reveal(self._action, visible=bool(action))
        self._action.clicked.connect(self.pressed)
        row.addWidget(self._picture, 0, _beside(action=bool(action)))
        row.addWidget(self._words, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_words(words, tone)
        reveal(self, visible=bool(words))

    def show_words(self, words: str, tone: Tone = "accent", action: str | None = None) -> None:
        """What it says now; hidden while it says nothing."""
        self._words.setText(words)
        role = "ink" if tone == "neutral" else tone
        self._picture.show_icon(self._icon or TONE_ICONS[tone], role)
        if action is not None:
            self._action.show_words(action)
            reveal(self._action, visible=bool(action))
            self._row.setAlignment(self._picture, _beside(action=bool(action)))
        self.setAccessibleName(words)
        theme.restyle(self, tone=tone)
        reveal(self, visible=bool(words))


class EmptyState(QWidget):
    """Nothing here yet: why, and what to do about it."""

    pressed = Signal()

    def __init__(self, icon: str, title: str, words: str = "", action: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 40, 24, 40)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(Picture(icon, "faint", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        self._title, self._words = Subheading(title), Muted(words)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        reveal(self._words, visible=bool(words))
        if action:
            button = PrimaryButton(action)
            button.clicked.connect(self.pressed)
            column.addSpacing(12)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_words(self, title: str, words: str = "") -> None:
        """Another reason for being empty."""
        self._title.setText(title)
        self._words.show_words(words)


class Toast(QFrame):
    """A remark at the foot of the window that goes by itself; with an undo where there is one."""

    SECONDS = 6

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._timer = QTimer(self, singleShot=True, interval=self.SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 10, 10)
        row.setSpacing(12)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._undo = QuietButton("")
        self._undo.setProperty("role", "toast")
        self._undo.clicked.connect(self._undone)
        self._close = IconButton(t("app.close"), "x")
        self._close.setIcon(icons.icon("x", "paper"))
        self._close.clicked.connect(self.hide)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._after: object = None
        self.hide()
        parent.installEventFilter(self)

    def say(self, words: str, undo: str = "", undone: object = None) -> None:
        """Say something; `undone` is called when the undo button is pressed in time."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._undo.show_words(undo)
        reveal(self._undo, visible=bool(undo))
        self._after = undone
        self.adjustSize()
        self._settle()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def hideEvent(self, _event: QEvent) -> None:
        self._timer.stop()

    def _undone(self) -> None:
        self.hide()
        if callable(self._after):
            self._after()

    def _settle(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self._words.setWordWrap(False)
            width = min(self.sizeHint().width(), parent.width() - 48)
            self._words.setWordWrap(width < self.sizeHint().width())
            tall = self.heightForWidth(width)  # -1 while the words stand in one line
            self.resize(width, tall if tall > 0 else self.sizeHint().height())
            self.move((parent.width() - width) // 2, parent.height() - self.height() - 24)


def _beside(*, action: bool) -> Qt.AlignmentFlag:
    """A picture stands by the first line, or in the middle where a button makes the row high."""
    return Qt.AlignmentFlag.AlignVCenter if action else Qt.AlignmentFlag.AlignTop
