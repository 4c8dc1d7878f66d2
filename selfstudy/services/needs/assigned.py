"""What stands of the unit's plans, and what of it is oneself's to study, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from selfstudy.domain.needs import Course, PersonNeeds, helps
from selfstudy.domain.people import roles_of
from selfstudy.domain.plans import (
    Assignment,
    PlanTask,
    Why,
    day_of,
    in_order,
    step_of,
)
from selfstudy.domain.record import PlanAssigned
from selfstudy.services.needs.measuring import Measuring
from selfstudy.store.people import merged, people
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import Seen
from selfstudy.store.standing import digest_of, last_words, standing, whole

if TYPE_CHECKING:
    from selfstudy.domain.lesson import Module
    from selfstudy.domain.progress import ModuleCard
    from selfstudy.services.holding.desk import Desk

Key = tuple[str, str, str]


def assignments(desk: Desk, only: Collection[bytes] | None = None) -> dict[Key, list[Assignment]]:
    """What was said last of each module of each plan, by plan, module and subject.

    More than one where supervisors spoke at once. `only` are subjects (ids), all when None.
    """
    where = [] if only is None else [source_table.c.subject.in_(sorted(only))]
    said: dict[Key, list[Seen]] = defaultdict(list)
    for fact in standing(desk.journal, "plan_assigned", desk.my_authorities(), *where):
        said[fact.object, fact.parent, _subject(fact)].append(fact)
    found: dict[Key, list[Assignment]] = {}
    for key, facts in said.items():
        last = [_read(desk, fact) for fact in last_words(desk.journal, facts)]
        if plans := [one for one in last if one is not None]:
            found[key] = plans
    return found


def _subject(fact: Seen) -> str:
    """Whom an assignment is about: nobody in particular when it is about the unit."""
    source = fact.source
    return "" if source.subject == source.unit else source.subject.hex()


def _read(desk: Desk, fact: Seen) -> Assignment | None:
    plan = whole(desk.journal, fact)
    if not isinstance(plan, PlanAssigned):
        return None
    return Assignment(plan, _subject(fact), digest_of(desk.journal, fact))


def my_tasks(desk: Desk, cards: Iterable[ModuleCard]) -> tuple[PlanTask, ...]:
    """What the unit's live plans ask of oneself, the nearest deadline first."""
    if desk.card is None:
        return ()
    known = desk.my_authorities()
    mine = {desk.person, *known.ids_of(desk.person)}
    found = assignments(desk, mine | {desk.unit})
    asked = [parts[-1] for parts in found.values() if parts[-1].live]
    if not asked:
        return ()
    measured = Measuring(desk).mine()
    me = next(iter(merged(people(desk.journal, desk.unit, known, mine))), None)
    if me is not None and me.gone(desk.today()):
        return ()
    roles = set(roles_of(me.position if me is not None else measured.position))
    by_module = {card.id: card for card in cards}
    tasks: dict[tuple[str, str], PlanTask] = {}
    for one in asked:
        positions = set(one.told.positions.split())
        if one.subject or not positions or roles & positions:
            card = by_module.get(one.told.module)
            tasks[one.told.plan, one.told.module] = _task(one.told, card, measured.needs)
    return tuple(in_order(list(tasks.values())))


def _task(told: PlanAssigned, card: ModuleCard | None, needs: PersonNeeds) -> PlanTask:
    due = day_of(told.due)
    if card is None:
        name = told.module_title or told.module
        return PlanTask(
            told.plan, told.title, told.module, name, name, due, told.reason, held=False
        )
    begun = any(line.state != "new" for line in card.lessons)
    waiting = [line.id for line in card.lessons if line.state != "done"]
    return PlanTask(
        told.plan, told.title, card.id, card.title, card.title_en, due, told.reason,
        whys(Course(card.id, card.hours, card.competencies), needs),
        card.done, len(card.lessons), step_of(card.done, len(card.lessons), begun=begun),
        following=waiting[0] if waiting else "",
    )  # fmt: skip


def whys(course: Course, needs: PersonNeeds) -> tuple[Why, ...]:
    """What a person lacks that a module builds, as far as it was measured."""
    return tuple(
        Why(need.competency, need.required, need.level)
        for need in needs.needs
        if need.level is not None and helps(course, need)
    )


def course_of(module: Module) -> Course:
    """A module as a plan sees it."""
    return Course(module.id, module.hours, module.competencies)
