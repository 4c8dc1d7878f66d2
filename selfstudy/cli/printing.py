"""`lessons print LESSON --out FILE.pdf`: a lesson on A4, as the lesson screen prints it."""

from __future__ import annotations

from selfstudy.cli.asked import Asked, Groups, add_json, add_out
from selfstudy.words import t


def add(commands: Groups) -> None:
    """Add the command."""
    command = commands.add_parser("print", help=t("print.help"))
    command.add_argument("lesson", metavar="LESSON")
    add_out(command, "FILE.pdf")
    command.add_argument("--answers", action="store_true", help=t("print.help_answers"))
    add_json(command)
    command.set_defaults(run=print_lesson)


def print_lesson(asked: Asked) -> int:
    """Write the PDF."""
    options = asked.options
    library = asked.library()
    lesson = library.lesson(options.lesson)
    pages = asked.fronts.paper(library, lesson.id, options.out, options.answers)
    asked.say("print.saved", n=pages, path=options.out)
    asked.answer({"lesson": lesson.id, "file": str(options.out), "pages": pages})
    return 0
