"""Looking at a list of staff, correcting how it is read, taking it and taking it back; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, get_args

from selfstudy.desktop.tasks import Job, Progress, Tasks
from selfstudy.desktop.unit_staff.state import StaffState, View
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.legacy import Encoding
from selfstudy.domain.staff_table import Field
from selfstudy.services.people.staff import Look, Taken
from selfstudy.services.people.staff_file import Asked, StaffFile


class Lists(Protocol):
    """What the screen asks of its service."""

    def open(self, path: Path) -> StaffFile:
        """Open a list."""
        ...

    def look(self, file: StaffFile, asked: Asked) -> Look:
        """What it would do."""
        ...

    def take(
        self,
        look: Look,
        chosen: Any,  # noqa: ANN401 — rows and who they are
        *,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> Taken:
        """Do it."""
        ...

    def undo(self, *decisions: str) -> None:
        """Take it back."""
        ...


class StaffPresenter:
    """Leads the import of a list; `changed` is called when the roster did."""

    def __init__(
        self,
        view: View,
        lists: Lists,
        tasks: Tasks,
        positions: Callable[[], tuple[tuple[str, str], ...]],
        changed: Callable[[], None],
    ) -> None:
        self._view, self._lists, self._tasks = view, lists, tasks
        self._positions, self._changed = positions, changed
        self._file: StaffFile | None = None
        self._job: Job | None = None
        self.state = StaffState()

    def begin(self) -> None:
        """An empty screen."""
        if not self.state.busy:
            self._file = None
            self.state = StaffState(positions=self._positions())
            self._view.show_state(self.state)

    def open(self, paths: Sequence[Path]) -> None:
        """Look at a file; nothing is written."""
        if not paths or not self._start("open", asked=Asked(), choices={}, taken=None):
            return

        def read() -> Look:
            self._file = self._lists.open(paths[0])
            return self._lists.look(self._file, Asked())

        self._tasks.run(read, self._looked, self._failed, lane="side")

    def turn_to_sheet(self, sheet: int) -> None:
        """Look at another sheet; its columns are found anew."""
        self._ask(sheet=sheet, columns=None)

    def read_as(self, encoding: str) -> None:
        """Read the text so: somebody saw before and after."""
        known: tuple[Encoding, ...] = get_args(Encoding)
        self._ask(encoding=next(one for one in known if one == encoding))

    def put_column(self, meant: Field, column: int) -> None:
        """A column is this; another that was it is so no more. -1: there is none."""
        look = self.state.look
        if look is not None:
            apart = {"name": ("family", "given"), "family": ("name",), "given": ("name",)}
            gone = {meant, *(apart.get(meant, ()) if column >= 0 else ())}
            held = look.reading.layout.columns.items()
            columns = {one: at for one, at in held if at != column and one not in gone}
            if column >= 0:
                columns[meant] = column
            self._ask(columns=columns)

    def put_position(self, words: str, code: str) -> None:
        """What a list calls a position is this one; empty: the words stay."""
        positions = {one: of for one, of in self.state.asked.positions.items() if one != words}
        self._ask(positions=positions | ({words: code} if code else {}))

    def choose(self, place: int, who: str) -> None:
        """A row is this person, `new`, or (empty) left out."""
        choices = {row: chosen for row, chosen in self.state.choices.items() if row != place}
        self._change(choices=choices | ({place: who} if who else {}))

    def take(self) -> None:
        """Write what was looked at."""
        look, choices = self.state.look, dict(self.state.choices)
        if look is None or not self._start("take", progress=(0, self.state.count)):
            return

        def work(progress: Progress, cancelled: Callable[[], bool]) -> Taken:
            return self._lists.take(look, choices, progress=progress, cancelled=cancelled)

        self._job = self._tasks.follow(
            work, self._took, self._failed, lambda *far: self._change(progress=far), lane="store"
        )

    def cancel(self) -> None:
        """Stop after the people being written; they stay."""
        if self._job is not None:
            self._job.cancel()

    def undo(self) -> None:
        """Take back what was taken last."""
        taken = self.state.taken
        if taken is not None and self._start("undo"):
            self._tasks.run(
                lambda: self._lists.undo(*taken.decisions),
                lambda _none: self._undid(),
                self._failed,
            )

    # — what came of it ——————————————————————————————————————————————————————————————————

    def _ask(self, **changes: Any) -> None:  # noqa: ANN401 — fields of what is asked
        file = self._file
        asked = replace(self.state.asked, **changes)
        if file is not None and self._start("open", asked=asked, taken=None):
            self._tasks.run(
                lambda: self._lists.look(file, asked), self._looked, self._failed, lane="side"
            )

    def _start(self, doing: Any, **changes: Any) -> bool:  # noqa: ANN401
        if self.state.busy:
            return False
        self._change(busy=doing, error=None, undone=False, **changes)
        return True

    def _looked(self, look: Look) -> None:
        places = {line.entry.place for line in look.lines}
        kept = {row: who for row, who in self.state.choices.items() if row in places}
        asked = replace(self.state.asked, sheet=look.reading.sheet)
        self._change(busy="", look=look, choices=kept, asked=asked)

    def _took(self, taken: Taken) -> None:
        self._job = None
        self._change(busy="", progress=None, look=None, choices={}, taken=taken)
        self._changed()

    def _undid(self) -> None:
        self._change(busy="", taken=None, undone=True)
        self._changed()

    def _failed(self, error: SelfStudyError) -> None:
        self._job = None
        self._change(busy="", progress=None, error=error)

    def _change(self, **changes: Any) -> None:  # noqa: ANN401 — fields of the state
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)
