"""For the bench: how long lessons take from the click to the paint, in a running window.

`python -m selfstudy.desktop.stopwatch LESSON …` prints a line of milliseconds for each lesson:
ours, and what Qt alone takes to set and paint the same text. The first lesson warms everything up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QTextBrowser, QWidget

from selfstudy.desktop.app import make_application
from selfstudy.desktop.lesson.page import LessonPage
from selfstudy.desktop.program import Program
from selfstudy.settings import Places, load_settings

WAIT = 60_000  # ms: for a large library to be read


class _Painted(QObject):
    """Ends a loop with the first paint after something is so."""

    def __init__(self, widget: QWidget, ready: Callable[[], bool], loop: QEventLoop) -> None:
        super().__init__(widget)
        self._ready, self._loop = ready, loop
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._ready():
            QTimer.singleShot(0, self._loop.quit)
        return False


def _until(widget: QWidget, ready: Callable[[], bool]) -> None:
    loop = QEventLoop()
    painted = _Painted(widget, ready, loop)
    QTimer.singleShot(WAIT, loop, loop.quit)
    loop.exec()
    painted.setParent(None)
    widget.removeEventFilter(painted)


def main(lessons: list[str]) -> int:
    """Open the last profile and the lessons, one after the other."""
    places = Places()
    settings = load_settings(places.settings_file)
    app = make_application(settings)
    program = Program(places, settings)
    program.begin()
    program.window.show()
    _until(program.window, lambda: program.live)
    program.show("lesson")
    bare = QTextBrowser()
    bare.resize(780, 560)
    bare.show()
    for lesson in lessons:
        ours, html = _open(program, lesson)
        sys.stdout.write(f"{ours:.3f} {_alone(bare, html):.3f}\n")
    sys.stdout.flush()
    bare.close()
    program.window.close()
    program.close()
    app.quit()
    return 0


def _open(program: Program, lesson: str) -> tuple[float, str]:
    page = program.screens["lesson"].page
    if not isinstance(page, LessonPage):
        raise TypeError(page)
    started = time.perf_counter()
    program.open_lesson(lesson)
    _until(page.view.viewport(), lambda: page.shown == lesson)
    taken = time.perf_counter() - started
    return taken * 1000, page.view.document().toHtml()


def _alone(view: QTextBrowser, html: str) -> float:
    started = time.perf_counter()
    view.setHtml(html)
    view.viewport().repaint()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
