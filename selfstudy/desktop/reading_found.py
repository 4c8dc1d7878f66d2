"""The words that someone came for, lit in the reading column."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from selfstudy.desktop import theme
from selfstudy.domain.sought import sought

_MOST = 200  # places; more light nothing up


def place_of(document: QTextDocument, words: str) -> int | None:
    """The number of the block where the words stand best together, None where they do not."""
    wanted = sought(words)
    found = wanted.best_place(document.toPlainText()) if wanted else None
    return document.findBlock(found[0]).blockNumber() if found else None


def lights(document: QTextDocument, words: str) -> list[QTextEdit.ExtraSelection]:
    """Every place of the words, underlined on a ground of its own."""
    wanted = sought(words)
    look = QTextCharFormat()
    look.setBackground(theme.colour("warning_soft"))
    look.setForeground(theme.colour("ink"))
    look.setFontUnderline(True)
    found = []
    for start, end in wanted.lit(document.toPlainText())[:_MOST] if wanted else ():
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, look
        found.append(selection)
    return found
