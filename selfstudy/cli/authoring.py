"""`lessons new|import-questions|export-questions|author`: for those who write modules."""

from __future__ import annotations

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, path_of
from selfstudy.content.problems import Problem
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.sentences import key_words
from selfstudy.settings import load_settings, save_settings
from selfstudy.words import t


def add(commands: Groups) -> None:
    """Add the commands."""
    command = commands.add_parser("new", help=t("author.help_new"))
    command.add_argument("folder", metavar="FOLDER", type=path_of)
    command.add_argument("--id", metavar="CODE", default="", help=t("author.help_id"))
    command.add_argument("--title", metavar="TITLE", required=True, help=t("author.help_title"))
    add_json(command)
    command.set_defaults(run=new)

    command = commands.add_parser("import-questions", help=t("author.help_import"))
    command.add_argument("file", metavar="FILE", type=path_of)
    add_out(command, "FILE.md")
    add_json(command)
    command.set_defaults(run=import_questions)

    command = commands.add_parser("export-questions", help=t("author.help_export"))
    command.add_argument("folder", metavar="MODULE", type=path_of)
    command.add_argument("--lesson", metavar="ID", default="", help=t("author.help_lesson"))
    command.add_argument("--format", choices=("gift", "moodle"), default="gift")
    add_out(command, "FILE")
    add_json(command)
    command.set_defaults(run=export_questions)

    command = commands.add_parser("author", help=t("author.help_author"))
    command.add_argument("folder", metavar="FOLDER", type=path_of)
    command.set_defaults(run=author)


def new(asked: Asked) -> int:
    """A new module in a folder of modules, or, without a code, a new lesson in a module."""
    from selfstudy.services.authoring.beginnings import new_lesson, new_module

    folder, options = asked.options.folder, asked.options
    if options.id:
        made = new_module(folder, options.id, options.title)
    else:
        made = new_lesson(folder, options.title)
    asked.say("author.made", path=made)
    asked.answer({"path": str(made)})
    return 0


def import_questions(asked: Asked) -> int:
    """Drafts into a question file; by line what could not be taken."""
    from selfstudy.services.authoring.foreign import read_questions, write_questions

    taken = read_questions(asked.options.file)
    _tell(asked, taken.left)
    out = write_questions(taken, asked.options.out)
    asked.say("author.imported", n=len(taken.drafts), left=len(taken.left), path=out)
    asked.say("author.drafts_note")
    asked.answer(
        {"path": str(out), "questions": len(taken.drafts), "left": list(map(_row, taken.left))}
    )
    return 0


def export_questions(asked: Asked) -> int:
    """A module's or one lesson's questions for Moodle. Raises NoSuchLesson."""
    from selfstudy.services.authoring.foreign import export_questions as write
    from selfstudy.services.authoring.workshop import Workshop

    options = asked.options
    lessons = [
        lesson
        for module in Workshop().look(options.folder).report.read
        for lesson in module.lessons
        if options.lesson in {"", lesson.id}
    ]
    if options.lesson and not lessons:
        raise NoSuchLesson(id=options.lesson)
    questions = [question for lesson in lessons for question in lesson.questions]
    count, left = write(questions, options.format, options.out)
    _tell(asked, left)
    asked.say("author.exported", n=count, path=options.out)
    rows = list(map(_row, left))
    asked.answer({"path": str(options.out), "questions": count, "left": rows})
    return 0


def author(asked: Asked) -> int:
    """Open the window on the author's screen with this folder, and offer it from now on."""
    path = asked.places.settings_file
    folder = str(asked.options.folder.expanduser().resolve())
    settings = load_settings(path)._replace(authoring=True, author_folder=folder)
    save_settings(path, settings)
    return asked.fronts.window(asked.options.home)


def _tell(asked: Asked, left: tuple[Problem, ...]) -> None:
    for problem in left:
        sentence = key_words(problem.key, problem.details)
        asked.show(f"{problem.file}:{problem.line}: {sentence}")


def _row(problem: Problem) -> dict[str, object]:
    sentence = key_words(problem.key, problem.details)
    return {"file": problem.file, "line": problem.line, "sentence": sentence}
