"""Everything that is for oneself alone, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.services.initiative.applied import AppliedJournal
from selfstudy.services.initiative.goals import Aims
from selfstudy.services.initiative.looking_back import summary
from selfstudy.words import pick

if TYPE_CHECKING:
    from selfstudy.domain.initiative import Summary
    from selfstudy.domain.period import Period
    from selfstudy.services.holding.desk import Desk


class Own:
    """Goals, the journal of what was applied, a look back."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.aims, self.journal = Aims(desk), AppliedJournal(desk)

    def summary(self, period: Period) -> Summary:
        """A period, summed up."""
        return summary(self.desk, period)

    def modules(self) -> tuple[tuple[str, str], ...]:
        """The modules that an entry may name: id and title."""
        found = self.desk.library.modules()
        return tuple((m.id, f"{m.id} · {pick(m.title, m.title_en)}") for m in found)

    @property
    def in_unit(self) -> bool:
        """Whether there is a unit to share with."""
        return self.desk.card is not None
