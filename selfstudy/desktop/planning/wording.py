"""What the plan says of plans, modules and people; knows no Qt."""

from __future__ import annotations

from typing import Any

from selfstudy.desktop.planning.state import Doing, PlanningState
from selfstudy.desktop.theme import Tone
from selfstudy.domain.plans import Advance, Plan, PlanView, Proposal, Proposed, Why, day_of
from selfstudy.words import day, number, pick, t

STATE_TONES: dict[str, Tone] = {"draft": "neutral", "live": "accent", "retired": "neutral"}
STEP_TONES: dict[str, Tone] = {"new": "neutral", "going": "accent", "done": "success"}
SAID: tuple[Doing, ...] = ("keep", "publish", "retire", "drop", "undo")


def done_words(done: Doing) -> str:
    """What was done last, in a sentence."""
    return t(f"plan.done_{done}") if done in SAID else ""


def state_tone(view: PlanView) -> Tone:
    """How a plan's state is drawn."""
    return STATE_TONES[view.plan.state]


def step_tone(row: Any) -> Tone:  # noqa: ANN401 - a row of the table
    """How somebody's step is drawn."""
    return STEP_TONES[row[0].step]


def whom_words(plan: Plan) -> str:
    """For whom a plan is."""
    if plan.whom == "people":
        return t("plan.for_people", n=len(plan.people))
    if plan.whom == "positions":
        return t("plan.for_positions", n=len(plan.positions))
    return t("plan.for_everybody")


def module_words(plan: Plan) -> str:
    """The modules of a plan by their codes."""
    return ", ".join(item.module for item in plan.items)


def due_words(due: str) -> str:
    """A deadline as it is written here."""
    on = day_of(due)
    return day(on) if on is not None else ""


def count_words(advance: Advance) -> str:
    """A module in numbers of people."""
    return t(
        "plan.counts", module=f"{advance.module} {advance.title}", done=advance.count("done"),
        going=advance.count("going"), new=advance.count("new"),
    )  # fmt: skip


def fits_words(proposal: Proposal, ticked: tuple[str, ...], budget: float) -> str:
    """How the ticked modules stand to the hours."""
    hours = sum(each.hours for each in proposal.modules if each.module in ticked)
    said = t("plan.hours_used", hours=number(hours), budget=number(budget))
    if hours > budget:
        said += " " + t("plan.hours_over", hours=number(hours - budget))
    if proposal.unmeasured:
        said += " " + t("plan.unmeasured", n=proposal.unmeasured)
    return said


def proposed_words(each: Proposed) -> str:
    """A module of the proposal under its title."""
    parts = [t("plan.tiet", hours=number(each.hours)), t("plan.people", n=len(each.people))]
    if each.mandatory:
        parts.insert(0, t("plan.mandatory"))
    return " · ".join(parts)


def why_words(why: Why, names: dict[str, str]) -> str:
    """What a post asks for and somebody has."""
    return t(
        "plan.why", what=names.get(why.competency, why.competency), required=why.required,
        level=number(why.level),
    )  # fmt: skip


def preview_words(state: PlanningState, ticked: tuple[str, ...], due: str, reason: str) -> str:
    """What somebody will read on their Today; nothing while nobody would read anything."""
    proposal = state.proposal
    first = next((m for m in proposal.modules if m.module in ticked), None) if proposal else None
    if first is None:
        return ""
    names = dict(state.competencies)
    who = first.people[0].name if first.people else ""
    lines = [t("plan.preview_for", name=who) if who else t("plan.preview_any")]
    lines.append(f"{first.module} · {pick(first.title, first.title_en)}")
    lines.append(" ".join(filter(None, [t("plan.preview_due", day=due) if due else "", reason])))
    lines += [why_words(why, names) for why in (first.people[0].why if first.people else ())]
    return "\n".join(line for line in lines if line)
