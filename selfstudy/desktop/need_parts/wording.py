"""How needs are said and shown, for the learner and for who supervises them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.domain.competency import Band, Need
from selfstudy.domain.people import Competency
from selfstudy.domain.survey import Asked
from selfstudy.services.needs.lines import Help, NeedLine
from selfstudy.services.needs.measuring import Told
from selfstudy.words import day, number, pick, t

TONES: dict[Band, Tone] = {"high": "danger", "middle": "warning", "low": "accent"}
ICONS: dict[Band, str] = {"high": "chevrons-up", "middle": "chevron-up", "low": "minus"}
NONE = "–"


def title_of(competency: Competency) -> str:
    """A competency in the language in use, with its code."""
    return f"{competency.code} · {pick(competency.title, competency.title_en)}"


def figure(value: float | None) -> str:
    """A level or gap, or a dash where nothing was measured."""
    return NONE if value is None else number(value)


def told(told: Told | None) -> str:
    """A level that somebody told; an asterisk where it came on paper."""
    if told is None:
        return NONE
    return f"{told.level}*" if told.paper else str(told.level)


def test(line: NeedLine) -> str:
    """What a test showed, in points of a hundred."""
    return NONE if line.test is None else t("needs.points", n=number(line.test[0], 0))


def standing(need: Need) -> str:
    """How urgent, or why it is not."""
    if need.disagreement:
        return t("needs.to_discuss")
    if need.level is None:
        return t("needs.not_measured")
    return t(f"needs.band_{need.band}") if need.band else t("needs.enough")


def standing_tone(need: Need) -> Tone:
    """The tone of that."""
    if need.disagreement:
        return "warning"
    if need.band:
        return TONES[need.band]
    return "neutral" if need.level is None else "success"


def standing_icon(need: Need) -> str:
    """The picture of that, where colour alone would tell it."""
    if need.disagreement:
        return "circle-alert"
    if need.band:
        return ICONS[need.band]
    return "circle-dashed" if need.level is None else "circle-check"


def need_columns() -> list[Column]:
    """Competencies with what is required, what each side told, what follows."""
    return [
        Column(t("needs.competency"), lambda n: title_of(n.competency), "strong"),
        Column(t("needs.required"), lambda n: str(n.need.required), "number", width=98),
        Column(
            t("needs.level"), lambda n: figure(n.need.level), "number",
            order=lambda n: n.need.level or 0, width=94,
        ),
        Column(
            t("needs.gap"), lambda n: figure(n.need.gap), "number",
            order=lambda n: -1 if n.need.gap is None else n.need.gap, width=102,
        ),
        Column(t("needs.own"), lambda n: told(n.own), "number", width=118),
        Column(t("needs.supervisor"), lambda n: told(n.rated), "number", width=106),
        Column(t("needs.test"), test, "number", width=102, spare=True),
        Column(
            t("needs.priority"), lambda n: standing(n.need), "badge",
            order=lambda n: n.need.priority or 0, tone=lambda n: standing_tone(n.need),
            icon=lambda n: standing_icon(n.need), width=146,
        ),
    ]  # fmt: skip


def sentence(line: NeedLine) -> str:
    """Who measured what, in a sentence or two."""
    parts = []
    if line.own is not None:
        key = "needs.said_paper" if line.own.paper else "needs.said_own"
        parts.append(t(key, n=line.own.level, day=_day(line.own.paper)))
    if line.rated is not None:
        parts.append(t("needs.said_supervisor", n=line.rated.level))
    if line.test is not None:
        parts.append(t("needs.said_test", n=number(line.test[0], 0), level=line.test[1]))
    if not parts:
        return t("needs.said_nothing")
    return " ".join(parts)


def conclusion(line: NeedLine) -> str:
    """What follows: enough, or how much is lacking."""
    need = line.need
    if need.gap is None or need.level is None:
        return t("needs.conclude_none", required=need.required)
    key = "needs.conclude_gap" if need.gap else "needs.conclude_enough"
    return t(key, required=need.required, level=number(need.level), gap=number(need.gap))


def help_words(found: Help) -> str:
    """A module that helps: its name, tiết, and the level it builds."""
    name = pick(found.title, found.title_en)
    return t("needs.help", code=found.module, title=name, n=number(found.hours), level=found.level)


def _day(written: str) -> str:
    try:
        return day(date.fromisoformat(written))
    except ValueError:
        return ""


def task_name(one: Asked) -> str:
    """A task with the code of its competency."""
    return f"{one.task.competency} · {pick(one.task.text, one.task.english)}"


def task_rows(found: Sequence[tuple[Asked, float, int]]) -> list[tuple[str, str, str]]:
    """Tasks of a unit with mean need and how many told, as a table shows them."""
    return [(task_name(one), number(need), number(count, 0)) for one, need, count in found]
