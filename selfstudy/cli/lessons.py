"""`lessons check|list|pack|install`: for authors and publishers of modules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from selfstudy.cli.asked import Asked, Groups, add_json, add_out
from selfstudy.sentences import key_words
from selfstudy.words import pick, t


def add(groups: Groups) -> None:
    """Add the commands."""
    lessons = groups.add_parser("lessons", help=t("cli.help_lessons"))
    commands = lessons.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = commands.add_parser("check", help=t("cli.help_lessons_check"))
    command.add_argument("folder", metavar="FOLDER", type=Path)
    add_json(command)
    command.set_defaults(run=check)

    command = commands.add_parser("list", help=t("cli.help_lessons_list"))
    add_json(command)
    command.set_defaults(run=show)

    command = commands.add_parser("pack", help=t("cli.help_lessons_pack"))
    command.add_argument("folder", metavar="FOLDER", type=Path)
    add_out(command, "FILE")
    command.add_argument("--key", metavar="FILE", type=Path, help=t("cli.help_key"))
    add_json(command)
    command.set_defaults(run=pack)

    command = commands.add_parser("install", help=t("cli.help_lessons_install"))
    command.add_argument("file", metavar="FILE", type=Path)
    add_json(command)
    command.set_defaults(run=install)


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


def pack(asked: Asked) -> int:
    """Make a signed pack; a publisher's key is made at first use."""
    from selfstudy.services.packs import Packs

    packs = Packs(asked.places, asked.library())
    written = packs.pack(asked.options.folder, asked.options.out, asked.options.key)
    if written.new_key is not None:
        asked.say("cli.key_made", path=written.new_key)
    asked.say("cli.packed", path=written.path, publisher=written.publisher[:16])
    asked.answer({"path": str(written.path), "publisher": written.publisher, "size": written.size})
    return 0


def install(asked: Asked) -> int:
    """Put a pack's module in place."""
    from selfstudy.services.packs import Packs

    found = Packs(asked.places, asked.library()).install(asked.options.file)
    key = "cli.installed" if found.changed else "cli.installed_before"
    asked.say(key, module=found.module, version=found.version, publisher=found.publisher[:16])
    if found.changes:
        asked.show(found.changes.strip())
    asked.answer(
        {
            "module": found.module,
            "version": found.version,
            "before": found.before,
            "changed": found.changed,
            "publisher": found.publisher,
        }
    )
    return 0
