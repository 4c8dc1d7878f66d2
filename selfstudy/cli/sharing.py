"""`progress share`: telling the unit private records that one chooses, record by record."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.domain.errors import NoSuchRecord, NoUnit
from selfstudy.sentences import kind_words
from selfstudy.words import day, moment, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfstudy.domain.telling import PrivateGroup, PrivateRow
    from selfstudy.services.carrying.handover import Handover


def add_to(commands: Groups) -> None:
    """Add the command."""
    command = commands.add_parser("share", help=t("telling.help"))
    command.add_argument(
        "--lesson", metavar="ID", action="append", default=[], help=t("telling.help_lesson")
    )
    command.add_argument(
        "--record", metavar="SOURCE:NUMBER", action="append", default=[],
        help=t("telling.help_record"),
    )  # fmt: skip
    command.add_argument("--take-back", action="store_true", help=t("telling.help_take_back"))
    command.add_argument("--dry-run", action="store_true", help=t("telling.help_dry_run"))
    add_json(command)
    command.set_defaults(run=share)


def share(asked: Asked) -> int:
    """List what may be told, or tell or take back what is chosen."""
    with asked.services() as services:
        handover = services.handover
        card = services.desk.card
        if card is None:
            raise NoUnit
        groups = handover.private()
        if not (asked.options.lesson or asked.options.record):
            return _list(asked, groups)
        chosen = _chosen(asked, groups)
        if asked.options.dry_run:
            return _preview(asked, handover, chosen)
        if asked.options.take_back:
            count, said = handover.take_back(chosen), "telling.cli_taken_back"
        else:
            count, said = handover.tell(chosen), "telling.cli_told"
    asked.say(said, n=count, unit=card.name)
    asked.answer({"records": count, "unit": card.name})
    return 0


def _list(asked: Asked, groups: Sequence[PrivateGroup]) -> int:
    if not groups:
        asked.say("telling.nothing")
    for group in groups:
        asked.say("telling.cli_group", lesson=group.lesson, title=group.title, n=len(group.untold))
        for row in group.rows:
            asked.say(
                "telling.cli_line", id=row.id, at=moment(row.at), kind=kind_words(row.kind),
                what=row.what, detail=row.detail, state=_state(row),
            )  # fmt: skip
    asked.answer(
        [
            {"lesson": g.lesson, "title": g.title, "records": [_record(row) for row in g.rows]}
            for g in groups
        ]
    )
    return 0


def _preview(asked: Asked, handover: Handover, chosen: Sequence[str]) -> int:
    facts = handover.would_tell(chosen)
    asked.say("telling.cli_would", n=len(facts))
    for fact in facts:
        asked.show(f"{fact.what}  {fact.detail}")
    asked.answer([{"what": fact.what, "detail": fact.detail} for fact in facts])
    return 0


def _chosen(asked: Asked, groups: Sequence[PrivateGroup]) -> list[str]:
    """The ids meant; of a lesson those that were not told. Raises NoSuchRecord."""
    rows = [row for group in groups for row in group.rows]
    by_lesson = {group.lesson: group for group in groups}
    found: list[str] = []
    for lesson in asked.options.lesson:
        if lesson not in by_lesson:
            raise NoSuchRecord(record=lesson)
        group = by_lesson[lesson]
        told = [row.id for row in group.rows if row.told_at is not None]
        found += told if asked.options.take_back else group.untold
    for wanted in asked.options.record:
        source, _colon, number = wanted.lower().partition(":")
        meant = [
            r.id for r in rows if source and r.id.startswith(source) and r.id.endswith(f":{number}")
        ]
        if len(meant) != 1:
            raise NoSuchRecord(record=wanted)
        found += meant
    return found


def _state(row: PrivateRow) -> str:
    if row.taken_back:
        return t("telling.was_taken_back")
    return t("telling.was_told", day=day(row.told_at)) if row.told_at is not None else ""


def _record(row: PrivateRow) -> dict[str, object]:
    dated = {"at": row.at.isoformat(), "told_at": row.told_at and row.told_at.isoformat()}
    return asdict(row) | dated
