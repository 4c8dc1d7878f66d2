"""What the framework's screen draws; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from selfstudy.content.framework import Framework
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import Competency, Position
from selfstudy.services.framework.setting import FrameworkView, Proposed
from selfstudy.services.holding.framework_told import Version


@dataclass(frozen=True, slots=True)
class FrameworkState:
    """Everything the screen draws; `told` are the decisions just made, to undo at once."""

    busy: bool = False
    error: SelfStudyError | None = None
    said: str = ""
    view: FrameworkView | None = None
    at: tuple[int, int] = (0, 0)
    proposed: Proposed | None = None
    told: tuple[str, ...] = ()

    @property
    def framework(self) -> Framework:
        """The framework in use, or none while it is read."""
        return self.view.framework if self.view is not None else Framework()

    @property
    def versions(self) -> tuple[Version, ...]:
        """What the unit told."""
        return self.view.versions if self.view is not None else ()

    @property
    def editable(self) -> bool:
        """Whether this person may change it."""
        return self.view is not None and self.view.editable

    @property
    def position(self) -> Position | None:
        """The position under the keyboard."""
        positions, row = self.framework.positions, self.at[0]
        return positions[row] if row < len(positions) else None

    @property
    def competency(self) -> Competency | None:
        """The competency under the keyboard."""
        competencies, column = self.framework.competencies, self.at[1]
        return competencies[column] if column < len(competencies) else None

    def level(self, row: int, column: int) -> int:
        """What a position requires of a competency; 0: nothing."""
        framework = self.framework
        code = framework.competencies[column].code
        return dict(framework.positions[row].required).get(code, 0)
