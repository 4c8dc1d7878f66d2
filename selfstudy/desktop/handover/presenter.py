"""What a person can do to hand work over, and what became of it; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from selfstudy.desktop.handover.state import CardSeen, Doing, HandoverState
from selfstudy.desktop.tasks import Job, Progress, Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import IntakeReport, UnitView
from selfstudy.domain.progress import Exported, Handed, Preview
from selfstudy.domain.telling import PrivateGroup
from selfstudy.services.intake.codes import Codes

__all__ = ["HandoverPresenter", "HandoverState"]

CARD: Final = ".thdv"
RENAMED_CARD: Final = "intake.card_to_join"  # a card by content, whatever its name


class Named(Protocol):
    """Somebody a unit card names."""

    @property
    def name(self) -> str:
        """Who it is."""
        ...


class Card(Protocol):
    """What this screen reads on a unit card."""

    @property
    def name(self) -> str:
        """The unit's name."""
        ...

    @property
    def number(self) -> int:
        """The higher number wins."""
        ...

    @property
    def hub(self) -> str:
        """The hub's address, empty without one."""
        ...

    @property
    def supervisors(self) -> Sequence[Named]:
        """Who may receive."""
        ...


class Handover(Protocol):
    """What this screen asks of the service."""

    def state(self) -> Handed:
        """Whether the work is safe."""
        ...

    def preview(self, chosen: Collection[str]) -> Preview:
        """Exactly what would leave, with private records that are ticked."""
        ...

    def private(self) -> tuple[PrivateGroup, ...]:
        """What may be told of what is private."""
        ...

    def tell(self, chosen: Collection[str]) -> int:
        """Tell these."""
        ...

    def take_back(self, chosen: Collection[str]) -> int:
        """Say that these do not count."""
        ...

    def export(self, folder: Path) -> Exported:
        """Write the packet."""
        ...

    def codes(self) -> Codes:
        """The packet as QR codes."""
        ...

    def print_codes(self, codes: Codes, path: Path) -> None:
        """Write the codes as sheets."""
        ...

    def take(
        self, paths: Sequence[Path], progress: Progress, cancelled: Callable[[], bool]
    ) -> IntakeReport:
        """Take receipts, plans, a newer unit card."""
        ...

    def card_of(self, path: Path) -> Card:
        """Look at a unit card without joining."""
        ...

    def join(self, path: Path) -> UnitView:
        """Belong to the unit of a card."""
        ...

    def earlier(self) -> int:
        """Results from before joining that the unit was not told of."""
        ...

    def bring_earlier(self) -> int:
        """Tell the unit of them."""
        ...


class Sync(Protocol):
    """The exchange with the hub."""

    def now(self) -> Handed:
        """One exchange."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: HandoverState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class _Loaded:
    handed: Handed
    preview: Preview | None
    earlier: int


class HandoverPresenter:
    """One thing at a time; after each, what is safe is asked anew."""

    def __init__(
        self, view: View, handover: Handover, sync: Sync, tasks: Tasks, *, folder: str = ""
    ) -> None:
        self._view, self._handover, self._sync, self._tasks = view, handover, sync, tasks
        self.state = HandoverState(folder=folder)
        self._job: Job | None = None
        self._waiting: Callable[[], None] | None = None

    def load(self) -> None:
        """Ask what is safe; what an earlier action said stays on the screen."""
        if not self.state.busy:
            self._change(busy="load")
        self._tasks.run(self._read, self._loaded, self._not_loaded)

    def sync(self) -> None:
        """Exchange with the hub now."""
        self._after_asking("sync", self._sync_now)

    def _sync_now(self) -> None:
        if self._begin("sync"):
            self._tasks.run(
                self._sync.now,
                lambda handed: self._finish("sync", handed=handed),
                self._failed("sync"),
                lane="side",
            )

    def export(self, folder: Path) -> None:
        """Write what is not confirmed yet into a folder."""
        self._after_asking("export", lambda: self._export(folder))

    def _export(self, folder: Path) -> None:
        if self._begin("export", exported=None, folder=str(folder)):
            self._tasks.run(
                lambda: self._handover.export(folder),
                lambda exported: self._finish("export", exported=exported),
                self._failed("export"),
            )

    def show_codes(self) -> None:
        """Make the codes of what is not confirmed yet."""
        self._after_asking("codes", self._show_codes)

    def _show_codes(self) -> None:
        if self._begin("codes", codes=None, printed=""):
            self._tasks.run(
                self._handover.codes,
                lambda codes: self._finish("codes", codes=codes),
                self._failed("codes"),
            )

    def hide_codes(self) -> None:
        """Put the codes away."""
        if not self.state.busy:
            self._change(codes=None, printed="")

    def print_codes(self, path: Path) -> None:
        """Write the codes that are shown as sheets to print."""
        codes = self.state.codes
        if codes is not None and self._begin("codes", printed=""):
            self._tasks.run(
                lambda: self._handover.print_codes(codes, path),
                lambda _written: self._change(busy="", done="codes", printed=str(path)),
                self._failed("codes"),
            )

    def take(self, paths: Sequence[Path]) -> None:
        """Take what the unit sent; a unit card alone is shown before it is accepted."""
        if len(paths) == 1 and paths[0].suffix.lower() == CARD:
            self._look_at(paths[0])
        elif paths and self._begin("take", taken=None, card=None, progress=(0, 0)):
            self._job = self._tasks.follow(
                lambda progress, cancelled: self._handover.take(paths, progress, cancelled),
                lambda report: self._taken(paths, report),
                self._failed("take"),
                self._moved,
            )

    def cancel(self) -> None:
        """Stop taking files; those taken stay."""
        if self._job is not None and self.state.progress is not None:
            self._change(cancelling=True)
            self._job.cancel()

    def join(self) -> None:
        """Accept the card that was looked at."""
        card = self.state.card
        if card is not None and self._begin("join"):
            self._tasks.run(
                lambda: self._handover.join(card.path),
                lambda _unit: self._finish("join", card=None),
                self._failed("join"),
            )

    def decline(self) -> None:
        """Leave the card that was looked at."""
        if not self.state.busy:
            self._change(card=None, error=None, error_at="")

    def bring_earlier(self) -> None:
        """Tell the unit of results from before joining."""
        if self._begin("earlier"):
            self._tasks.run(
                self._handover.bring_earlier,
                lambda count: self._finish("earlier", brought=count),
                self._failed("earlier"),
            )

    def show_private(self) -> None:
        """Look at what may be told of what is private; nothing is ticked."""
        if self._begin("private"):
            self._tasks.run(
                self._handover.private,
                lambda groups: self._change(busy="", private=groups),
                self._failed("private"),
            )

    def hide_private(self) -> None:
        """Put it away; what was ticked is ticked no longer."""
        self._change(private=None, chosen=frozenset(), asking="")
        self.load()

    def tick(self, records: Collection[str], on: bool) -> None:  # noqa: FBT001 - a signal's value
        """Think of telling these, or not; the preview follows, and nothing is written."""
        if self.state.busy in ("", "load"):
            chosen = self.state.chosen | set(records) if on else self.state.chosen - set(records)
            self._change(chosen=chosen, asking="")
            self.load()
        else:
            self._change()  # the box shows again what holds

    def agree(self) -> None:
        """Tell what is ticked, then do what was asked for."""
        chosen, go_on = self.state.chosen, self._waiting
        if go_on is not None and self._begin("tell", asking=""):

            def told(_count: int) -> None:
                self._waiting = None
                self._change(busy="", chosen=frozenset(), private=None)
                go_on()

            self._tasks.run(lambda: self._handover.tell(chosen), told, self._failed("tell"))

    def disagree(self) -> None:
        """Leave everything as it is."""
        self._waiting = None
        self._change(asking="")

    def take_back(self, record: str) -> None:
        """Say of a record that was told that it does not count."""
        if self._begin("take_back"):

            def done(_count: int) -> None:
                self._finish("take_back")
                self._tasks.run(
                    self._handover.private,
                    lambda groups: self._change(private=groups),
                    self._failed("private"),
                )

            self._tasks.run(
                lambda: self._handover.take_back([record]), done, self._failed("take_back")
            )

    def _after_asking(self, doing: Doing, go_on: Callable[[], None]) -> None:
        """What is ticked goes along only after one more question."""
        if not self.state.chosen:
            go_on()
        elif self.state.busy in ("", "load"):
            self._waiting = go_on
            self._change(asking=doing)

    def _look_at(self, path: Path) -> None:
        if self._begin("card", taken=None, card=None):
            self._tasks.run(
                lambda: _seen(path, self._handover.card_of(path)),
                lambda card: self._change(busy="", done="card", card=card),
                self._failed("card"),
            )

    def _read(self) -> _Loaded:
        handed = self._handover.state()
        if not handed.unit:
            return _Loaded(handed, None, 0)
        preview = self._handover.preview(self.state.chosen)
        return _Loaded(handed, preview, self._handover.earlier())

    def _loaded(self, found: _Loaded) -> None:
        self._change(
            busy="" if self.state.busy == "load" else self.state.busy,
            handed=found.handed,
            preview=found.preview,
            earlier=found.earlier,
        )

    def _not_loaded(self, error: SelfStudyError) -> None:
        busy: Doing = "" if self.state.busy == "load" else self.state.busy
        self._change(busy=busy, error=error, error_at="load")

    def _taken(self, paths: Sequence[Path], report: IntakeReport) -> None:
        self._finish("take", taken=report, progress=None, cancelling=False)
        if len(paths) == 1 and [file.problem for file in report.files] == [RENAMED_CARD]:
            self._look_at(paths[0])

    def _moved(self, done: int, total: int) -> None:
        if self.state.progress is not None:
            self._change(progress=(done, total))

    def _begin(self, doing: Doing, **changes: Any) -> bool:  # noqa: ANN401 - fields of the state
        if self.state.busy not in ("", "load"):
            return False
        self._change(busy=doing, done="", error=None, error_at="", **changes)
        return True

    def _finish(self, done: Doing, **changes: Any) -> None:  # noqa: ANN401
        self._change(busy="", done=done, **changes)
        self.load()

    def _failed(self, doing: Doing) -> Callable[[SelfStudyError], None]:
        def failed(error: SelfStudyError) -> None:
            self._change(busy="", progress=None, cancelling=False, error=error, error_at=doing)

        return failed

    def _change(self, **changes: Any) -> None:  # noqa: ANN401
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)


def _seen(path: Path, card: Card) -> CardSeen:
    names = tuple(officer.name for officer in card.supervisors)
    return CardSeen(path, card.name, card.number, card.hub, names)
