"""`unit framework show|export|import|level|undo`: the unit's own competency framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, path_of
from selfstudy.sentences import key_words
from selfstudy.words import day, t

if TYPE_CHECKING:
    from selfstudy.services.framework.setting import Proposed


def add(commands: Groups) -> None:
    """Add the commands."""
    framework = commands.add_parser("framework", help=t("framework.help"))
    inner = framework.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = inner.add_parser("show", help=t("framework.help_show"))
    add_json(command)
    command.set_defaults(run=show)

    command = inner.add_parser("export", help=t("framework.help_export"))
    add_out(command, "FILE.xlsx")
    command.set_defaults(run=export)

    command = inner.add_parser("import", help=t("framework.help_import"))
    command.add_argument("file", metavar="FILE", type=path_of)
    command.add_argument("--look", action="store_true", help=t("framework.help_look"))
    add_json(command)
    command.set_defaults(run=take)

    command = inner.add_parser("level", help=t("framework.help_level"))
    command.add_argument("position", metavar="POSITION")
    command.add_argument("competency", metavar="COMPETENCY")
    command.add_argument("level", metavar="LEVEL", type=int)
    command.set_defaults(run=level)

    command = inner.add_parser("undo", help=t("framework.help_undo"))
    command.add_argument("version", metavar="VERSION")
    command.set_defaults(run=undo)


def show(asked: Asked) -> int:
    """The framework in use and the versions that the unit told."""
    with asked.services() as services:
        view = services.framework.view()
    found = view.framework
    counts = {"competencies": len(found.competencies), "positions": len(found.positions)}
    asked.say("framework.counts", **counts)
    for version in view.versions:
        asked.say(
            "framework.version_line",
            version=version.label,
            day=day(version.at.date()),
            by=version.by,
            n=version.parts,
        )
    rows = [
        {"version": v.label, "at": v.at.isoformat(), "by": v.by, "parts": v.parts}
        for v in view.versions
    ]
    levels = {one.code: dict(one.required) for one in found.positions}
    asked.answer({**counts, "required": levels, "versions": rows})
    return 0


def export(asked: Asked) -> int:
    """Write the framework in use as a workbook."""
    with asked.services() as services:
        path = services.framework.export(asked.options.out)
    asked.say("framework.exported", path=path)
    return 0


def take(asked: Asked) -> int:
    """Check a workbook, tell what it changes, and take it; 1 when something is wrong in it."""
    with asked.services() as services:
        proposed = services.framework.look(asked.options.file)
        taken = proposed.sound and not asked.options.look
        told = services.framework.take(proposed) if taken else ()
    _tell(asked, proposed, taken=bool(told))
    return 0 if proposed.sound else 1


def _tell(asked: Asked, proposed: Proposed, *, taken: bool) -> None:
    problems = [
        {"sheet": p.file, "row": p.line, "sentence": key_words(p.key, p.details)}
        for p in proposed.problems
    ]
    for row in problems:
        asked.say("framework.problem_line" if row["row"] else "framework.problem_sheet", **row)
    changes = [key_words(change.key, change.details) for change in proposed.changes]
    for sentence in changes:
        asked.show(sentence)
    if problems:
        asked.say("framework.refused", n=len(problems))
    elif taken:
        asked.say("framework.taken", n=len(changes))
    else:
        asked.say("framework.would_change" if changes else "framework.same", n=len(changes))
    asked.answer({"taken": taken, "changes": changes, "problems": problems})


def level(asked: Asked) -> int:
    """Require another level of a position; 0 requires none."""
    options = asked.options
    with asked.services() as services:
        told = services.framework.set_level(options.position, options.competency, options.level)
    asked.say("framework.taken" if told else "framework.same", n=len(told))
    return 0


def undo(asked: Asked) -> int:
    """Take a version back; what held before holds again. 1 when there is no such version."""
    with asked.services() as services:
        versions = services.framework.view().versions
        found = [v for v in versions if v.label == asked.options.version]
        for version in found:
            services.framework.undo(*version.decisions)
    asked.say(
        "framework.undone" if found else "framework.no_version", version=asked.options.version
    )
    return 0 if found else 1
