"""A lesson's figures as pictures, sharp at the screen's density, on a card always light."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtSvg import QSvgRenderer

from selfstudy.content.sanitise import is_local_figure
from selfstudy.desktop import theme

_PAD: Final = 14
_LARGEST: Final = 8_000_000
_FETCHING: Final = (b"<image", b"<script", b"<!entity", b"<foreignobject", b"@import", b"url(http")


def figure(folder: str, address: str, width: int, ratio: float) -> QImage | None:
    """The figure `address` of a module's folder, at most `width` wide; None if there is none."""
    drawing = original(folder, address)
    if drawing is None:
        return None
    size = drawing.defaultSize() if isinstance(drawing, QSvgRenderer) else drawing.size()
    drawn = _fitted(QSizeF(size), width)
    card, painter = _card(drawn, ratio)
    place = QRectF(_PAD, _PAD, drawn.width(), drawn.height())
    if isinstance(drawing, QSvgRenderer):
        drawing.render(painter, place)
    else:
        painter.drawImage(place, drawing)
    painter.end()
    return card


def original(folder: str, address: str) -> QSvgRenderer | QImage | None:
    """A figure of a module's own folder as it is; None for what is not there or would fetch."""
    if not folder or not is_local_figure(address):
        return None
    path = Path(folder) / address
    if not path.is_file() or path.stat().st_size > _LARGEST:
        return None
    raw = path.read_bytes()
    if path.suffix.lower() == ".svg":
        return _drawing(raw)
    picture = QImage.fromData(QByteArray(raw))
    return None if picture.isNull() else picture


def _drawing(raw: bytes) -> QSvgRenderer | None:
    lowered = raw.lower()
    if any(word in lowered for word in _FETCHING):
        return None
    renderer = QSvgRenderer(QByteArray(raw))
    return renderer if renderer.isValid() else None


def _fitted(size: QSizeF, width: int) -> QSizeF:
    """As wide as the column allows, never enlarged more than a little."""
    room = max(80, width - 2 * _PAD)
    share = min(room / max(1.0, size.width()), 1.25)
    return QSizeF(size.width() * share, size.height() * share)


def _card(drawn: QSizeF, ratio: float) -> tuple[QImage, QPainter]:
    whole = QSizeF(drawn.width() + 2 * _PAD, drawn.height() + 2 * _PAD)
    image = QImage(
        QSize(round(whole.width() * ratio), round(whole.height() * ratio)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0.5, 0.5, whole.width() - 1, whole.height() - 1), 10, 10)
    painter.fillPath(path, theme.colour("figure"))
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawPath(path)
    return image, painter
