"""The backups in the settings: which there are, going back to one, the second place; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import UNOPENED, SecretMissing, SelfStudyError

SHOWN = 6
Busy = Literal["", "backup", "look", "restore", "doctor"]


class Backup(Protocol):
    """A file that was or was not read back."""

    @property
    def path(self) -> Path: ...
    @property
    def at(self) -> datetime: ...
    @property
    def size(self) -> int: ...
    @property
    def problem(self) -> str: ...
    @property
    def sound(self) -> bool: ...


class Kept(Protocol):
    """How safe the data is."""

    @property
    def second(self) -> Path | None: ...
    @property
    def second_gone(self) -> bool: ...
    @property
    def problem(self) -> SelfStudyError | None: ...


class About(Protocol):
    """What a backup says of itself."""

    @property
    def at(self) -> datetime | None: ...
    @property
    def records(self) -> int: ...


class Preview(Protocol):
    """What going back to a backup would do."""

    @property
    def about(self) -> About: ...
    @property
    def only_backup(self) -> int: ...
    @property
    def only_present(self) -> int: ...


class Finding(Protocol):
    """One thing that was looked at."""

    @property
    def code(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def details(self) -> Mapping[str, object]: ...


class Service(Protocol):
    """What this card asks about the data."""

    def backup(self) -> Path:
        """Make one now."""
        ...

    def found(self) -> Sequence[Backup]:
        """All there are, newest first."""
        ...

    def kept(self) -> Kept:
        """How safe the data is."""
        ...

    def preview(self, path: Path) -> Preview:
        """What going back would do."""
        ...

    def examine(self) -> Sequence[Finding]:
        """What can be said of the data folder."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: BackupsState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class BackupsState:
    """Everything the card draws; `locked` where the backup that was looked at asks for a secret."""

    busy: Busy = ""
    error: SelfStudyError | None = None
    backups: tuple[Backup, ...] = ()
    kept: Kept | None = None
    looked_at: Path | None = None
    preview: Preview | None = None
    locked: bool = False
    made: Path | None = None
    findings: tuple[Finding, ...] | None = None


class BackupsPresenter:
    """`go_back` closes the profile for a restore and opens it again; `choose` keeps a folder.

    Screens are made anew then; where the restore failed, `resume` is told on the new one.
    """

    def __init__(
        self,
        view: View,
        service: Service,
        tasks: Tasks,
        *,
        go_back: Callable[[Path, str], None],
        choose: Callable[[str], None],
    ) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self._go_back, self._choose = go_back, choose
        self.state = BackupsState()

    def reload(self) -> None:
        """Read which there are."""
        self._tasks.run(
            lambda: (tuple(self._service.found()), self._service.kept()),
            self._read,
            self._failed,
            "side",
        )

    def back_up(self) -> None:
        """Make one now."""
        self._show(replace(self.state, busy="backup", error=None, findings=None, made=None))
        self._tasks.run(self._service.backup, self._made, self._failed, "side")

    def look(self, path: Path) -> None:
        """What a backup holds, before going back to it."""
        self._show(
            BackupsState("look", backups=self.state.backups, kept=self.state.kept, looked_at=path)
        )
        self._tasks.run(lambda: self._service.preview(path), self._looked, self._failed, "side")

    def close(self) -> None:
        """Not now."""
        self._show(BackupsState(backups=self.state.backups, kept=self.state.kept))

    def restore(self, typed: str = "") -> None:
        """Go back to the backup that was looked at; a locked one waits for what opens it."""
        path = self.state.looked_at
        if path is not None and (typed or not self.state.locked):
            self._show(replace(self.state, busy="restore", error=None))
            self._go_back(path, typed)

    def resume(self, path: Path, error: SelfStudyError) -> None:
        """Going back to a backup did not come about: everything is as it was."""
        self.look(path)
        shown = None if isinstance(error, SecretMissing) else error
        self._show(replace(self.state, error=shown, locked=isinstance(error, UNOPENED)))

    def choose_second(self, folder: str) -> None:
        """Another place for backups, beside this computer."""
        self._choose(folder)
        self.reload()

    def examine(self) -> None:
        """Look at the whole data folder."""
        self._show(replace(self.state, busy="doctor", error=None, findings=None))
        self._tasks.run(self._service.examine, self._examined, self._failed, "side")

    def _read(self, found: tuple[tuple[Backup, ...], Kept]) -> None:
        backups, kept = found
        self._show(replace(self.state, backups=backups[:SHOWN], kept=kept))

    def _made(self, path: Path) -> None:
        self._show(replace(self.state, busy="", made=path))
        self.reload()

    def _looked(self, preview: Preview) -> None:
        self._show(replace(self.state, busy="", preview=preview))

    def _examined(self, findings: Sequence[Finding]) -> None:
        self._show(replace(self.state, busy="", findings=tuple(findings)))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy="", error=error))

    def _show(self, state: BackupsState) -> None:
        self.state = state
        self._view.show_state(state)
