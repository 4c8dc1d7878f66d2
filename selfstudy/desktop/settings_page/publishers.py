"""Whose packs this computer takes: trusting and refusing, each asked about once more; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.services.packs.publishers import Publisher


class Publishers(Protocol):
    """What is asked about publishers."""

    def all(self) -> tuple[Publisher, ...]:
        """Everybody shipped or decided about."""
        ...

    def trust(self, key: str) -> Publisher:
        """Install what this key signs from now on."""
        ...

    def distrust(self, key: str) -> Publisher:
        """Refuse what this key signs from now on."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_publishers(self, state: PublishersState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class PublishersState:
    """Who there is; `asking` is the publisher about whom one is asked to be sure."""

    known: tuple[Publisher, ...] = ()
    asking: Publisher | None = None
    decided: Publisher | None = None
    busy: bool = False
    error: SelfStudyError | None = None


class PublishersPresenter:
    """Leads from a publisher over a question to a decision."""

    def __init__(self, view: View, service: Publishers, tasks: Tasks) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self.state = PublishersState()

    def load(self) -> None:
        """Read who there is."""
        self._tasks.run(self._service.all, lambda found: self._change(known=found), self._failed)

    def ask(self, key: str) -> None:
        """Ask once more before the opposite of what holds is decided."""
        found = next((one for one in self.state.known if one.key == key), None)
        self._change(asking=found, decided=None, error=None)

    def put_away(self) -> None:
        """Leave everything as it is."""
        self._change(asking=None)

    def decide(self) -> None:
        """Refuse who was trusted, trust who was refused."""
        asking = self.state.asking
        if asking is None or self.state.busy:
            return
        self._change(busy=True)
        decide = self._service.distrust if asking.trusted else self._service.trust
        self._tasks.run(lambda: decide(asking.key), self._decided, self._failed)

    def _decided(self, publisher: Publisher) -> None:
        self._change(busy=False, asking=None, decided=publisher)
        self.load()

    def _failed(self, error: SelfStudyError) -> None:
        self._change(busy=False, asking=None, error=error)

    def _change(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._view.show_publishers(self.state)
