"""Which computers there are, and one thing at a time to do with them; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.devices import Device, LinkOffer, LinkPreview
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import IntakeReport
from selfstudy.domain.progress import Exported, Removal

Step = Literal["", "ask", "link", "take", "remove", "claim"]


class Devices(Protocol):
    """What this card asks about computers."""

    def list(self) -> tuple[Device, ...]:
        """This person's computers."""
        ...

    def request(self, folder: Path, device: str) -> tuple[Path, str]:
        """Write this computer's request; the file and the code."""
        ...

    def look(self, path: Path) -> LinkPreview:
        """Who asks, and what would leave."""
        ...

    def link(self, path: Path, folder: Path, here: str = "") -> Exported:
        """Agree."""
        ...

    def brings(self, path: Path) -> LinkOffer | None:
        """Whose computer this would become with a packet; None for one of a linked computer."""
        ...

    def take(self, path: Path) -> LinkOffer:
        """Become it."""
        ...

    def exchange(self, folder: Path) -> Exported:
        """Write a file for the other computers."""
        ...

    def receive(self, path: Path) -> IntakeReport:
        """Take a file of another computer."""
        ...

    def remove(self, key: str) -> None:
        """Remove a lost computer."""
        ...

    def removal(self) -> Removal | None:
        """That this computer was removed."""
        ...

    def notice(self, key: str, folder: Path) -> Path:
        """Write a file that tells a removed computer so."""
        ...

    def claim(self, person: str = "", staff_code: str = "") -> None:
        """Tell the unit that one was here before."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: DevicesState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class DevicesState:
    """The computers, the step that is open with what it is about, what was done last.

    `said` is the key of a sentence and `told` what stands in it.
    """

    devices: tuple[Device, ...] = ()
    in_unit: bool = False
    removal: Removal | None = None
    busy: bool = False
    step: Step = ""
    path: Path | None = None
    preview: LinkPreview | None = None
    offer: LinkOffer | None = None
    device: Device | None = None
    said: str = ""
    told: tuple[tuple[str, object], ...] = ()
    error: SelfStudyError | None = None

    @property
    def others(self) -> bool:
        """Whether another computer is linked."""
        return any(d.state == "linked" and not d.here for d in self.devices)


class DevicesPresenter:
    """Opens one step at a time; nothing leaves or changes before it was shown and agreed to."""

    def __init__(
        self,
        view: View,
        service: Devices,
        tasks: Tasks,
        in_unit: Callable[[], bool],
        taken: Callable[[LinkOffer], None],
    ) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self._in_unit, self._taken = in_unit, taken
        self.state = DevicesState()

    def load(self) -> None:
        """Read the list again."""
        self._tasks.run(
            lambda: (self._service.list(), self._service.removal()), self._listed, self._failed
        )

    def open(self, step: Step) -> None:
        """Show a step that needs a word from the person first."""
        self._show(replace(self._fresh(), step=step))

    def close(self) -> None:
        """Leave the step; nothing was changed."""
        self.open("")

    def ask(self, name: str, folder: Path) -> None:
        """Write the request of this computer."""
        self._run(
            lambda: self._service.request(folder, name),
            lambda found: self._done("devices.asked", path=found[0], code=found[1]),
        )

    def look(self, path: Path) -> None:
        """Show who asks and what would leave."""
        self._run(
            lambda: self._service.look(path),
            lambda found: self._step("link", path=path, preview=found),
        )

    def agree(self, folder: Path, here: str) -> None:
        """Link the computer that was looked at."""
        path = self.state.path
        if path is not None:
            self._run(
                lambda: self._service.link(path, folder, here),
                lambda made: self._done("devices.linked", path=made.path),
            )

    def bring(self, path: Path) -> None:
        """Take a file: of a linked computer at once, one that makes this another's after a look."""
        self._run(lambda: self._service.brings(path), lambda offer: self._brought(path, offer))

    def take(self) -> None:
        """Become the computer of whom the file names."""
        path = self.state.path
        if path is not None:
            self._run(lambda: self._service.take(path), self._became)

    def exchange(self, folder: Path) -> None:
        """Write a file for the other computers."""
        self._run(
            lambda: self._service.exchange(folder),
            lambda made: self._done("devices.exchanged", n=made.facts, path=made.path),
        )

    def ask_to_remove(self, key: str) -> None:
        """Show what removing means."""
        device = next((d for d in self.state.devices if d.id == key), None)
        self._step("remove", device=device)

    def remove(self) -> None:
        """Remove the computer that was shown."""
        device = self.state.device
        if device is not None:
            self._run(
                lambda: self._service.remove(device.id),
                lambda _none: self._done("devices.removed", name=device.name),
            )

    def notice(self, key: str, folder: Path) -> None:
        """Write a file that tells a removed computer so."""
        self._run(
            lambda: self._service.notice(key, folder),
            lambda path: self._done("devices.noticed", path=path),
        )

    def claim(self, code: str) -> None:
        """Tell the unit; what looks like an id of a record is one, anything else a staff code."""
        plain = code.strip()
        is_id = len(plain) == 32 and set(plain.lower()) <= set("0123456789abcdef")
        self._run(
            lambda: self._service.claim(plain if is_id else "", "" if is_id else plain),
            lambda _none: self._done("devices.claimed"),
        )

    def _brought(self, path: Path, offer: LinkOffer | None) -> None:
        if offer is not None:
            self._step("take", path=path, offer=offer)
            return
        self._run(lambda: self._service.receive(path), self._received)

    def _received(self, report: IntakeReport) -> None:
        problem = next((file for file in report.files if file.problem), None)
        if problem is not None:
            self._done(problem.problem, **{**problem.details, "name": problem.name, "problem": ""})
        else:
            self._done("devices.received", n=report.new)

    def _became(self, offer: LinkOffer) -> None:
        self._done("devices.taken", name=offer.name)
        self._taken(offer)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._show(replace(self.state, busy=True, said="", error=None))
        self._tasks.run(work, done, self._failed)

    def _step(self, step: Step, **about: object) -> None:
        self._show(replace(self._fresh(), step=step, **about))  # type: ignore[arg-type]

    def _done(self, said: str, **told: object) -> None:
        self._show(replace(self._fresh(), said=said, told=tuple(told.items())))
        self.load()

    def _fresh(self) -> DevicesState:
        """What is known of the computers, with no step open and nothing said."""
        return DevicesState(self.state.devices, self.state.in_unit, self.state.removal)

    def _listed(self, found: tuple[tuple[Device, ...], Removal | None]) -> None:
        devices, removal = found
        in_unit = self._in_unit()
        self._show(replace(self.state, devices=devices, in_unit=in_unit, removal=removal))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: DevicesState) -> None:
        self.state = state
        self._view.show_state(state)
