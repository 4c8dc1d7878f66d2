"""Somebody who has a profile already: from a backup, or on another computer; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SecretMissing, SelfStudyError

Step = Literal["", "ways", "backup", "elsewhere"]
Busy = Literal["", "look", "restore"]


class About(Protocol):
    """What a backup says of itself."""

    @property
    def at(self) -> datetime | None: ...
    @property
    def name(self) -> str: ...
    @property
    def records(self) -> int: ...
    @property
    def locked(self) -> bool: ...


class Backups(Protocol):
    """What this screen asks of the service."""

    def look_at_backup(self, path: Path) -> About:
        """Whose it is, after reading all of it."""
        ...

    def restore(self, path: Path, secret: str) -> tuple[str, bytes | None]:
        """Go back to it; whose profile it is, and its data key."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_returning(self, state: ReturningState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class ReturningState:
    """Everything that is drawn; without a step this way in is closed."""

    step: Step = ""
    busy: Busy = ""
    error: SelfStudyError | None = None
    path: Path | None = None
    about: About | None = None
    locked: bool = False  # the backup asks for a secret, or the profile that is here already


class ReturningPresenter:
    """Looks at a backup and goes back to it; `restored` is told id, data key and name."""

    def __init__(
        self,
        view: View,
        backups: Backups,
        tasks: Tasks,
        restored: Callable[[str, bytes | None, str], None],
    ) -> None:
        self._view, self._backups, self._tasks = view, backups, tasks
        self._restored = restored
        self.state = ReturningState()

    def open(self) -> None:
        """Ask which way."""
        self._show(ReturningState("ways"))

    def explain(self) -> None:
        """Say how somebody who learns on another computer goes on here."""
        self._show(ReturningState("elsewhere"))

    def go_back(self) -> None:
        """One step back; nothing while something is being done."""
        if not self.state.busy:
            self._show(ReturningState("" if self.state.step == "ways" else "ways"))

    def close(self) -> None:
        """Another way in was chosen."""
        self._show(ReturningState())

    def look(self, path: Path) -> None:
        """Whose backup this is, before anything is changed."""
        if not self.state.busy:
            self._show(replace(self.state, busy="look", error=None, path=path))
            self._tasks.run(
                lambda: self._backups.look_at_backup(path), self._looked, self._failed
            )  # fmt: skip

    def restore(self, secret: str) -> None:
        """Go back to the backup that was looked at; a locked one waits for its secret."""
        path, ready = self.state.path, bool(secret) or not self.state.locked
        if path is not None and ready and not self.state.busy:
            self._show(replace(self.state, busy="restore", error=None))
            self._tasks.run(
                lambda: self._backups.restore(path, secret), self._stands, self._failed
            )  # fmt: skip

    def _looked(self, about: About) -> None:
        self._show(replace(self.state, step="backup", busy="", about=about, locked=about.locked))

    def _stands(self, found: tuple[str, bytes | None]) -> None:
        name = self.state.about.name if self.state.about is not None else ""
        self._show(ReturningState())
        self._restored(*found, name)

    def _failed(self, error: SelfStudyError) -> None:
        missing = isinstance(error, SecretMissing)
        locked = self.state.locked or missing
        self._show(
            replace(self.state, busy="", error=None if missing else error, locked=locked)
        )  # fmt: skip

    def _show(self, state: ReturningState) -> None:
        self.state = state
        self._view.show_returning(state)
