"""Draws a lesson on A4: a head, the text, a foot with the page and the day; a draft says so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from selfstudy.desktop import fonts, theme
from selfstudy.desktop.printing.setting import Setting
from selfstudy.desktop.printing.sheet import Sheet
from selfstudy.settings import write_whole
from selfstudy.words import t

INCH: Final = 96  # pixels
_MM: Final = INCH / 25.4
LEFT, TOP, RIGHT, BOTTOM = 30 * _MM, 20 * _MM, 15 * _MM, 20 * _MM  # as official documents have
A4: Final = QSizeF(210 * _MM, 297 * _MM)
_HEAD: Final = 26.0  # pixels between the head's line and the text
_DENSITY: Final = 1200
_INK, _LINE = QColor(theme.PAPER.muted), QColor(theme.PAPER.line)
_PALE: Final = 0.05  # how much of the ink the word across a draft has


def write_pdf(sheet: Sheet, path: Path) -> int:
    """Write a sheet as a PDF; how many pages it has. Raises DiskFull, FolderReadOnly."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(sheet.title)
    writer.setCreator(t("app.name"))
    writer.setResolution(_DENSITY)
    pages = draw(sheet, writer)
    del writer  # it ends the file
    write_whole(path, bytes(buffer.data().data()))
    return pages


def print_without_display(sheet: Sheet, path: Path) -> int:
    """The same where no window is open, and perhaps none can be. Raises as `write_pdf`."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        application = QGuiApplication(["selfstudy"])
        pages = write_pdf(sheet, path)
        application.shutdown()
        return pages
    return write_pdf(sheet, path)


def draw(sheet: Sheet, device: QPagedPaintDevice) -> int:
    """Draw a sheet on a printer or into a PDF; how many pages it has."""
    size = QPageSize(QPageSize.PageSizeId.A4)
    whole = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    whole.setMode(QPageLayout.Mode.FullPageMode)  # a printer's own margins shift nothing
    device.setPageLayout(whole)
    text = QRectF(LEFT, TOP, A4.width() - LEFT - RIGHT, A4.height() - TOP - BOTTOM)
    setting = Setting(sheet, text.size())
    painter = QPainter(device)
    painter.scale(device.logicalDpiX() / INCH, device.logicalDpiY() / INCH)
    for page in range(setting.pages):
        if page:
            device.newPage()
        _draw_draft(painter, sheet.draft)
        _draw_head(painter, sheet, text)
        _draw_foot(painter, sheet, text, t("print.page", n=page + 1, of=setting.pages))
        painter.save()
        painter.translate(text.topLeft())
        setting.draw(painter, page)
        painter.restore()
    painter.end()
    return setting.pages


def _draw_head(painter: QPainter, sheet: Sheet, text: QRectF) -> None:
    bottom = text.top() - _HEAD + 12
    box = QRectF(text.left(), bottom - 20, text.width(), 16)
    left, right = sheet.head
    if sheet.draft:
        right = f"{sheet.draft} · {right}"
    room = box.width() - _write(painter, box, right, Qt.AlignmentFlag.AlignRight) - 24
    words = QFontMetricsF(_face()).elidedText(left, Qt.TextElideMode.ElideRight, room)
    _write(painter, box, words, Qt.AlignmentFlag.AlignLeft)
    painter.setPen(QPen(_LINE, 0.7))
    painter.drawLine(box.bottomLeft(), box.bottomRight())


def _draw_foot(painter: QPainter, sheet: Sheet, text: QRectF, page: str) -> None:
    box = QRectF(text.left(), text.bottom() + 16, text.width(), 16)
    painter.setPen(QPen(_LINE, 0.7))
    painter.drawLine(box.topLeft(), box.topRight())
    box.translate(0, 4)
    _write(painter, box, sheet.foot, Qt.AlignmentFlag.AlignLeft)
    _write(painter, box, page, Qt.AlignmentFlag.AlignRight)


def _write(painter: QPainter, box: QRectF, words: str, side: Qt.AlignmentFlag) -> float:
    """One line at a side of a box; its width comes back."""
    face = _face()
    painter.setFont(face)
    painter.setPen(_INK)
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, words)
    return QFontMetricsF(face).horizontalAdvance(words)


def _draw_draft(painter: QPainter, words: str) -> None:
    """Large and pale across the page, so that no copy passes for a reviewed one."""
    if not words:
        return
    face = QFont(fonts.INTERFACE)
    face.setPixelSize(54)
    painter.save()
    painter.translate(A4.width() / 2, A4.height() / 2)
    painter.rotate(-52)
    painter.setFont(face)
    painter.setOpacity(_PALE)
    painter.setPen(QColor(theme.PAPER.ink))
    wide = A4.height()
    box = QRectF(-wide / 2, -60, wide, 120)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _face() -> QFont:
    face = QFont(fonts.INTERFACE)
    face.setPixelSize(11)
    return face
