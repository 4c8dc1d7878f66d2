"""What is said of goals, of the journal and of a period; knows no Qt."""

from __future__ import annotations

from selfstudy.desktop.initiative.presenter import Doing, OwnState
from selfstudy.domain.initiative import Applied, Goal, Rhythm, Summary
from selfstudy.words import day, minutes, number, t

SAID: tuple[Doing, ...] = ("goals", "keep", "share", "back", "drop", "undo")


def done_words(state: OwnState) -> str:
    """What was done last."""
    return t(f"own.done_{state.done}") if state.done in SAID else ""


def rhythm_words(rhythm: Rhythm) -> str:
    """Weeks with study; one without costs nothing."""
    return t("own.rhythm", n=rhythm.studied) if rhythm.studied else t("own.rhythm_none")


def goal_words(rhythm: Rhythm) -> str:
    """How far one is this week and this quarter; nothing where no goal is set."""
    goals = rhythm.goals
    spans = (("week", rhythm.week, goals.week), ("quarter", rhythm.quarter, goals.quarter))
    return "; ".join(
        t(f"own.{key}", reached=_reached(done, goal)) for key, done, goal in spans if goal
    )


def _reached(reached: Goal, goal: Goal) -> str:
    return " · ".join(
        t(f"own.{key}", done=number(getattr(reached, key), 0), of=number(getattr(goal, key), 0))
        for key in ("minutes", "lessons", "reviews")
        if getattr(goal, key)
    )


def entry_words(entry: Applied, modules: dict[str, str]) -> str:
    """When it was, what it was learned in, and who knows of it."""
    state = "shared" if entry.shared else "changed" if entry.told else "private"
    parts = [day(entry.day), modules.get(entry.module, entry.module), t(f"own.entry_{state}")]
    return " · ".join(part for part in parts if part)


def summary_words(summary: Summary) -> str:
    """A period in lines to read or paste; the two ledgers apart."""
    lines = [
        t("own.sum_days", first=day(summary.period.first), last=day(summary.period.last)),
        t("own.sum_time", time=minutes(summary.minutes), n=summary.days),
        t("own.sum_lessons", n=len(summary.lessons)),
        *(f"– {lesson}" for lesson in summary.lessons),
        t("own.sum_answers", answers=number(summary.answers, 0),
          reviews=number(summary.reviews, 0), tests=number(summary.tests, 0)),
        t("own.sum_self", hours=number(summary.self_study, 2)),
        t("own.sum_given", hours=number(summary.recognised, 2)),
        t("own.sum_applied", n=len(summary.applied)),
        *(f"– {day(entry.day)}: {entry.text}" for entry in summary.applied),
    ]  # fmt: skip
    return "\n".join(lines)
