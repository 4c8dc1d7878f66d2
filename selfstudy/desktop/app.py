"""Starting the desktop: the look, the first paint, then everything else.

Nothing heavy is imported before the first paint: Qt, the words, the look, and two queries of the
standard library's sqlite3. `tests/test_rules.py` holds the list.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from selfstudy import words
from selfstudy.desktop import icons, qt_words, theme
from selfstudy.desktop.program import Program
from selfstudy.settings import Places, Settings, load_settings
from selfstudy.store.icons import read_icons

BENCH = "SELFSTUDY_BENCH"  # `window` or `live`: print the moment of that paint, then leave
ROOM = 60  # pixels for a title bar and a task bar
log = logging.getLogger("selfstudy")


def make_application(settings: Settings) -> QApplication:
    """The Qt application in the chosen language and look."""
    words.use("en" if settings.language == "en" else "vi")
    icons.use(read_icons)
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        app = existing
    else:
        app = QApplication([*sys.argv[:1], *theme.ARGUMENTS])
    app.setApplicationName("TuHoc")
    app.setApplicationDisplayName(words.t("app.name"))
    qt_words.install(app)
    theme.apply(app, theme.scheme_named(settings.theme), settings.zoom)
    return app


def run(home: Path | None = None) -> int:
    """Open the window and stay until it is closed. Returns the exit code."""
    places = Places(home)
    settings = load_settings(places.settings_file)
    app = make_application(settings)
    program = Program(places, settings)
    _catch_bugs(program, places)
    program.begin()
    watch = _FirstPaint(program) if os.environ.get(BENCH) else None
    _show(program.window)
    code = app.exec()
    program.close()
    del watch
    return code


def _show(window: QWidget) -> None:
    """Open the window; on a screen with no room around it, it fills what the task bar leaves."""
    if window.screen().availableSize().height() < window.height() + ROOM:
        window.showMaximized()
    else:
        window.show()


class _FirstPaint(QObject):
    """For the bench: tells when the window was painted, or painted live."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._live = os.environ[BENCH] == "live"
        program.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        ready = self._program.live or not self._live
        if event.type() in {QEvent.Type.Paint, QEvent.Type.UpdateRequest} and ready:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
        return False

    @staticmethod
    def _tell() -> None:
        sys.stdout.write(f"{time.time():.6f}\n")
        sys.stdout.flush()
        QApplication.quit()


def _catch_bugs(program: Program, places: Places) -> None:
    """A bug is logged and said; what was answered is saved already."""
    try:
        places.logs.mkdir(parents=True, exist_ok=True)
        logging.basicConfig(
            filename=places.logs / "selfstudy.log",
            level=logging.WARNING,
            format="%(asctime)s %(levelname)s %(message)s",
            encoding="utf-8",
        )
    except OSError:
        logging.basicConfig(level=logging.WARNING)

    def seen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error(details)
        program.bug_found.emit(details)

    sys.excepthook = seen
    threading.excepthook = lambda found: seen(
        found.exc_type, found.exc_value or found.exc_type(), found.exc_traceback
    )
    qInstallMessageHandler(_from_qt)


def _from_qt(kind: QtMsgType, _context: object, message: str) -> None:
    level = logging.ERROR if kind == QtMsgType.QtCriticalMsg else logging.WARNING
    if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
        log.log(level, "Qt: %s", message)
