"""Tells that files of a folder may have been saved, by whichever editor and in whichever way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

DEBOUNCE: Final = 250  # ms of quiet after the last sign: an editor writes in several steps
POLL: Final = 2000  # ms: network folders and some editors give no sign at all


class FolderWatch(QObject):
    """Watches a folder while somebody looks at it; who hears it looks whether anything changed."""

    stirred = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._soon)
        self._watcher.directoryChanged.connect(self._soon)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(DEBOUNCE)
        self._quiet.timeout.connect(self.stirred)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self.stirred)

    def watch(self, paths: Iterable[str]) -> None:
        """Watch these files and folders; called again after each look."""
        watched = {*self._watcher.files(), *self._watcher.directories()}
        wanted = set(paths)
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))

    def begin(self) -> None:
        """Somebody looks."""
        self._poll.start()
        self.stirred.emit()

    def stop(self) -> None:
        """Nobody looks."""
        self._poll.stop()
        self._quiet.stop()

    def _soon(self, _path: str) -> None:
        if self._poll.isActive():
            self._quiet.start()
