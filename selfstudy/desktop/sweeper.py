"""Collecting garbage on the screen's thread only.

Python may collect on any thread; a widget or timer that dies on the store's thread is an error of
Qt's and can crash. So the collector is off while the program runs, and called from here.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY: Final = 2000  # ms


class Sweeper(QObject):
    """Looks every two seconds whether a generation is full, as the collector itself would."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    @staticmethod
    def sweep() -> int:
        """Collect the oldest generation that is full. Returns how many objects went."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                return gc.collect(generation)
        return 0

    @staticmethod
    def keep() -> None:
        """What start-up made stays: looking through it again would hold the screen for 50 ms."""
        gc.freeze()

    def stop(self) -> None:
        """Leave the collector as it was."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        if self._was_on:
            gc.enable()
