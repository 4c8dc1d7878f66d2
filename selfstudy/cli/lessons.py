"""`lessons check|list`; the rest in `packs` and `authoring`: for publishers and authors."""

from __future__ import annotations

from datetime import date

from selfstudy.cli import authoring, errata, packs, printing
from selfstudy.cli.asked import Asked, Groups, add_json, path_of
from selfstudy.sentences import key_words
from selfstudy.words import pick, t


def add(groups: Groups) -> None:
    """Add the commands."""
    lessons = groups.add_parser("lessons", help=t("cli.help_lessons"))
    commands = lessons.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = commands.add_parser("check", help=t("cli.help_lessons_check"))
    command.add_argument("folder", metavar="FOLDER", type=path_of)
    add_json(command)
    command.set_defaults(run=check)

    command = commands.add_parser("list", help=t("cli.help_lessons_list"))
    add_json(command)
    command.set_defaults(run=show)

    packs.add(commands)
    printing.add(commands)
    errata.add(commands)
    authoring.add(commands)


def check(asked: Asked) -> int:
    """Every problem at once; 1 when there are errors."""
    from selfstudy.content.checker import check as look

    report = look(asked.options.folder, date.today())  # noqa: DTZ011 — the author's own day
    rows = [
        {
            "file": p.file,
            "line": p.line,
            "severity": p.severity,
            "problem": p.key,
            "sentence": key_words(p.key, p.details),
        }
        for p in report.problems
    ]
    for row in rows:
        place = f"{row['file']}:{row['line']}" if row["line"] else f"{row['file']}"
        severity = t(f"cli.severity_{row['severity']}")
        asked.show(f"{place}: {severity}: {row['sentence']}")
    asked.say(
        "cli.checked",
        modules=report.modules,
        lessons=report.lessons,
        questions=report.questions,
        errors=len(report.errors),
        warnings=len(report.warnings),
    )
    counts = {
        "modules": report.modules,
        "lessons": report.lessons,
        "questions": report.questions,
        "words": report.words,
        "errors": len(report.errors),
        "warnings": len(report.warnings),
    }
    asked.answer({"ok": report.ok, **counts, "problems": rows})
    return 0 if report.ok else 1


def show(asked: Asked) -> int:
    """The modules and lessons of this computer."""
    modules = asked.library().modules()
    for module in modules:
        asked.say(
            "cli.module_line",
            id=module.id,
            version=module.version,
            title=pick(module.title, module.title_en),
            hours=module.hours,
        )
        for lesson in module.lessons:
            title = pick(lesson.title, lesson.title_en)
            asked.say("cli.lesson_line", id=lesson.id, title=title, n=len(lesson.questions))
    asked.answer(
        [
            {
                "id": module.id,
                "version": module.version,
                "title": module.title,
                "title_en": module.title_en,
                "hours": module.hours,
                "reviewed_by": module.reviewed_by,
                "draft": module.vetted is None,
                "lessons": [
                    {
                        "id": lesson.id,
                        "title": lesson.title,
                        "title_en": lesson.title_en,
                        "minutes": lesson.minutes,
                        "words": lesson.words,
                        "questions": len(lesson.questions),
                    }
                    for lesson in module.lessons
                ],
            }
            for module in modules
        ]
    )
    return 0
