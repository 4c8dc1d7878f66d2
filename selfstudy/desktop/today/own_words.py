"""What Today says of one's own goals; knows no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.words import number, t

if TYPE_CHECKING:
    from selfstudy.domain.initiative import Goal, Rhythm


def reached_words(reached: Goal, goal: Goal) -> str:
    """What of a goal is reached, each part that was set."""
    parts = [
        t(f"own.{key}", done=number(getattr(reached, key), 0), of=number(getattr(goal, key), 0))
        for key in ("minutes", "lessons", "reviews")
        if getattr(goal, key)
    ]
    return " · ".join(parts)


def goal_words(rhythm: Rhythm) -> str:
    """How far one is this week and this quarter."""
    goals = rhythm.goals
    spans = (("week", rhythm.week, goals.week), ("quarter", rhythm.quarter, goals.quarter))
    said = [
        t(f"own.{key}", reached=reached_words(reached, goal))
        for key, reached, goal in spans
        if goal
    ]
    return "; ".join(said)


def rhythm_words(rhythm: Rhythm) -> str:
    """In how many of the last weeks something was studied; a week without costs nothing."""
    return t("own.rhythm", n=rhythm.studied)
