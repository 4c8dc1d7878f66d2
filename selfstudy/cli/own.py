"""`goals`, `applied`: one's own goals, and what was applied at work."""

from __future__ import annotations

from dataclasses import asdict

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.domain.days import read_day
from selfstudy.domain.initiative import Applied, Goal, Goals
from selfstudy.words import day, number, t

KINDS = ("minutes", "lessons", "reviews")


def add(groups: Groups) -> None:
    """Add the commands."""
    command = groups.add_parser("goals", help=t("cli.help_goals"))
    command.add_argument("span", choices=("week", "quarter"), nargs="?")
    for kind in KINDS:
        command.add_argument(f"--{kind}", type=int, default=0)
    add_json(command)
    command.set_defaults(run=goals)

    applied = groups.add_parser("applied", help=t("cli.help_applied"))
    commands = applied.add_subparsers(metavar=t("cli.metavar_command"), required=True)
    command = commands.add_parser("add", help=t("cli.help_applied_add"))
    command.add_argument("text")
    command.add_argument("--module", default="")
    command.add_argument("--day", metavar="DATE", default="")
    add_json(command)
    command.set_defaults(run=write)
    for name, run in (("share", share), ("drop", drop)):
        command = commands.add_parser(name, help=t(f"cli.help_applied_{name}"))
        command.add_argument("entry", metavar="ENTRY")
        command.set_defaults(run=run)
    command = commands.add_parser("list", help=t("cli.help_applied_list"))
    add_json(command)
    command.set_defaults(run=entries)


def goals(asked: Asked) -> int:
    """Show how far one is, or set the goal of a week or quarter."""
    from selfstudy.services.initiative.goals import Aims

    options = asked.options
    with asked.services() as services:
        aims = Aims(services.desk)
        if options.span:
            goal = Goal(options.minutes, options.lessons, options.reviews)
            before = aims.goals()
            week, quarter = (
                (goal, before.quarter) if options.span == "week" else (before.week, goal)
            )
            aims.set(Goals(week, quarter, before.days, before.hour))
        rhythm = aims.rhythm()
    for key, done, goal in (
        ("week", rhythm.week, rhythm.goals.week),
        ("quarter", rhythm.quarter, rhythm.goals.quarter),
    ):
        parts = [
            t(f"own.{kind}", done=number(getattr(done, kind), 0), of=number(wanted, 0))
            for kind in KINDS
            if (wanted := getattr(goal, kind))
        ]
        if parts:
            asked.say(f"own.{key}", reached=" · ".join(parts))
    asked.say("own.rhythm", n=rhythm.studied)
    asked.answer(asdict(rhythm))
    return 0


def write(asked: Asked) -> int:
    """Write an entry; it is private."""
    from selfstudy.services.initiative.applied import AppliedJournal

    options = asked.options
    on = read_day(options.day) if options.day else None
    with asked.services() as services:
        kept = AppliedJournal(services.desk).keep(options.text, options.module, on)
    _say(asked, kept)
    asked.answer(_told(kept))
    return 0


def share(asked: Asked) -> int:
    """Tell the unit an entry."""
    from selfstudy.services.initiative.applied import AppliedJournal

    with asked.services() as services:
        _say(asked, AppliedJournal(services.desk).share(asked.options.entry))
    return 0


def drop(asked: Asked) -> int:
    """Take an entry out of the journal."""
    from selfstudy.services.initiative.applied import AppliedJournal

    with asked.services() as services:
        gone = AppliedJournal(services.desk).drop(asked.options.entry)
    asked.say("cli.applied_dropped", text=gone.text)
    return 0


def entries(asked: Asked) -> int:
    """The journal, newest first."""
    from selfstudy.services.initiative.applied import AppliedJournal

    with asked.services() as services:
        found = AppliedJournal(services.desk).entries()
    for one in found:
        _say(asked, one)
    asked.answer([_told(one) for one in found])
    return 0


def _say(asked: Asked, one: Applied) -> None:
    state = t(f"own.entry_{'shared' if one.shared else 'private'}")
    asked.say("cli.applied_line", entry=one.id, day=day(one.day), text=one.text, state=state)


def _told(one: Applied) -> dict[str, object]:
    return asdict(one) | {"day": one.day.isoformat()}
