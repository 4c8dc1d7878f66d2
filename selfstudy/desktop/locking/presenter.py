"""Setting, changing and taking off the lock of the open profile; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from selfstudy.desktop.tasks import Failed, Tasks
from selfstudy.domain.errors import SecretRefused, SelfStudyError

if TYPE_CHECKING:
    from selfstudy.services.locking.locking import Prepared

Step = Literal["off", "code", "on", "change", "renew", "remove"]


class Locking(Protocol):
    """What this screen asks of the service."""

    def kind(self) -> str | None:
        """What kind of secret there is."""
        ...

    def prepare(self, secret: str) -> Prepared:
        """A lock to be switched on."""
        ...

    def switch_on(self, prepared: Prepared, typed: str) -> bytes:
        """Encrypt the closed profile."""
        ...

    def switch_off(self, secret: str) -> None:
        """Decrypt the closed profile."""
        ...

    def change(self, secret: str, fresh: str) -> bytes:
        """Another secret."""
        ...

    def prepare_code(self, secret: str) -> Prepared:
        """Another recovery code."""
        ...

    def keep_code(self, prepared: Prepared, typed: str) -> None:
        """From now on that code counts."""
        ...


class Frame(Protocol):
    """What this screen asks of the program around it."""

    def closed(
        self, work: Callable[[], bytes | None], done: Callable[[], None], failed: Failed
    ) -> None:
        """Run work while the profile is closed, then open it with the data key that came back."""
        ...

    def left_in_clear(self, locking: Locking) -> int:
        """How many copies of the profile still lie in clear."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: LockingState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class LockingState:
    """Everything the screen draws. `done` is the key of what was just done, `aside` what is left.

    In the step "code", `code` is shown once and `group` is typed back.
    """

    step: Step = "off"
    kind: str = ""
    busy: bool = False
    error: SelfStudyError | None = None
    code: str = ""
    group: int = 0
    done: str = ""
    aside: int = 0


class LockingPresenter:
    """Leads through the steps; what is typed is handed on and kept nowhere."""

    def __init__(self, view: View, locking: Locking, tasks: Tasks, frame: Frame) -> None:
        self._view, self._locking, self._tasks, self._frame = view, locking, tasks, frame
        self._prepared: Prepared | None = None
        self._setting_up = False
        self.state = LockingState()

    def reload(self) -> None:
        """Read whether there is a lock; a code that is being shown stays."""
        if self.state.step != "code":
            self._rest("")

    def turn_to(self, step: Step) -> None:
        """Ask for what a step needs."""
        self._show(LockingState(step, self.state.kind))

    def cancel(self) -> None:
        """Nothing was changed."""
        self._prepared = None
        self._rest("")

    def begin(self, secret: str, again: str) -> None:
        """Make a lock from a new secret, and show its recovery code."""
        if self._alike(secret, again):
            self._setting_up = True
            self._run(lambda: self._locking.prepare(secret), self._show_code)

    def renew(self, secret: str) -> None:
        """Make another recovery code, and show it."""
        self._setting_up = False
        self._run(lambda: self._locking.prepare_code(secret), self._show_code)

    def confirm(self, typed: str) -> None:
        """A group was typed back: the lock or the new code counts from now on."""
        prepared = self._prepared
        if prepared is None or self.state.busy:
            return
        try:
            prepared.expect(typed)
        except SelfStudyError as error:
            self.show_error(error)
            return
        if not self._setting_up:
            self._run(
                lambda: self._locking.keep_code(prepared, typed), lambda _: self._over("renewed")
            )
            return
        self._show(replace(self.state, busy=True, error=None))
        self._frame.closed(
            lambda: self._locking.switch_on(prepared, typed), self._locked, self.show_error
        )

    def change(self, secret: str, fresh: str, again: str) -> None:
        """Another secret."""
        if self._alike(fresh, again):
            self._run(
                lambda: self._locking.change(secret, fresh), lambda _key: self._over("changed")
            )

    def remove(self, secret: str) -> None:
        """Take the lock off."""
        self._show(replace(self.state, busy=True, error=None))
        self._frame.closed(
            lambda: self._locking.switch_off(secret), lambda: self._over("removed"), self.show_error
        )

    def _alike(self, secret: str, again: str) -> bool:
        if secret != again:
            self.show_error(SecretRefused(reason="lock.refused_differ"))
        return secret == again

    def _show_code(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._show(LockingState("code", self.state.kind, code=prepared.code, group=prepared.group))

    def _locked(self) -> None:
        self._run(
            lambda: self._frame.left_in_clear(self._locking),
            lambda aside: self._over("locked", aside),
        )

    def _over(self, done: str, aside: int = 0) -> None:
        self._prepared = None
        self._rest(done, aside)

    def _rest(self, done: str, aside: int = 0) -> None:
        def read(kind: str | None) -> None:
            step: Step = "on" if kind else "off"
            self._show(LockingState(step, kind or "", done=done, aside=aside))

        self._tasks.run(self._locking.kind, read, self.show_error)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._show(replace(self.state, busy=True, error=None))
        self._tasks.run(work, done, self.show_error)

    def show_error(self, error: SelfStudyError) -> None:
        """Something did not go; the step stays."""
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: LockingState) -> None:
        self.state = state
        self._view.show_state(state)
