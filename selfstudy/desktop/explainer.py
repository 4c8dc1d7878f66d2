"""From a number on any screen to what stands behind it, and back to where one came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from selfstudy.desktop.main_window import MainWindow
    from selfstudy.desktop.screen import Screen
    from selfstudy.desktop.today.state import TodayState
    from selfstudy.domain.explained import Figure

KEY = "explained"


class Leading(Protocol):
    """What leads from screen to screen."""

    @property
    def window(self) -> MainWindow: ...
    @property
    def shown(self) -> str: ...
    def go(self, key: str, begin: Callable[[Screen], None]) -> None: ...


class Explainer:
    """Opens the explaining screen, and remembers the screen and the button that it was asked at."""

    def __init__(self, program: Leading) -> None:
        self._program = program
        self._came = ""
        self._door: QWidget | None = None

    def explain(self, figures: Sequence[Figure]) -> None:
        """Show what stands behind numbers that stand together, the first of them first."""
        if not figures:
            return
        if self._program.shown != KEY:
            self._came, self._door = self._program.shown, self._program.window.focusWidget()
        self._program.window.turn_to(KEY)
        self._program.go(KEY, lambda screen: screen.open(*figures))

    def explain_today(self, key: str, shown: TodayState | None) -> None:
        """Explain a number of Today, whose page stands before there is anything to explain."""
        from selfstudy.desktop.explaining import of_today

        self.explain(of_today(key, shown))

    def come_back(self) -> None:
        """Back to the screen that one came from, the keyboard where it was."""
        key = self._came or "today"
        self._program.window.turn_to(key)
        self._program.go(key, lambda screen: screen.reload())
        if self._door is not None and isValid(self._door) and self._door.isVisible():
            self._door.setFocus()
