"""Everything the import of a list draws; knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.staff_list import Line
from selfstudy.services.people.staff import TAKEN, Look, Taken
from selfstudy.services.people.staff_file import Asked

Doing = Literal["", "open", "take", "undo"]


@dataclass(frozen=True, slots=True)
class StaffState:
    """One state of the screen.

    `choices` say of rows that need it who they are; `positions` are those of the framework: code
    and title. `taken` is what was taken last, until it is undone.
    """

    busy: Doing = ""
    error: SelfStudyError | None = None
    look: Look | None = None
    asked: Asked = field(default_factory=Asked)
    choices: Mapping[int, str] = field(default_factory=dict)
    positions: tuple[tuple[str, str], ...] = ()
    progress: tuple[int, int] | None = None
    taken: Taken | None = None
    undone: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is settled how the text is read: as it stands, or as somebody chose."""
        look = self.look
        return look is not None and (look.reading.encoding == "unicode" or look.reading.chosen)

    @property
    def count(self) -> int:
        """How many rows would be taken."""
        return sum(map(self.takes, self.look.lines)) if self.look is not None else 0

    def takes(self, line: Line) -> bool:
        """Whether a row would be taken."""
        return line.state in TAKEN or bool(self.choices.get(line.entry.place))


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: StaffState) -> None:
        """Draw this."""
        ...
