"""The unit's plan: proposed within the hours there are, drafted here, told to those it is for."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec
from msgspec import structs

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import (
    ModuleMissing,
    NoSuchLesson,
    NoSuchPlan,
    PlanDayRefused,
    PlanEmpty,
    PlanForNobody,
)
from selfstudy.domain.lesson import Module
from selfstudy.domain.needs import Course, Demand, PersonNeeds, demands, helps, plan
from selfstudy.domain.people import roles_of
from selfstudy.domain.plans import (
    Assignment,
    Gainer,
    Plan,
    PlanItem,
    PlanView,
    Proposal,
    Proposed,
    assembled,
    day_of,
)
from selfstudy.domain.record import Fact, PlanAssigned
from selfstudy.services.needs.assigned import Key, assignments, course_of, whys
from selfstudy.services.needs.measuring import Measured, Measuring
from selfstudy.services.needs.steps import Steps
from selfstudy.services.people.roll import Roll, voids
from selfstudy.store.people import Known
from selfstudy.store.redaction import DRAFTS

LONGEST = 2000  # characters of a title or reason


@dataclass(frozen=True, slots=True)
class Published:
    """What was told, for `take_back`; `draft` is what it was made of, if it was a draft."""

    plan: str
    decisions: tuple[str, ...]
    draft: Plan | None = None


class Planning(Roll):
    """What a supervisor asks about the plan and says of it."""

    # — proposing ————————————————————————————————————————————————————————————————————————

    def propose(
        self,
        budget: float,
        mandatory: Collection[str] = (),
        positions: Collection[str] = (),
        people: Collection[str] = (),
    ) -> Proposal:
        """Modules for the unit, or some of it: mandatory ones, then by demand within `budget`.

        `mandatory` are modules; a competency that the law asks for this year adds the one that
        gives most for it. Raises NotEntitled, ModuleMissing.
        """
        measuring = Measuring(self.desk)
        measured = [
            one
            for one in measuring.unit()
            if _is_asked(one.person, one.position, positions, people)
        ]
        needs = [one.needs for one in measured]
        modules = {module.id: module for module in self.desk.library.modules() if module.hours}
        found = demands(needs, [course_of(module) for module in modules.values()])
        fixed = self._fixed(found, needs, mandatory, measuring.mandatory())
        chosen = {each.demand.course.module: each for each in plan(found, budget, fixed)}
        every = [*(one.demand for one in chosen.values())]
        every += [one for one in found if one.course.module not in chosen]
        by_id = {one.person: one for one in measured}
        return Proposal(
            tuple(
                self._proposed(
                    demand, modules[demand.course.module], by_id,
                    chosen=demand.course.module in chosen,
                    mandatory=demand.course.module in fixed,
                )
                for demand in every
            ),
            budget,
            len(measured),
            sum(all(need.level is None for need in one.needs) for one in needs),
        )  # fmt: skip

    def _fixed(
        self,
        found: Sequence[Demand],
        needs: Sequence[PersonNeeds],
        modules: Collection[str],
        competencies: Collection[str],
    ) -> dict[str, Demand]:
        by_module = {demand.course.module: demand for demand in found}
        everybody = tuple(sorted(one.person for one in needs))
        fixed = {}
        for name in modules:
            course = course_of(self._module(name))
            fixed[name] = by_module.get(name, Demand(course, everybody, 0.0))
        for code in sorted(competencies):
            lacking = [n for one in needs for n in one.needs if n.competency == code]
            best = next(
                (d for d in found if any(helps(_only(d.course, code), n) for n in lacking)), None
            )
            if best is not None:
                fixed.setdefault(best.course.module, best)
        return fixed

    def _proposed(
        self,
        demand: Demand,
        module: Module,
        people: dict[str, Measured],
        *,
        chosen: bool,
        mandatory: bool,
    ) -> Proposed:
        gainers = [
            Gainer(one, people[one].name, whys(demand.course, people[one].needs))
            for one in demand.people
        ]
        gainers.sort(key=lambda one: vietnamese.name_key(one.name))
        return Proposed(
            module.id, module.title, module.title_en, module.hours, mandatory, chosen,
            demand.priority, tuple(gainers),
        )  # fmt: skip

    def _module(self, name: str) -> Module:
        try:
            return self.desk.library.module(name)
        except NoSuchLesson as error:
            raise ModuleMissing(module=name) from error

    # — drafts: on this computer only ————————————————————————————————————————————————————

    def drafts(self) -> tuple[Plan, ...]:
        """What was begun and told to nobody."""
        self._supervise()
        kept = self.desk.database.setting(DRAFTS) or "[]"
        return msgspec.json.decode(kept, type=tuple[Plan, ...])

    def keep_draft(self, draft: Plan) -> Plan:
        """Keep a plan on this computer, a new one under a new id. Raises ModuleMissing."""
        for item in draft.items:
            self._module(item.module)
        kept = replace(draft, id=draft.id or secrets.token_hex(8), state="draft")
        self._keep([*(one for one in self.drafts() if one.id != kept.id), kept])
        return kept

    def drop_draft(self, plan_id: str) -> Plan:
        """Drop a draft; it comes back for `keep_draft`. Raises NoSuchPlan."""
        drafts = self.drafts()
        dropped = next((one for one in drafts if one.id == plan_id), None)
        if dropped is None:
            raise NoSuchPlan(plan=plan_id)
        self._keep([one for one in drafts if one is not dropped])
        return dropped

    def _keep(self, drafts: Iterable[Plan]) -> None:
        self.desk.database.set_setting(DRAFTS, msgspec.json.encode(list(drafts)).decode())

    # — what is told —————————————————————————————————————————————————————————————————————

    def publish(self, wanted: Plan) -> Published:
        """Tell those it is for; of a live plan only what changed. Raises what `check` does."""
        self.check(wanted)
        standing = self._standing(wanted.id) if wanted.id else {}
        plan_id = wanted.id or secrets.token_hex(8)
        subjects = self._ids(wanted.people) or ("",)
        facts = {
            (plan_id, item.module, subject): self._fact(replace(wanted, id=plan_id), item, order)
            for order, item in enumerate(wanted.items)
            for subject in subjects
        }
        decisions = self._tell(facts, standing)
        draft = next((one for one in self.drafts() if one.id == plan_id), None)
        if draft is not None:
            self.drop_draft(plan_id)
        return Published(plan_id, decisions, draft)

    def retire(self, plan_id: str) -> Published:
        """End a plan: it shows nowhere any more and stays in the journal. Raises NoSuchPlan."""
        self._supervise()
        standing = self._standing(plan_id)
        if not any(part.live for parts in standing.values() for part in parts):
            raise NoSuchPlan(plan=plan_id)
        return Published(plan_id, self._tell({}, standing))

    def take_back(self, told: Published) -> None:
        """Everything is as it was before, the draft too; that first, so that it is never lost."""
        if told.draft is not None:
            self.keep_draft(told.draft)
        self.undo(*told.decisions)

    def undo(self, *decisions: str) -> None:
        """Take back what was told; who is known to whom does not change by it."""
        self._supervise()
        self._write(voids(decisions))

    def check(self, wanted: Plan) -> None:
        """Whether a plan can be told.

        Raises NotEntitled, PlanEmpty, PlanDayRefused, ModuleMissing, PlanForNobody.
        """
        self._supervise()
        if not wanted.items:
            raise PlanEmpty
        due = day_of(wanted.due)
        if due is None or due < self.desk.clock().date():
            raise PlanDayRefused(day=wanted.due)
        for item in wanted.items:
            self._module(item.module)
        if wanted.people:
            self._people(wanted.people)
        if not self._members(wanted, self._roster()):
            raise PlanForNobody

    def _ids(self, people: Collection[str]) -> tuple[str, ...]:
        """All ids of these people: each of their computers hears of what is said of its own."""
        known = self.desk.my_authorities()
        ids = {one for person in people for one in known.ids_of(bytes.fromhex(person))}
        return tuple(sorted(one.hex() for one in ids))

    def _humans(self, ids: Collection[str]) -> tuple[str, ...]:
        """The same people, each once, by the id that they are counted under."""
        known = self.desk.my_authorities()
        return tuple(sorted({known.root_of(bytes.fromhex(one)).hex() for one in ids}))

    def _fact(self, wanted: Plan, item: PlanItem, order: int) -> PlanAssigned:
        return PlanAssigned(
            wanted.id, item.module, wanted.due, vietnamese.one_line(wanted.reason)[:LONGEST],
            "live", "", vietnamese.one_line(wanted.title)[:LONGEST],
            self._module(item.module).title, " ".join(wanted.positions), item.seats,
            round(wanted.budget * 100), order,
        )  # fmt: skip

    def _tell(
        self, wanted: dict[Key, PlanAssigned], before: dict[Key, list[Assignment]]
    ) -> tuple[str, ...]:
        """Write what is new or other, and end what is wanted no more: all of it, or nothing."""
        facts: list[tuple[bytes, Fact]] = []
        for key in [*wanted, *(key for key in before if key not in wanted)]:
            parts, fact = before.get(key, []), wanted.get(key)
            if fact is None and any(part.live for part in parts):
                fact = structs.replace(parts[-1].told, state="retired", replaces="")
            if fact is None or [structs.replace(p.told, replaces="") for p in parts] == [fact]:
                continue
            replaces = " ".join(part.digest for part in parts)
            subject = bytes.fromhex(key[2]) if key[2] else self.desk.unit
            facts.append((subject, structs.replace(fact, replaces=replaces)))
        return self._write(facts)

    def _standing(self, plan_id: str) -> dict[Key, list[Assignment]]:
        return {key: parts for key, parts in assignments(self.desk).items() if key[0] == plan_id}

    # — how far people are ———————————————————————————————————————————————————————————————

    def plans(self) -> tuple[PlanView, ...]:
        """What is live, the nearest deadline first, then what was retired; never a score."""
        self._supervise()
        by_plan: dict[str, list[list[Assignment]]] = defaultdict(list)
        for key, said in assignments(self.desk).items():
            by_plan[key[0]].append(said)
        if not by_plan:
            return ()
        steps, roster = Steps(self.desk), self._roster()
        views = []
        for parts in by_plan.values():
            last = [each[-1] for each in parts]
            live = [one for one in last if one.live]
            told = assembled(last)
            told = replace(told, people=self._humans(told.people))
            modules = tuple(
                steps.of(item, self._asked(item.module, live or last, roster))
                for item in told.items
            )
            mixed = len({bool(one.subject) for one in live}) > 1
            views.append(PlanView(told, modules, mixed or any(len(each) > 1 for each in parts)))
        return tuple(
            sorted(views, key=lambda v: (v.plan.state == "retired", v.plan.due, v.plan.title))
        )

    def _asked(
        self, module: str, told: Sequence[Assignment], roster: Sequence[Known]
    ) -> list[Known]:
        """Whom of the roster some word asks for a module, by given name: as each sees it."""
        those = [one for one in told if one.told.module == module]
        ids = set(self._ids([one.subject for one in those if one.subject]))
        wide = [set(one.told.positions.split()) for one in those if not one.subject]
        found = [
            one
            for one in roster
            if one.person.hex() in ids
            or any(not positions or positions & set(roles_of(one.position)) for positions in wide)
        ]
        return sorted(found, key=lambda one: vietnamese.name_key(one.name))

    def _members(self, wanted: Plan, roster: Sequence[Known]) -> list[Known]:
        """Whom of the roster a plan is for."""
        ids = self._ids(wanted.people)
        return [
            one
            for one in roster
            if _is_asked(one.person.hex(), one.position, wanted.positions, ids)
        ]


def _is_asked(
    person: str, position: str, positions: Collection[str], people: Collection[str]
) -> bool:
    if people:
        return person in people
    return not positions or bool(set(positions) & set(roles_of(position)))


def _only(course: Course, code: str) -> Course:
    return replace(course, builds=tuple(each for each in course.builds if each[0] == code))
