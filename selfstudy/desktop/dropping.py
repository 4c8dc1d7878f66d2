"""Files come in by dropping or choosing; folders to write into are asked for in one way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Picture
from selfstudy.desktop.widgets.text import Small, Subheading, reveal
from selfstudy.words import t


class DropZone(QWidget):
    """A place to drop files and folders on, with buttons for those who would rather choose."""

    given = Signal(object)  # a tuple of paths

    def __init__(
        self, title: str, note: str = "", *, icon: str = "inbox", filters: str, folders: bool
    ) -> None:
        super().__init__()
        self._filters, self._over = filters, False
        self.setAcceptDrops(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._title, self._note = Subheading(title), Small(note)
        self.files = GhostButton(t("intake.choose_files"), "file-plus")
        self.folder = GhostButton(t("intake.choose_folder"), "folder-open")
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        reveal(self.folder, visible=folders)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(20)
        row.addWidget(Picture(icon, "accent", 32), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addSpacing(6)
        words.addLayout(Flow(10).add(self.files, self.folder))
        words.addStretch(1)
        row.addLayout(words, 1)
        self.show_words(title, note)

    def show_words(self, title: str, note: str = "") -> None:
        """Another invitation."""
        self._title.setText(title)
        self._note.show_words(note)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)

    def setEnabled(self, enabled: bool) -> None:  # noqa: FBT001, N802 - Qt
        """The buttons first, so that the one with the keyboard knows it again."""
        if enabled:
            super().setEnabled(True)
        for part in (self.files, self.folder):
            part.setEnabled(enabled)
        super().setEnabled(enabled)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.isEnabled() and dropped(event.mimeData()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        event.acceptProposedAction()
        self._give(dropped(event.mimeData()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(palette.accent if self._over else palette.edge), 2 if self._over else 1)
        pen.setDashPattern([5.0, 4.0])
        painter.setPen(pen)
        painter.setBrush(QColor(palette.accent_soft if self._over else palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)

    def _choose_files(self) -> None:
        self._give(ask_files(self, self.files.text(), self._filters))

    def _choose_folder(self) -> None:
        folder = ask_folder(self, self.folder.text())
        self._give((folder,) if folder else ())

    def _give(self, paths: tuple[Path, ...]) -> None:
        if paths:
            self.given.emit(paths)


def dropped(mime: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer that are being dragged."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def ask_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """Ask for a folder; None when the person thinks better of it."""
    return _kept(QFileDialog.getExistingDirectory(parent, title, start or _beginning()))


def ask_files(parent: QWidget, title: str, filters: str) -> tuple[Path, ...]:
    """Ask for files to open; none when the person thinks better of it."""
    chosen, _filter = QFileDialog.getOpenFileNames(parent, title, _beginning(), filters)
    _kept(chosen[0] if chosen else "")
    return tuple(Path(name) for name in chosen)


def ask_new_file(parent: QWidget, title: str, name: str, filters: str) -> Path | None:
    """Ask where to write a file."""
    start = str(Path(_beginning()) / name)
    return _kept(QFileDialog.getSaveFileName(parent, title, start, filters)[0])


_last: Path | None = None  # the folder chosen last: the stick stays at hand for the next file


def _beginning() -> str:
    """Where a file window opens: where the person was last, else among their documents."""
    if _last is not None and _last.is_dir():
        return str(_last)
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _kept(chosen: str) -> Path | None:
    """What was chosen; its folder is where the next file window opens."""
    global _last  # noqa: PLW0603
    if not chosen:
        return None
    path = Path(chosen)
    _last = path if path.is_dir() else path.parent
    return path


def open_folder(path: str) -> None:
    """Show a folder in the computer's own file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
