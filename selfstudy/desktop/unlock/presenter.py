"""Opening a locked profile: its secret, or its recovery code and a new secret; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SecretRefused, SelfStudyError

Step = Literal["secret", "code"]


class Locking(Protocol):
    """What this screen asks of the service."""

    def by_secret(self, secret: str) -> bytes:
        """The data key, slowly."""
        ...

    def reset(self, typed: str, fresh: str) -> bytes:
        """The data key by the recovery code, under a new secret from now on."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: UnlockState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class UnlockState:
    """Everything the unlock screen draws; `wait` is how many seconds the next try must wait."""

    name: str = ""
    step: Step = "secret"
    busy: bool = False
    error: SelfStudyError | None = None
    wait: int = 0


class UnlockPresenter:
    """Tries secrets in the store's lane; `opened` is told the data key.

    `locking` is called there too: at the start, loading what it needs takes longer than the paint.
    """

    def __init__(
        self,
        view: View,
        locking: Callable[[], Locking],
        tasks: Tasks,
        *,
        name: str,
        opened: Callable[[bytes], None],
    ) -> None:
        self._view, self._locking, self._tasks, self._opened = view, locking, tasks, opened
        self.state = UnlockState(name)
        self._show(self.state)

    def try_secret(self, secret: str) -> None:
        """Open with the secret."""
        if secret and not self.state.busy:
            self._ask(lambda: self._locking().by_secret(secret))

    def forget(self) -> None:
        """The secret was forgotten: ask for the recovery code."""
        self._show(UnlockState(self.state.name, "code"))

    def go_back(self) -> None:
        """To the secret after all."""
        self._show(UnlockState(self.state.name))

    def reset(self, typed: str, fresh: str, again: str) -> None:
        """Open with the recovery code, under a new secret from now on."""
        if fresh != again:
            self._failed(SecretRefused(reason="lock.refused_differ"))
        elif not self.state.busy:
            self._ask(lambda: self._locking().reset(typed, fresh))

    def _ask(self, work: Callable[[], bytes]) -> None:
        self._show(replace(self.state, busy=True, error=None, wait=0))
        self._tasks.run(work, self._found, self._failed)

    def _found(self, key: bytes) -> None:
        self._show(replace(self.state, busy=False))
        self._opened(key)

    def _failed(self, error: SelfStudyError) -> None:
        wait = error.details.get("wait", 0)
        seconds = wait if isinstance(wait, int) else 0
        self._show(replace(self.state, busy=False, error=error, wait=seconds))

    def _show(self, state: UnlockState) -> None:
        self.state = state
        self._view.show_state(state)
