"""Tells that files of a folder may have been saved, by whichever editor and in whichever way."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from selfstudy.content.module_files import look

DEBOUNCE: Final = 250  # ms of quiet after the last sign: an editor writes in several steps
POLL: Final = 2000  # ms: network folders and some editors give no sign at all
MOST: Final = 1000  # files watched one by one; polling sees the rest


class FolderWatch(QObject):
    """Watches a folder while somebody looks at it; who hears it looks whether anything changed."""

    stirred = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = ""
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

    def watch(self, folder: str) -> None:
        """Watch a folder, and what is in it now; called again after each look."""
        self._folder = folder
        watched = {*self._watcher.files(), *self._watcher.directories()}
        wanted = set(_paths(Path(folder))) if folder else set()
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


def _paths(folder: Path) -> Iterable[str]:
    files = look(folder).files[:MOST]
    yield from {str(folder), *(str(path.parent) for path in files)}
    yield from map(str, files)
