"""Paints what Qt's rich text cannot: rounded callouts, quotes, code boxes and table outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPen,
    QTextDocument,
    QTextFrame,
    QTextTable,
)

from selfstudy.desktop import icons, reading_look, theme

_RADIUS = 10.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A table of the document and what it stands for."""

    table: QTextTable
    kind: str


def frames_of(document: QTextDocument, kinds: Sequence[str]) -> tuple[Frame, ...]:
    """The tables of a document in order, each with its kind."""
    tables = _tables(document.rootFrame())
    return tuple(Frame(table, kind) for table, kind in zip(tables, kinds, strict=False))


def _tables(frame: QTextFrame) -> Iterator[QTextTable]:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            yield child
        yield from _tables(child)


def paint(
    painter: QPainter, document: QTextDocument, frames: Sequence[Frame], clip: QRectF
) -> None:
    """Paint the frames that meet `clip`, in document coordinates, behind the text."""
    for frame in frames:
        box = _box(document, frame.table)
        if box.top() > clip.bottom():
            return
        if box.intersects(clip):
            _paint_one(painter, document, frame, box)


def paint_bullets(
    painter: QPainter,
    document: QTextDocument,
    blocks: Sequence[int],
    clip: QRectF,
    ink: QColor | None = None,
) -> None:
    """Small dots before the items of lists, in the middle of their first line."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink or theme.colour("muted"))
    for number in blocks:
        block = document.findBlockByNumber(number)
        box = document.documentLayout().blockBoundingRect(block)
        if box.top() > clip.bottom():
            return
        if not box.intersects(clip) or not block.layout().lineCount():
            continue
        line = block.layout().lineAt(0)
        size = max(4.0, line.ascent() * 0.3)
        middle = box.top() + line.y() + line.ascent() - size * 1.1
        left = box.left() + line.x() - size * 3.2
        painter.drawEllipse(QRectF(left, middle - size / 2, size, size))


def _box(document: QTextDocument, table: QTextTable) -> QRectF:
    """Where a table stands: Qt displaces its rectangle by the padding and adds the margins."""
    shape = table.format().toTableFormat()
    pad = shape.cellPadding()
    rect = document.documentLayout().frameBoundingRect(table)
    height = rect.height() - shape.topMargin() - shape.bottomMargin()
    return QRectF(rect.x() - pad, rect.y() - pad, rect.width(), height)


def _paint_one(painter: QPainter, document: QTextDocument, frame: Frame, box: QRectF) -> None:
    path = QPainterPath()
    radius = 2.0 if frame.kind == "quote" else _RADIUS
    path.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.save()
    painter.setClipPath(path)
    if frame.kind == "rows":
        painter.fillRect(_header(document, frame.table, box), theme.colour("sunk"))
    elif frame.kind != "quote":
        nested = frame.kind == "code" and frame.table.parentFrame() is not document.rootFrame()
        ground = theme.colour("surface") if nested else reading_look.ground(frame.kind)
        painter.fillPath(path, ground)
    if frame.kind not in ("rows", "code"):
        width = 3.0 if frame.kind == "quote" else 4.0
        painter.fillRect(
            QRectF(box.left(), box.top(), width, box.height()), reading_look.bar(frame.kind)
        )
    painter.restore()
    if frame.kind == "rows" or theme.current() is theme.CONTRAST:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawPath(path)
    if frame.kind in reading_look.ICONS:
        _paint_icon(painter, document, frame, box)


def _header(document: QTextDocument, table: QTextTable, box: QRectF) -> QRectF:
    if table.rows() < 2:
        return box
    first = table.cellAt(1, 0).firstCursorPosition().block()
    top = document.documentLayout().blockBoundingRect(first).top()
    bottom = top - table.format().toTableFormat().cellPadding()
    return QRectF(box.left(), box.top(), box.width(), bottom - box.top())


def _paint_icon(painter: QPainter, document: QTextDocument, frame: Frame, box: QRectF) -> None:
    """The icon stands in the margin that the title's first line leaves for it."""
    title = frame.table.cellAt(0, 0).firstCursorPosition().block()
    if title.blockFormat().leftMargin() <= 0:
        return
    lines = document.documentLayout().blockBoundingRect(title)
    first = lines.height() / max(1, title.layout().lineCount())
    side = float(theme.px(18))
    left = box.left() + frame.table.format().toTableFormat().cellPadding()
    spot = QRectF(left, lines.top() + (first - side) / 2, side, side)
    token = reading_look.bar_token(frame.kind)
    icons.paint(painter, reading_look.ICONS[frame.kind], token, spot)
