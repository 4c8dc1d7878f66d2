"""How far: bars, rings, and the strip of long work with its cancel button."""

from __future__ import annotations

from time import monotonic
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.text import Number, Small, Strong
from selfstudy.words import minutes, number, percent, t

_FULL: Final = 360 * 16


class Bar(QWidget):
    """A share of one, as a bar."""

    def __init__(
        self, fraction: float = 0.0, *, tone: Tone = "accent", height: int = 6, name: str = ""
    ) -> None:
        super().__init__()
        self._fraction, self._tone, self._height, self._name = fraction, tone, height, name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_fraction(fraction)

    def show_fraction(self, fraction: float, tone: Tone | None = None) -> None:
        """How far now, 0 to 1."""
        self._fraction, self._tone = min(1.0, max(0.0, fraction)), tone or self._tone
        said = t("widget.progress", value=percent(self._fraction))
        self.setAccessibleName(f"{self._name}: {percent(self._fraction)}" if self._name else said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_bar(QPainter(self), QRectF(self.rect()), self._fraction, self._tone)


class Ring(QWidget):
    """A share of one, as a ring with words inside."""

    def __init__(
        self, fraction: float, words: str = "", note: str = "", *, size: int = 128
    ) -> None:
        super().__init__()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_fraction(fraction, words, note)

    def show_fraction(self, fraction: float, words: str = "", note: str = "") -> None:
        """How far now, and what stands inside."""
        self._fraction, self._words, self._note = fraction, words or percent(fraction), note
        self.setAccessibleName(f"{self._words} {note}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), theme.current()
        pen = theme.px(9)
        paint_ring(painter, QRectF(self.rect()), self._fraction, pen, "accent")
        words = theme.font("figure")
        words.setPixelSize(theme.px(self._size * 0.21))
        painter.setFont(words)
        painter.setPen(QColor(palette.ink))
        middle, lift = self.rect(), theme.px(9) if self._note else 0
        painter.drawText(
            middle.adjusted(0, -lift, 0, -lift), Qt.AlignmentFlag.AlignCenter, self._words
        )
        if self._note:
            note = theme.font("small")
            painter.setFont(note)
            painter.setPen(QColor(palette.muted))
            drop = theme.px(self._size * 0.17)
            painter.drawText(
                middle.adjusted(0, drop, 0, drop), Qt.AlignmentFlag.AlignCenter, self._note
            )


class Ledger(NamedTuple):
    """One ledger of hours: what it is called, how many, of how many; never added to another."""

    name: str
    hours: float
    unit: str = ""
    target: float | None = None
    note: str = ""

    @property
    def fraction(self) -> float:
        """How far towards its own target; without one, the ring stays an outline."""
        return min(1.0, self.hours / self.target) if self.target else 0.0

    @property
    def words(self) -> str:
        """`12,5 / 40 tiết`."""
        of = f" / {number(self.target)}" if self.target else ""
        return f"{number(self.hours)}{of} {self.unit}".strip()


class LedgerRing(QWidget):
    """Two ledgers side by side: two rings inside each other and each one's own line of words."""

    def __init__(self, outer: Ledger, inner: Ledger) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        self._rings = _TwoRings()
        row.addWidget(self._rings)
        self._lines = QGridLayout()
        self._lines.setVerticalSpacing(0)
        self._lines.setHorizontalSpacing(10)
        self._words = [(_Dot("accent"), Number(), Small(), Small()) for _ in range(2)]
        self._words[1][0].ink = "success"
        for index, (dot, figure, name, note) in enumerate(self._words):
            self._lines.addWidget(dot, index * 4, 0, Qt.AlignmentFlag.AlignVCenter)
            self._lines.addWidget(name, index * 4, 1)
            self._lines.addWidget(figure, index * 4 + 1, 1)
            self._lines.addWidget(note, index * 4 + 2, 1)
            figure.setProperty("role", "heading")
        self._lines.setRowMinimumHeight(3, 12)
        self._lines.setColumnStretch(1, 1)
        row.addLayout(self._lines, 1)
        self.show_ledgers(outer, inner)

    def show_ledgers(self, outer: Ledger, inner: Ledger) -> None:
        """The two ledgers as they stand."""
        for (_, figure, name, note), ledger in zip(self._words, (outer, inner), strict=True):
            figure.setText(ledger.words)
            name.setText(ledger.name)
            note.show_words(ledger.note)
        self._rings.fractions = (outer.fraction, inner.fraction)
        self.setAccessibleName("; ".join(f"{led.name}: {led.words}" for led in (outer, inner)))
        self._rings.update()


class _TwoRings(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.fractions = (0.0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(112), theme.px(112))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, pen = QPainter(self), theme.px(9)
        box = QRectF(self.rect())
        paint_ring(painter, box, self.fractions[0], pen, "accent")
        step = pen + theme.px(5)
        paint_ring(
            painter, box.adjusted(step, step, -step, -step), self.fractions[1], pen, "success"
        )


class _Dot(QWidget):
    def __init__(self, ink: str) -> None:
        super().__init__()
        self.ink = ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(10), theme.px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self.ink))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class ProgressStrip(QFrame):
    """Long work under way: what, how far, how long still, and Cancel. Hidden while nothing runs."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._since = 0.0
        self._words, self._left = Strong(), Small(wrap=False)
        self._bar = Bar()
        self._cancel = GhostButton(t("app.cancel"))
        self._cancel.clicked.connect(self.cancelled)
        lines = QVBoxLayout()
        lines.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._words, 1)
        head.addWidget(self._left)
        lines.addLayout(head)
        lines.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(16)
        row.addLayout(lines, 1)
        row.addWidget(self._cancel)
        self.hide()

    def start(self, words: str) -> None:
        """Work begins."""
        self._since = monotonic()
        self._words.setText(words)
        self._left.setText("")
        self._bar.show_fraction(0.0)
        self._cancel.setEnabled(True)
        self.show()

    def report(self, done: int, total: int) -> None:
        """How much is done; the time left is guessed from the time it took."""
        fraction = done / total if total else 0.0
        self._bar.show_fraction(fraction)
        words = t("widget.of", done=number(done, 0), total=number(total, 0))
        spent = monotonic() - self._since
        if spent > 5 and 0.05 < fraction < 1:
            left = minutes(max(1, spent * (1 - fraction) / fraction / 60))
            words += " · " + t("widget.remaining", time=left)
        self._left.setText(words)
        self.setAccessibleName(f"{self._words.text()} {words}")

    def stop(self) -> None:
        """Work is over."""
        self.hide()


def paint_bar(painter: QPainter, box: QRectF, fraction: float, tone: Tone) -> None:
    """Draw a bar with round ends; something done is always visible."""
    palette = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = box.height() / 2
    painter.setBrush(QColor(palette.track))
    painter.drawRoundedRect(box, radius, radius)
    if fraction > 0:
        painter.setBrush(QColor(palette.tone(tone)[0]))
        done = QRectF(box)
        done.setWidth(max(box.height(), box.width() * min(1.0, fraction)))
        painter.drawRoundedRect(done, radius, radius)


def paint_ring(painter: QPainter, box: QRectF, fraction: float, width: float, token: str) -> None:
    """Draw a ring that starts at noon."""
    palette = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2 + 0.5
    inner = box.adjusted(half, half, -half, -half)
    painter.setPen(QPen(QColor(palette.track), width))
    painter.drawEllipse(inner)
    if fraction > 0:
        ink = QPen(QColor(getattr(palette, token)), width)
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(ink)
        painter.drawArc(inner, 90 * 16, -round(_FULL * min(1.0, fraction)))
