"""What a supervisor can do with plans; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from selfstudy.desktop.planning.state import Doing, Named, Planning, PlanningState, View, Wanted
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import PlanDayRefused, SelfStudyError
from selfstudy.domain.hours import typed_hours
from selfstudy.domain.people import Competency, PersonRow, Position
from selfstudy.domain.plans import Plan, PlanItem, PlanView, Proposal
from selfstudy.services.needs.planning import Published
from selfstudy.words import pick

BUDGET = 40.0  # tiết of a new plan
SEATS = 10_000


class PlanningPresenter:
    """Leads the plan: reads, proposes, keeps, tells, ends, and takes it all back."""

    def __init__(
        self,
        view: View,
        service: Planning,
        tasks: Tasks,
        people: Callable[[], Sequence[PersonRow]],
        positions: Sequence[Position] = (),
        competencies: Sequence[Competency] = (),
    ) -> None:
        self._view, self._service, self._tasks, self._people = view, service, tasks, people
        self.state = PlanningState(
            positions=tuple(Named(p.code, pick(p.title, p.title_en)) for p in positions),
            competencies=tuple((c.code, pick(c.title, c.title_en)) for c in competencies),
        )

    def load(self) -> None:
        """Read drafts, plans and how far people are; what is being written stays."""

        def read() -> tuple[tuple[Plan, ...], tuple[PlanView, ...], tuple[Named, ...]]:
            people = tuple(Named(p.id, p.name, p.position) for p in self._people())
            return self._service.drafts(), self._service.plans(), people

        self._tasks.run(read, self._loaded, self._failed)

    def look_at(self, plan_id: str) -> None:
        """Show who is how far with a plan."""
        self._show(shown=plan_id)

    # Building

    def begin(self) -> None:
        """Write a new plan."""
        self._build(Plan("", budget=BUDGET))

    def edit(self, plan_id: str) -> None:
        """Write a draft or a live plan anew."""
        found = next((v.plan for v in self.state.lines if v.plan.id == plan_id), None)
        if found is not None:
            self._build(found)

    def close(self) -> None:
        """Leave it; what was kept stays kept."""
        self._show(building=None, proposal=None, error=None)

    def propose(self, wanted: Wanted) -> None:
        """Ask anew what the needs say within these hours and for these people."""
        try:
            plan = self._plan(wanted, day=False)
        except SelfStudyError as error:
            self._show(error=error)
            return
        self._propose(plan, anew=True)

    def keep(self, wanted: Wanted) -> None:
        """Keep it as a draft on this computer."""
        self._do("keep", wanted, self._service.keep_draft, self._kept)

    def publish(self, wanted: Wanted) -> None:
        """Tell those it is for."""
        self._do("publish", wanted, self._service.publish, self._told("publish"))

    # Ending

    def retire(self, plan_id: str) -> None:
        """A live plan ends."""
        if self._begin("retire"):
            self._tasks.run(
                lambda: self._service.retire(plan_id), self._told("retire"), self._failed
            )

    def drop(self, plan_id: str) -> None:
        """A draft goes; it can be brought back."""
        if self._begin("drop"):
            self._tasks.run(lambda: self._service.drop_draft(plan_id), self._gone, self._failed)

    def undo(self) -> None:
        """Take back what was told or dropped last."""
        told, dropped = self.state.told, self.state.dropped
        if (told is None and dropped is None) or not self._begin("undo"):
            return

        def back() -> None:
            if told is not None:
                self._service.take_back(told)
            elif dropped is not None:
                self._service.keep_draft(dropped)

        self._tasks.run(back, lambda _nothing: self._finish("undo"), self._failed)

    # How it goes on

    def _build(self, plan: Plan) -> None:
        chosen = tuple((item.module, item.seats) for item in plan.items)
        self._show(building=plan, proposal=None, chosen=chosen, error=None, done="")
        self._propose(plan, anew=not plan.items)

    def _propose(self, plan: Plan, *, anew: bool) -> None:
        """`anew`: what fits the hours is ticked; else what the plan has."""
        if not self._begin("propose", building=plan):
            return

        def found(proposal: Proposal) -> None:
            fitting = tuple((each.module, 0) for each in proposal.modules if each.chosen)
            chosen = fitting if anew else tuple((i.module, i.seats) for i in plan.items)
            self._show(busy="", proposal=proposal, chosen=chosen)

        self._tasks.run(
            lambda: self._service.propose(plan.budget, (), plan.positions, plan.people),
            found,
            self._failed,
        )

    def _do(
        self,
        doing: Doing,
        wanted: Wanted,
        work: Callable[[Plan], Any],
        done: Callable[[Any], None],
    ) -> None:
        try:
            plan = self._plan(wanted, day=doing == "publish")
        except SelfStudyError as error:
            self._show(error=error)
            return
        if self._begin(doing, building=plan, chosen=tuple((i.module, i.seats) for i in plan.items)):
            self._tasks.run(lambda: work(plan), done, self._failed)

    def _plan(self, wanted: Wanted, *, day: bool) -> Plan:
        """What was typed; a draft may lack its day. Raises PlanDayRefused, HoursRefused."""
        due = ""
        if wanted.due.strip() or day:
            try:
                due = read_day(wanted.due).isoformat()
            except SelfStudyError as error:
                raise PlanDayRefused(day=wanted.due) from error
        budget = typed_hours(wanted.budget) / 100
        items = tuple(
            PlanItem(module, seats=typed_seats(seats)) for module, seats in wanted.modules
        )
        before = self.state.building or Plan("")
        return Plan(
            before.id, wanted.title, due, items,
            wanted.positions if wanted.whom == "positions" else (),
            wanted.people if wanted.whom == "people" else (),
            wanted.reason, budget, before.state,
        )  # fmt: skip

    def _kept(self, plan: Plan) -> None:
        self._finish("keep", shown=plan.id, building=None, proposal=None)

    def _told(self, doing: Doing) -> Callable[[Published], None]:
        return lambda told: self._finish(
            doing, told=told, shown=told.plan, building=None, proposal=None
        )

    def _gone(self, plan: Plan) -> None:
        self._finish("drop", dropped=plan)

    def _begin(self, doing: Doing, **changes: Any) -> bool:  # noqa: ANN401 - fields of the state
        if self.state.busy:
            return False
        self._show(busy=doing, done="", error=None, **changes)
        return True

    def _finish(self, done: Doing, **changes: Any) -> None:  # noqa: ANN401
        self._show(**{"busy": "", "done": done, "told": None, "dropped": None, **changes})
        self.load()

    def _loaded(
        self, found: tuple[tuple[Plan, ...], tuple[PlanView, ...], tuple[Named, ...]]
    ) -> None:
        drafts, plans, people = found
        self._show(drafts=drafts, plans=plans, people=people, loaded=True)

    def _failed(self, error: SelfStudyError) -> None:
        self._show(busy="", error=error)

    def _show(self, **changes: Any) -> None:  # noqa: ANN401
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)


def typed_seats(text: str) -> int:
    """Seats as typed; what is no number means as many as it is for."""
    bare = text.strip()
    return min(SEATS, int(bare)) if bare.isascii() and bare.isdigit() else 0
