"""Line icons of one family, coloured by the theme in use and crisp at every screen density."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from selfstudy.desktop import theme

Reader = Callable[[Iterable[str]], Mapping[str, str]]

START: Final = (
    "book-open", "sun", "library", "repeat-2", "scroll-text", "send", "users", "settings", "search",
    "chevron-right", "cloud-off", "circle-check", "circle-x", "circle-alert", "info", "check", "x",
    "arrow-right", "clock", "inbox", "pen-line", "target",
)  # fmt: skip


class _Shelf:
    """Where icons come from and those read already."""

    read: Reader | None = None
    svg: Final[dict[str, str]] = {}


def use(reader: Reader) -> None:
    """Take icons from here, and fetch those of the first window in one go."""
    _Shelf.read = reader
    _Shelf.svg.update(reader(START))


def svg(name: str) -> str:
    """The drawing of an icon; an unknown name is a programming error."""
    if name not in _Shelf.svg:
        if _Shelf.read is None:
            raise LookupError("icons.use(reader) comes before the first icon")
        _Shelf.svg.update(_Shelf.read((name,)))
    return _Shelf.svg[name]


def icon(name: str, role: str = "ink", active: str = "") -> QIcon:
    """An icon in the colour of a palette token; `active` is the token while checked."""
    svg(name)
    return QIcon(_Engine(name, role, active or role))


def paint(painter: QPainter, name: str, role: str, box: QRectF) -> None:
    """Draw an icon into a box, in the colour of a token."""
    drawing = svg(name).replace("currentColor", getattr(theme.current(), role))
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, box)


def pixmap(name: str, role: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels, kept in Qt's own cache."""
    svg(name)  # an unknown name fails here, before anything is being painted
    key = f"icon {name} {getattr(theme.current(), role)} {size} {ratio}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, name, role, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


class _Engine(QIconEngine):
    """Looks the colour up when it paints, so that a change of theme recolours every icon."""

    def __init__(self, name: str, role: str, active: str) -> None:
        super().__init__()
        self.name, self.role, self.active = name, role, active

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """At the left of a wide box: what is left over is the gap before the words."""
        side = min(rect.width(), rect.height())
        box = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)
        paint(painter, self.name, self._colour(mode, state), box)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """`size` is in logical pixels, `scale` how many device pixels each has."""
        made = QPixmap(round(size.width() * scale), round(size.height() * scale))
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "faint"
        return self.active if state == QIcon.State.On else self.role

    def clone(self) -> QIconEngine:
        return _Engine(self.name, self.role, self.active)
