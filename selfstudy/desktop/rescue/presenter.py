"""Puts a damaged profile together again when the person says so; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import UNOPENED, SecretMissing, SelfStudyError

Told = Sequence[tuple[str, dict[str, object]]]


class Done(Protocol):
    """What came of it: keys of sentences with what fills their places."""

    def told(self) -> list[tuple[str, dict[str, object]]]:
        """What there is to say."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: RescueState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class RescueState:
    """Everything the screen draws."""

    profile: str = ""
    name: str = ""
    only_profile: bool = False  # the records are sound, what describes them is not
    busy: bool = False
    secret_wanted: bool = False
    error: SelfStudyError | None = None
    told: Told = ()

    @property
    def done(self) -> bool:
        """Whether the profile stands again."""
        return bool(self.told)


class RescuePresenter:
    """`rescue` does the work for a profile's id and a secret; `opened` is told whose it was."""

    def __init__(
        self,
        view: View,
        rescue: Callable[[str, str], Done],
        tasks: Tasks,
        opened: Callable[[str], None],
    ) -> None:
        self._view, self._rescue, self._tasks, self._opened = view, rescue, tasks, opened
        self.state = RescueState()

    def ask(self, profile: str, name: str, *, only_profile: bool) -> None:
        """Say what is the matter with a profile."""
        self._show(RescueState(profile, name, only_profile))

    def begin(self, secret: str = "") -> None:
        """Put it together."""
        profile = self.state.profile
        self._show(replace(self.state, busy=True, error=None))
        self._tasks.run(lambda: self._rescue(profile, secret), self._done, self._failed)

    def open(self) -> None:
        """Go on to learn."""
        self._opened(self.state.profile)

    def _done(self, done: Done) -> None:
        self._show(replace(self.state, busy=False, told=tuple(done.told())))

    def _failed(self, error: SelfStudyError) -> None:
        shown = None if isinstance(error, SecretMissing) else error
        wanted = isinstance(error, UNOPENED)
        self._show(replace(self.state, busy=False, error=shown, secret_wanted=wanted))

    def _show(self, state: RescueState) -> None:
        self.state = state
        self._view.show_state(state)
