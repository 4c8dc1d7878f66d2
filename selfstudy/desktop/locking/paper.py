"""The recovery code on a sheet of paper, in the layout of an office."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from selfstudy.settings import write_whole
from selfstudy.words import day, t

MARGINS = (30, 20, 15, 20)  # millimetres: left, top, right, bottom
DENSITY = 300  # dots to an inch
SAID = ("type", "keep", "both", "shared", "private")


def write_sheet(path: Path, name: str, code: str, on: date) -> None:
    """Write the sheet as a PDF. Raises DiskFull, FolderReadOnly."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(t("paper.title"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*MARGINS), QPageLayout.Unit.Millimeter)
    writer.setResolution(DENSITY)
    document = QTextDocument()
    document.setDefaultFont(QFont("Times New Roman, Liberation Serif, IBM Plex Serif", 13))
    document.setHtml(sheet(name, code, on))
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(writer.pageLayout().paintRectPixels(DENSITY).size().toSizeF())
    document.print_(writer)
    del writer  # it ends the file
    write_whole(path, bytes(buffer.data().data()), 0o600)


def sheet(name: str, code: str, on: date) -> str:
    """What the sheet says."""
    groups = code.split("-")
    half = len(groups) // 2
    rows = (
        "&nbsp;&nbsp;".join(
            f"<span style='font-size:10pt'>{number}.</span>&nbsp;{escape(group)}"
            for number, group in enumerate(groups[start : start + half], start + 1)
        )
        for start in (0, half)
    )
    points = "".join(f"<p>– {escape(t(f'paper.{key}'))}</p>" for key in SAID)
    return (
        f"<p align='center' style='font-size:15pt'><b>{escape(t('paper.title').upper())}</b></p>"
        f"<p align='center'>{escape(t('paper.of', name=name))}<br/>"
        f"<i>{escape(t('paper.on', day=day(on)))}</i></p>"
        + "".join(f"<p align='center' style='font-size:20pt'><b>{row}</b></p>" for row in rows)
        + points
    )
