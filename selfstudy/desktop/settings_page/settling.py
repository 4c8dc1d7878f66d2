"""A profile that several computers tell differently, and choosing which one holds; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import Told


class Profiles(Protocol):
    """What is asked about one's own profile."""

    def follow(self) -> None:
        """Bear here what was settled elsewhere."""
        ...

    def disputed(self) -> tuple[Told, ...]:
        """What the person's computers say, where they differ."""
        ...

    def settle(self, digest: str) -> None:
        """One of these holds."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_settling(self, state: SettlingState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class SettlingState:
    """The profiles that differ; `settled` is the name that was chosen last."""

    disputed: tuple[Told, ...] = ()
    busy: bool = False
    settled: str = ""
    error: SelfStudyError | None = None


class SettlingPresenter:
    """`settled` is called when one was chosen, so that the name on the screen follows."""

    def __init__(
        self, view: View, service: Profiles, tasks: Tasks, settled: Callable[[], None]
    ) -> None:
        self._view, self._service, self._tasks, self._settled = view, service, tasks, settled
        self.state = SettlingState()

    def load(self) -> None:
        """Read whether there is anything to settle."""
        self._tasks.run(self._read, lambda found: self._change(disputed=found), self._failed)

    def choose(self, digest: str) -> None:
        """Say that one of them holds."""
        name = next((told.name for told in self.state.disputed if told.digest == digest), "")
        if name and not self.state.busy:
            self._change(busy=True, error=None, settled="")
            self._tasks.run(
                lambda: self._service.settle(digest), lambda _none: self._chosen(name), self._failed
            )

    def _read(self) -> tuple[Told, ...]:
        self._service.follow()
        return self._service.disputed()

    def _chosen(self, name: str) -> None:
        self._change(busy=False, disputed=(), settled=name)
        self._settled()

    def _failed(self, error: SelfStudyError) -> None:
        self._change(busy=False, error=error)

    def _change(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._view.show_settling(self.state)
