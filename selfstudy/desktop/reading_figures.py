"""A lesson's figures as pictures, sharp at the screen's density, on a card always light."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtSvg import QSvgRenderer

from selfstudy.content.image_rules import is_sound_image
from selfstudy.content.sanitise import is_local_figure
from selfstudy.desktop import theme

_PAD: Final = 14


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
    own = path.resolve().is_relative_to(Path(folder).resolve())
    if not own or not path.is_file() or not is_sound_image(path):
        return None
    raw = QByteArray(path.read_bytes())
    if path.suffix.lower() == ".svg":
        renderer = QSvgRenderer(raw)
        return renderer if renderer.isValid() else None
    picture = QImage.fromData(raw)
    return None if picture.isNull() else picture


def nothing() -> QImage:
    """What stands for a figure that is not shown: without it Qt looks for a file of that name."""
    empty = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    empty.fill(Qt.GlobalColor.transparent)
    return empty


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
