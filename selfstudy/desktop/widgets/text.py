"""Words on the page, in the roles of the type scale."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QSpacerItem, QWidget

from selfstudy.desktop import theme

_LONG: Final = re.compile(r"\S{24,}")
_JOINT: Final = re.compile(r"(?<=[\\/_])")
_BREAK: Final = "\u200b"  # a place where a line may end, and no letter


class Text(QLabel):
    """Plain words in a role; wraps unless told not to, and never reads markup by accident.

    A path or a long name of a file may go on in the next line after each of its parts.
    """

    ROLE: str = "body"

    def __init__(
        self,
        words: str = "",
        *,
        role: str = "",
        tone: str = "",
        wrap: bool = True,
        rich: bool = False,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setProperty("role", role or self.ROLE)
        if tone:
            self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if rich:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setText(words)

    def setText(self, words: str) -> None:  # noqa: N802 - Qt
        plain = self.textFormat() == Qt.TextFormat.PlainText
        super().setText(_LONG.sub(_joints, words) if plain and self.wordWrap() else words)

    def text(self) -> str:
        return super().text().replace(_BREAK, "")

    def show_words(self, words: str, tone: str | None = None) -> None:
        """Other words; hidden while there are none."""
        self.setText(words)
        reveal(self, visible=bool(words))
        if tone is not None:
            theme.restyle(self, tone=tone)


class Display(Text):
    """The largest words: a greeting, a result."""

    ROLE = "display"


class Title(Text):
    """The name of a page."""

    ROLE = "title"


class Heading(Text):
    """The name of a part of a page."""

    ROLE = "heading"


class Subheading(Text):
    """The name of a card or a row."""

    ROLE = "subheading"


class Question(Text):
    """A question as it is asked."""

    ROLE = "question"


class Body(Text):
    """Running words."""


class Strong(Text):
    """Running words with weight."""

    ROLE = "strong"


class Muted(Text):
    """Words that stand back."""

    ROLE = "muted"


class Small(Text):
    """Remarks, dates, units."""

    ROLE = "small"


class Caption(Text):
    """A small label above something."""

    ROLE = "caption"


class Number(Text):
    """One large number."""

    ROLE = "figure"


class ErrorText(Text):
    """What went wrong, beside the button that was pressed; hidden while empty."""

    ROLE = "error"

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        reveal(self, visible=bool(words))


class Elided(Text):
    """One line that ends in … where the place is too short; the whole is in its tool tip."""

    def __init__(self, words: str = "", *, role: str = "", tone: str = "") -> None:
        super().__init__(words, role=role, tone=tone, wrap=False)
        self._whole = words
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(words)

    def show_words(self, words: str, tone: str | None = None) -> None:
        """Other words, shortened to the place there is."""
        self._whole = words
        self.setAccessibleName(words)
        super().show_words(words, tone)
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        right = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, right, max(0, self.width() - 1))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


TOP: Final = Qt.AlignmentFlag.AlignTop
LEFT: Final = Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignRight
CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def reveal(widget: QWidget, *, visible: bool) -> None:
    """Show or hide; one that has no place yet is shown when it gets one, never as a window."""
    if visible and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)  # noqa: FBT003 - Qt
    else:
        widget.setVisible(visible)


def below() -> QSpacerItem:
    """Room under what stands at the top: it takes what is left over, and words do not spread."""
    return QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)


def spacer() -> QWidget:
    """Something that takes the room left over in a row."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return made


def _joints(found: re.Match[str]) -> str:
    return _JOINT.sub(_BREAK, found[0])
