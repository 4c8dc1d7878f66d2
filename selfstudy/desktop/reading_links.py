"""What links in a lesson say: cards for terms, sources and footnotes, on hover and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser

from selfstudy.content.lesson_text import link_of
from selfstudy.desktop.reading_card import ReadingCard

_PAUSE: Final = 320  # ms the pointer rests before a card opens


@dataclass(frozen=True, slots=True)
class Said:
    """What there is to say: meanings of terms, title and sentence of sources, footnotes."""

    meanings: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def of(self, address: str) -> tuple[str, str]:
        """Title and words for a link; both empty where there is nothing to say."""
        link = link_of(address)
        if link.kind == "term":
            meaning = self.meanings.get(link.target, "")
            return (link.target, meaning) if meaning else ("", "")
        if link.kind == "source":
            title, body = self.sources.get(link.target, (link.target, ""))
            return (f"{link.place} · {title}" if link.place else title), body
        if link.kind == "anchor":
            return "", self.notes.get(link.target, "")
        return "", ""


def _one_letter(cursor: QTextCursor) -> QTextCursor:
    """Qt looks for links from a selection; without one it begins at the top."""
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    return cursor


class LinkCards(QObject):
    """Shows one card at a time beside the link pointed at or pressed."""

    question_asked = Signal(str)
    lesson_asked = Signal(str)

    def __init__(self, view: QTextBrowser) -> None:
        super().__init__(view)
        self._view = view
        self._said = Said()
        self.card = ReadingCard(view.viewport())
        self._address, self._at = "", QPoint()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._show_pointed)

    def know(self, said: Said) -> None:
        """Another lesson's words."""
        self._said = said
        self.close()

    def point_at(self, at: QPoint) -> None:
        """The pointer is here; a card comes after a moment where there is a link."""
        address = self._view.anchorAt(at)
        if address == self._address:
            return
        self.close()
        self._address, self._at = address, at
        if address:
            self._pause.start()

    def follow(self, address: str) -> None:
        """A link was pressed, by mouse or by Enter."""
        link = link_of(address)
        if link.kind == "anchor":
            self._view.scrollToAnchor(link.target)
        elif link.kind == "question":
            self.question_asked.emit(link.target)
        elif link.kind == "lesson":
            self.lesson_asked.emit(link.target)
        else:
            self._show(address, self._view.cursorRect(self._view.textCursor()))

    def step(self, base: Callable[[bool], bool], *, onward: bool) -> bool:
        """Put the keyboard on the next link in view with Qt's `base`; whether there was one."""
        view, bar = self._view, self._view.verticalScrollBar()
        at, cursor, box = bar.value(), view.textCursor(), view.viewport().rect()
        if not cursor.hasSelection() or not box.intersects(view.cursorRect(cursor)):
            corner = QPoint(box.center().x(), 0) if onward else box.bottomRight()
            cursor = view.cursorForPosition(corner)
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            view.setTextCursor(_one_letter(cursor))
            bar.setValue(at)
        found = base(onward)
        if found and box.intersects(view.cursorRect().translated(0, bar.value() - at)):
            return True
        cursor.clearSelection()
        view.setTextCursor(cursor)
        bar.setValue(at)
        return False

    def close(self) -> bool:
        """Put the card away; whether there was one."""
        self._pause.stop()
        self._address = ""
        shown = self.card.isVisible()
        self.card.hide()
        return shown

    def _show_pointed(self) -> None:
        if self._address:
            self._show(self._address, self._view.cursorRect(self._view.cursorForPosition(self._at)))

    def _show(self, address: str, box: QRect) -> None:
        title, body = self._said.of(address)
        if title or body:
            self.card.show_beside(title, body, box)
        else:
            self.card.hide()
