"""What is said of hours; knows no Qt."""

from __future__ import annotations

from selfstudy.desktop.hours.state import HoursState
from selfstudy.desktop.theme import Tone
from selfstudy.domain.hours import HourRule
from selfstudy.services.hours.duty import Duty
from selfstudy.services.hours.recognising import Attendant
from selfstudy.words import day, known, number, t


def scope_words(scope: str) -> str:
    """Whose minimum it is."""
    key = f"hours.scope_{scope}"
    return t(key) if known(key) else scope


def rule_words(rule: HourRule) -> str:
    """A yearly minimum in a line."""
    scope, since = scope_words(rule.scope), day(rule.since)
    if rule.min_tiet is None:
        return t("hours.rule_none", scope=scope, basis=rule.basis)
    return t("hours.rule", scope=scope, hours=number(rule.min_tiet), since=since, basis=rule.basis)


def pace_tone(duty: Duty) -> Tone:
    """How a pace is drawn: never as an alarm."""
    return "neutral" if duty.pace.short else "success"


def pace_words(duty: Duty) -> str:
    """What a pace comes to at the end of the year."""
    if not duty.pace.recognised:
        return t("hours.none_yet")
    if duty.pace.recognised >= duty.pace.target:
        return t("hours.enough")
    if not duty.pace.short:
        return t("hours.will_do")
    return t("hours.short", hours=number(duty.pace.short))


def reached_words(duty: Duty) -> str:
    """The day of this year on which the minimum is met at this pace, if there is one."""
    reached = duty.pace.reached
    met = duty.pace.recognised >= duty.pace.target
    return "" if met or reached is None or reached > duty.due else day(reached)


def list_words(state: HoursState) -> str:
    """What became of an attendance list."""
    if not state.listed:
        return ""
    sure = sum(one.match == "found" for one in state.attendants)
    lines = [t("hours.listed", name=state.listed, n=sure, rows=len(state.attendants))]
    lines += [unmatched_words(one) for one in state.attendants if one.match != "found"]
    return "\n".join(lines)


def unmatched_words(one: Attendant) -> str:
    """A row of a list that names nobody, or several."""
    return t(f"hours.match_{one.match}", row=one.place, name=one.name, n=len(one.others))


def look_words(state: HoursState) -> str:
    """What would be written."""
    given = state.given
    if given is None:
        return ""
    new = [one.name for one in state.receivers if not one.had]
    had = [one.name for one in state.receivers if one.had]
    lines = [
        t("hours.will_write", hours=number(given.hundredths / 100, 2), n=len(new),
          course=given.course, decision=given.decision, day=day(given.day))
    ]  # fmt: skip
    if new:
        lines.append(", ".join(new))
    if had:
        lines.append(t("hours.had", n=len(had), names=", ".join(had)))
    return "\n".join(lines)
