"""What a screen is to the program, and what the program is to a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from selfstudy.bootstrap import Services
    from selfstudy.desktop.locker import Locker
    from selfstudy.desktop.main_window import MainWindow
    from selfstudy.desktop.tasks import Tasks
    from selfstudy.domain.errors import SelfStudyError
    from selfstudy.domain.progress import Handed
    from selfstudy.services.profiles import Profiles
    from selfstudy.settings import Places, Settings


def nothing(*_what: object) -> None:
    """There is nothing to do."""


@dataclass(frozen=True)
class Screen:
    """A page that stands, what to do when it is shown again, when it is left, and to open it."""

    page: QWidget
    reload: Callable[[], None]
    left: Callable[[], None] = nothing
    open: Callable[..., None] = nothing


class Frame(Protocol):
    """What screens ask of the program around them."""

    @property
    def places(self) -> Places: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def window(self) -> MainWindow: ...
    @property
    def services(self) -> Services | None: ...
    @property
    def profiles(self) -> Profiles | None: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    def show(self, key: str) -> None: ...
    def open_lesson(self, lesson_id: str) -> None: ...
    def open_module(self, module_id: str) -> None: ...
    def open_quiz(self, lesson_id: str, only: str = "") -> None: ...
    def open_profile(self, profile_id: str, key: bytes | None = None) -> None: ...
    def switch_person(self) -> None: ...
    def go_back(self, path: Path, failed: Callable[[SelfStudyError], None]) -> None: ...
    def lock_now(self) -> None: ...
    @property
    def locker(self) -> Locker: ...
    def change(self, **choices: object) -> None: ...
    def show_due(self, due: int) -> None: ...
    def show_handed(self, handed: Handed) -> None: ...
    def offer_unit(self, *, offered: bool) -> None: ...
    def now_live(self) -> None: ...
