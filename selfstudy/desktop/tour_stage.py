"""One person's program on a tour: driven by what the person would do, and photographed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QLineEdit, QWidget

from selfstudy import words
from selfstudy.desktop.program import Program
from selfstudy.desktop.quiz.arranging import OrderRow
from selfstudy.desktop.quiz.page import QuizPage
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.options import OptionList
from selfstudy.domain.progress import Response
from selfstudy.domain.question import Question
from selfstudy.settings import Places, Settings
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services

SIZE: Final = (1366, 768)
SETTLE: Final = 60  # ms for layouts and short timers
ZONE: Final = "Asia/Ho_Chi_Minh"


class Clock:
    """A clock that stands still until the story goes on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Now, in the story."""
        return self.moment

    def pass_by(self, **how_long: float) -> None:
        """Let time go by."""
        self.moment += timedelta(**how_long)


class Stage:
    """A program in its window."""

    def __init__(self, home: Path, settings: Settings, clock: Clock, pictures: Path) -> None:
        self.clock, self.pictures = clock, pictures
        self.places = Places(home)
        self.program = Program(self.places, settings, clock=clock, tasks=InlineTasks())
        self.program.window.resize(*SIZE)
        self.program.window.show()
        self.written: list[Path] = []

    @property
    def services(self) -> Services:
        """What the person who is there can ask for."""
        if self.program.services is None:
            raise RuntimeError("no profile is open")
        return self.program.services

    def begin(self) -> None:
        """Start as the program starts."""
        self.program.begin()
        self.settle()

    def show(self, key: str, **signals: tuple[object, ...]) -> None:
        """Open a screen and do something on it."""
        self.program.show(key)
        self.settle()
        self.act(key, **signals)

    def act(self, key: str, **signals: tuple[object, ...]) -> None:
        """What the person does on a screen that is open: signals of its page by name."""
        page = self.page(key)
        for name, values in signals.items():
            getattr(page, name).emit(*values)
            self.settle()

    def page(self, key: str) -> QWidget:
        """The page of a screen."""
        return self.program.screens[key].page

    def answer(self, question: Question, response: Response, picture: str = "") -> None:
        """Fill an answer in as a person would, and submit it."""
        page = self.page("quiz")
        if not isinstance(page, QuizPage) or page.answer is None:
            raise RuntimeError("no question is asked")
        _fill(page.answer, question, response)
        if picture:
            self.shoot(picture)
        self.act("quiz", submitted=(page.answer.response or response, "sure"))

    @staticmethod
    def settle() -> None:
        """Let layouts and short timers come to rest."""
        loop = QEventLoop()
        QTimer.singleShot(SETTLE, loop.quit)
        loop.exec()
        QCoreApplication.processEvents()  # what a slow computer drew last is laid out too

    def shoot(self, name: str) -> None:
        """Take a picture of the window."""
        self.settle()
        number = len(list(self.pictures.glob("*.png"))) + 1
        path = self.pictures / f"{number:02}-{name}.png"
        self.program.window.grab().save(str(path))
        self.written.append(path)

    def close(self) -> None:
        """Close the window and everything behind it."""
        self.program.window.close()  # as in life: what is half read is kept when it goes
        self.program.close()
        self.program.window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _fill(answer: QWidget, question: Question, response: Response) -> None:
    """Put a response into the widgets that take it."""
    for options in answer.findChildren(OptionList):
        options.choose(response)
    for field, text in zip(answer.findChildren(QLineEdit), response, strict=False):
        field.setText(text)
    rows = {row.key: row for row in answer.findChildren(OrderRow)}
    order = list(rows)
    for place, key in enumerate(response if rows else ()):
        for _step in range(order.index(key) - place):
            rows[key].moved.emit(-1)
        order.remove(key)
        order.insert(place, key)
    rights = dict(pair.split("=", 1) for pair in response if "=" in pair)
    names = {t("quiz.join", text=option.text): option.key for option in question.options}
    for choice in answer.findChildren(Choice):
        choice.show_key(rights.get(names.get(choice.accessibleName(), ""), ""))


@contextmanager
def without_display() -> Iterator[None]:
    """Qt without a display, in Vietnam's time wherever the tour is taken; then all as before."""
    language = words.language()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    before, zone = qInstallMessageHandler(lambda *_what: None), os.environ.get("TZ")
    _set_zone(ZONE)
    try:
        yield
    finally:
        words.use(language)
        _set_zone(zone)
        qInstallMessageHandler(before)


def _set_zone(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    if hasattr(time, "tzset"):
        time.tzset()
