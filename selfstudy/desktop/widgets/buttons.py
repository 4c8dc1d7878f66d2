"""Buttons: one primary on a page, ghosts beside it, quiet ones inside text; words first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from selfstudy.desktop import icons, theme
from selfstudy.words import t


class _Button(QPushButton):
    """Words with an optional icon; the accessible name is the words."""

    ROLE, INK = "ghost", "ink"

    def __init__(self, words: str, icon: str = "", *, shortcut: str = "") -> None:
        super().__init__(words)
        self.setProperty("role", self.ROLE)
        self.setAccessibleName(words.replace("&", ""))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.waits = False  # had the keyboard when it was disabled
        self.lent: QWidget | None = None  # who got it then
        if icon:
            self.setIcon(icons.icon(icon, self.INK))
            self._size_icon()
        if shortcut:
            self.setShortcut(shortcut)

    def show_words(self, words: str) -> None:
        """Other words."""
        self.setText(words)
        self.setAccessibleName(words)

    def setEnabled(self, enabled: bool) -> None:  # noqa: FBT001, N802 - Qt
        """A button that waits for its work gets the keyboard back, if nobody took it since."""
        held = self.hasFocus() and not enabled
        super().setEnabled(enabled)
        if held:
            self.waits, self.lent = True, self.window().focusWidget()
        elif enabled and self.waits:
            if self.isVisible() and self.window().focusWidget() is self._lent_to():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.waits, self.lent = False, None

    def _lent_to(self) -> QWidget | None:
        """Who has the keyboard if nobody moved it: buttons that wait together hand it on."""
        at = self.lent
        while isinstance(at, _Button) and at.waits:
            at = at.lent
        return at

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does; held down, it presses once."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def _size_icon(self) -> None:
        side = theme.px(18)
        wide = side + (theme.px(5) if self.text() else 0)  # a gap before the words
        if self.iconSize() != QSize(wide, side):
            self.setIconSize(QSize(wide, side))


class PrimaryButton(_Button):
    """The one thing to do on a page."""

    ROLE, INK = "primary", "on_accent"

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)  # a light ring inside the dark one: seen on any ground
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().on_accent), 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), 6, 6)


class GhostButton(_Button):
    """Another thing one may do."""


class DangerButton(_Button):
    """Something that takes away; always with an undo or a second thought."""

    ROLE, INK = "danger", "danger"


class QuietButton(_Button):
    """A link among words."""

    ROLE, INK = "quiet", "accent"


class IconButton(_Button):
    """A picture alone; its words are read aloud and shown under the pointer."""

    ROLE = "icon"

    def __init__(self, words: str, icon: str, *, shortcut: str = "") -> None:
        super().__init__("", icon, shortcut=shortcut)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def show_words(self, words: str) -> None:
        """Other words for the same picture."""
        self.setAccessibleName(words)
        self.setToolTip(words)


class WhyButton(IconButton):
    """A way from a number to what stands behind it."""

    def __init__(self, of: str = "") -> None:
        super().__init__(t("explain.door"), "info")
        if of:
            self.setAccessibleName(f"{of}: {t('explain.door')}")


class Segmented(QFrame):
    """A few exclusive choices in one row."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("role", "segments")
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in choices]
        for index, (_, words) in enumerate(choices):
            button = QPushButton(words)
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{name}: {words}")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._group.addButton(button, index)
            row.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._keys[index]))
        self.setSizePolicy(self.sizePolicy().Policy.Maximum, self.sizePolicy().Policy.Fixed)

    @property
    def key(self) -> str:
        """The choice made."""
        return self._keys[self._group.checkedId()]

    def show_key(self, key: str) -> None:
        """Mark a choice without telling anyone."""
        self._group.button(self._keys.index(key)).setChecked(True)
