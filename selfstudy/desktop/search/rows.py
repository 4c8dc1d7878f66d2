"""One thing found, as a row to open: its matches are lit, and the arrows lead from row to row."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from selfstudy.desktop import theme
from selfstudy.desktop.search.presenter import Line
from selfstudy.desktop.widgets.lists import ListRow
from selfstudy.domain.sought import MATCH_END, MATCH_START, marked

ICONS: Final = {
    "command": "arrow-right",
    "person": "users",
    "module": "library",
    "lesson": "book-open",
    "question": "circle-question-mark",
    "term": "bookmark",
    "source": "scroll-text",
}
_OTHER: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class FoundRow(ListRow):
    """Title, the stretch that shows why it was found, and what it stands in."""

    opened = Signal(object)
    stepped = Signal(int)
    typed = Signal(str)

    def __init__(self, line: Line) -> None:
        super().__init__("", icon=ICONS[line.kind])
        self.line = line
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._note.setTextFormat(Qt.TextFormat.RichText)
        self._draw()
        self.clicked.connect(lambda: self.opened.emit(self.line))

    def _draw(self) -> None:
        line = self.line
        parts = [_lit(line.snippet)] if line.snippet else []
        if line.note:
            parts.append(f'<span style="color:{theme.current().muted}">{escape(line.note)}</span>')
        self.show_words(_lit(marked(line.title, line.words)), "<br>".join(parts))
        bare = line.snippet.replace(MATCH_START, "").replace(MATCH_END, "")
        self.setAccessibleName(line.title)
        self.setAccessibleDescription(". ".join(part for part in (line.note, bare) if part))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "line"):
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on; a letter goes on typing."""
        if event.key() in _OTHER:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def _lit(words: str) -> str:
    """Matches bold and underlined on a ground of their own: colour alone tells nothing."""
    now = theme.current()
    start = (
        f'<span style="background-color:{now.warning_soft};color:{now.ink};'
        'font-weight:600;text-decoration:underline">'
    )
    return escape(words).replace(MATCH_START, start).replace(MATCH_END, "</span>")
