"""Everything the plan shows; knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.plans import Plan, PlanView, Proposal, Whom
from selfstudy.services.needs.planning import Published

Doing = Literal["", "load", "propose", "keep", "publish", "retire", "drop", "undo"]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something to choose: a person of the roster, a position."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plan as it was typed: `modules` are those ticked, with their seats as typed."""

    title: str = ""
    due: str = ""
    reason: str = ""
    budget: str = ""
    whom: Whom = "everybody"
    positions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    modules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanningState:
    """`building` is the plan being written, `proposal` what the unit's needs say for it.

    `chosen` are its modules as proposed or edited last; `told` is what can be undone.
    """

    busy: Doing = ""
    error: SelfStudyError | None = None
    done: Doing = ""
    loaded: bool = False
    plans: tuple[PlanView, ...] = ()
    drafts: tuple[Plan, ...] = ()
    positions: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()
    competencies: tuple[tuple[str, str], ...] = ()
    building: Plan | None = None
    proposal: Proposal | None = None
    chosen: tuple[tuple[str, int], ...] = ()
    shown: str = ""
    told: Published | None = None
    dropped: Plan | None = None

    @property
    def lines(self) -> tuple[PlanView, ...]:
        """Drafts first, then what is live, then what was retired."""
        return (*(PlanView(draft) for draft in self.drafts), *self.plans)

    @property
    def view(self) -> PlanView | None:
        """The plan that is looked at."""
        return next((view for view in self.lines if view.plan.id == self.shown), None)


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: PlanningState) -> None:
        """Draw this."""
        ...


class Planning(Protocol):
    """What this screen asks of its service."""

    def propose(
        self,
        budget: float,
        mandatory: Sequence[str] = (),
        positions: Sequence[str] = (),
        people: Sequence[str] = (),
    ) -> Proposal:
        """Modules within the hours."""
        ...

    def drafts(self) -> tuple[Plan, ...]:
        """What was begun."""
        ...

    def keep_draft(self, draft: Plan) -> Plan:
        """Keep a draft."""
        ...

    def drop_draft(self, plan_id: str) -> Plan:
        """Drop a draft."""
        ...

    def publish(self, wanted: Plan) -> Published:
        """Tell those it is for."""
        ...

    def retire(self, plan_id: str) -> Published:
        """End a plan."""
        ...

    def take_back(self, told: Published) -> None:
        """Everything as before."""
        ...

    def plans(self) -> tuple[PlanView, ...]:
        """What was told, with how far people are."""
        ...
