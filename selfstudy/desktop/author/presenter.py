"""What an author does: open a folder, look at problems and previews, begin, import, pack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from selfstudy.content.problems import Problem
from selfstudy.desktop.author.state import AuthorState, Choosable, Part, ProblemRow
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.lesson import Module
from selfstudy.domain.question import Question
from selfstudy.sentences import key_words
from selfstudy.services.authoring.figures import ModuleFigures, figures_of
from selfstudy.services.authoring.foreign import Taken
from selfstudy.services.authoring.workshop import Looked, TextLine
from selfstudy.words import pick, t

MOST_WATCHED = 1000  # files, one by one; looking now and then sees the rest


class Workshop(Protocol):
    """What this screen asks of the services."""

    def look(self, folder: Path) -> Looked:
        """Read and check a folder."""
        ...

    def changed(self, looked: Looked) -> bool:
        """Whether something was saved since."""
        ...

    def lines(self, looked: Looked, problem: Problem) -> tuple[TextLine, ...]:
        """The lines around a problem."""
        ...


class Tools(Protocol):
    """What writes files."""

    def new_module(self, root: Path, code: str, title: str) -> Path: ...
    def new_lesson(self, folder: Path, title: str) -> Path: ...
    def read_questions(self, path: Path) -> Taken: ...
    def write_questions(self, taken: Taken, out: Path) -> Path: ...
    def export_questions(
        self, questions: tuple[Question, ...], kind: str, out: Path
    ) -> tuple[int, tuple[Problem, ...]]: ...
    def pack(self, folder: Path, out: Path) -> str: ...


class Previews(Protocol):
    """Where a lesson and its questions are shown as learners see them."""

    def show(self, looked: Looked, choice: Choosable) -> None:
        """Show them, or show again what was saved since, at the same place."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: AuthorState) -> None:
        """Draw this."""
        ...


class AuthorPresenter:
    """Keeps what was seen of a folder, and looks again when something was saved."""

    def __init__(
        self,
        view: View,
        workshop: Workshop,
        tools: Tools,
        previews: Previews,
        tasks: Tasks,
        *,
        folder: str = "",
        remember: Callable[[str], None] = lambda _folder: None,
    ) -> None:
        self._view, self._shop, self._tools, self._tasks = view, workshop, tools, tasks
        self._previews, self._remember = previews, remember
        self.state = AuthorState(folder=folder)
        self._looked: Looked | None = None
        self._looking = False

    def load(self) -> None:
        """Look at the folder that was open before, if there is one."""
        if self.state.folder:
            self.open(Path(self.state.folder))
        else:
            self._show(self.state)

    def open(self, folder: Path) -> None:
        """Open a module's folder or a folder of modules."""
        self._show(replace(self.state, busy=True, error=None, said="", taken=None, left=()))
        self._tasks.run(lambda: self._shop.look(folder), self._opened, self._failed, "side")

    def look_again(self) -> None:
        """Something may have been saved: read again if it was."""
        looked = self._looked
        if looked is None or self._looking:
            return
        self._looking = True

        def work() -> Looked | None:
            return self._shop.look(looked.folder) if self._shop.changed(looked) else None

        self._tasks.run(work, self._read_again, self._not_read_again, "side")

    def turn_to(self, part: Part) -> None:
        """Look at another part."""
        self._show(replace(self.state, part=part, said="", error=None))

    def choose(self, key: str) -> None:
        """Look at another lesson or test."""
        if key != self.state.chosen:
            self._show(replace(self.state, chosen=key, figures=self._figures(key)))
            self._preview()

    def choose_problem(self, row: ProblemRow | None) -> None:
        """Show the lines that a problem is about."""
        if row is None or self._looked is None:
            return
        looked = self._looked
        self._show(replace(self.state, row=row, lines=()))
        self._tasks.run(
            lambda: self._shop.lines(looked, row.problem),
            lambda lines: self._show_lines(row, lines),
            self._failed,
            "side",
        )

    # — beginning, taking in, giving out ——————————————————————————————————————————————————

    def new_module(self, code: str, title: str) -> None:
        """Begin a module in the folder that is open, or beside the module that is."""
        looked = self._looked
        root = looked.root if looked is not None else Path(self.state.folder)
        self._make(lambda: self._tools.new_module(root, code, title))

    def new_lesson(self, module: str, title: str) -> None:
        """Begin a lesson in a module."""
        folder = self._folder_of(module)
        if folder is not None:
            self._make(lambda: self._tools.new_lesson(folder, title))

    def take(self, path: Path) -> None:
        """Read another program's questions; nothing is written yet."""
        self._show(replace(self.state, busy=True, error=None, said="", taken=None, left=()))
        self._tasks.run(lambda: self._tools.read_questions(path), self._took, self._failed, "side")

    def write(self, out: Path) -> None:
        """Write what was taken as a question file."""
        taken = self.state.taken
        if taken is not None:
            self._make(
                lambda: self._tools.write_questions(taken, out),
                lambda path: t("author.written", n=len(taken.drafts), path=path.name),
            )

    def export(self, kind: str, out: Path) -> None:
        """Give the chosen lesson's or test's questions out."""
        questions = self._questions()

        def done(result: tuple[int, tuple[Problem, ...]]) -> None:
            count, left = result
            said = t("author.exported", n=count, path=out.name)
            self._show(replace(self.state, busy=False, said=said, left=_rows(left)))

        self._show(replace(self.state, busy=True, error=None, said="", left=()))
        self._tasks.run(
            lambda: self._tools.export_questions(questions, kind, out), done, self._failed, "side"
        )

    def pack(self, module: str, out: Path) -> None:
        """Build and sign a module's pack."""
        folder = self._folder_of(module)
        if folder is None:
            return
        self._show(replace(self.state, busy=True, error=None, said=""))
        self._tasks.run(
            lambda: self._tools.pack(folder, out),
            lambda publisher: self._show(
                replace(
                    self.state,
                    busy=False,
                    said=t("author.packed", path=out.name, publisher=publisher[:16]),
                )
            ),
            self._failed,
            "side",
        )

    # — inside ————————————————————————————————————————————————————————————————————————————

    def _make(self, work: Callable[[], Path], said: Callable[[Path], str] | None = None) -> None:
        def done(path: Path) -> None:
            words = said(path) if said else t("author.begun", path=path.name)
            self._show(replace(self.state, busy=False, taken=None, left=(), said=words))
            self.look_again()

        self._show(replace(self.state, busy=True, error=None, said=""))
        self._tasks.run(work, done, self._failed, "side")

    def _took(self, taken: Taken) -> None:
        self._show(replace(self.state, busy=False, taken=taken, left=_rows(taken.left)))

    def _opened(self, looked: Looked) -> None:
        other = self._looked is None or self._looked.folder != looked.folder
        if other:
            self._remember(str(looked.folder))
        self._take_over(looked, anew=other)

    def _read_again(self, looked: Looked | None) -> None:
        self._looking = False
        if looked is not None:
            self._take_over(looked, anew=False)

    def _not_read_again(self, error: SelfStudyError) -> None:
        self._looking = False
        self._failed(error)

    def _take_over(self, looked: Looked, *, anew: bool) -> None:
        self._looked = looked
        report, before = looked.report, self.state
        alone = looked.folder.name if looked.folder != looked.root else ""
        rows = _rows(report.problems, alone)
        choices = tuple(choice for module in report.read for choice in _choices(module))
        chosen = before.chosen
        if all(choice.key != chosen for choice in choices):
            chosen = choices[0].key if choices else ""
        row = next((row for row in rows if not anew and row == before.row), None)
        self._show(
            replace(
                before,
                busy=False,
                error=None,
                folder=str(looked.folder),
                watched=_watched(looked),
                rows=rows,
                errors=len(report.errors),
                warnings=len(report.warnings),
                row=row,
                lines=self._shop.lines(looked, row.problem) if row else (),
                choices=choices,
                chosen=chosen,
                modules=tuple((m.id, pick(m.title, m.title_en), m.folder) for m in report.read),
                figures=self._figures(chosen),
            )
        )
        self._preview()

    def _show_lines(self, row: ProblemRow, lines: tuple[TextLine, ...]) -> None:
        if self.state.row == row:  # another may have been chosen since
            self._show(replace(self.state, lines=lines))

    def _preview(self) -> None:
        choice = self.state.shown
        if choice is not None and self._looked is not None:
            self._previews.show(self._looked, choice)

    def _figures(self, chosen: str) -> ModuleFigures | None:
        module = self._module_of(chosen)
        return figures_of(module) if module is not None else None

    def _module_of(self, key: str) -> Module | None:
        looked = self._looked
        for module in looked.report.read if looked is not None else ():
            if any(choice.key == key for choice in _choices(module)):
                return module
        return None

    def _questions(self) -> tuple[Question, ...]:
        module, key = self._module_of(self.state.chosen), self.state.chosen
        if module is None:
            return ()
        for lesson in module.lessons:
            if lesson.id == key:
                return lesson.questions
        return next((x.questions for x in module.tests if key == f"{module.id}/{x.purpose}"), ())

    def _folder_of(self, module: str) -> Path | None:
        return next((Path(folder) for key, _, folder in self.state.modules if key == module), None)

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: AuthorState) -> None:
        self.state = state
        self._view.show_state(state)


def _watched(looked: Looked) -> tuple[str, ...]:
    """The files of a folder, and the folders that they are in."""
    files = [name for name, _time, _size in looked.stamp][:MOST_WATCHED]
    folders = {str(Path(name).parent) for name in files} | {str(looked.folder)}
    return (*sorted(folders), *files)


def _rows(problems: tuple[Problem, ...], folder: str = "") -> tuple[ProblemRow, ...]:
    """Errors first, then warnings, each in reading order."""
    ordered = sorted(problems, key=lambda problem: problem.severity)
    return tuple(ProblemRow(p, key_words(p.key, p.details), folder) for p in ordered)


def _choices(module: Module) -> tuple[Choosable, ...]:
    lessons = tuple(
        Choosable(one.id, f"{one.id} · {pick(one.title, one.title_en)}", module.id)
        for one in module.lessons
    )
    tests = tuple(
        Choosable(
            f"{module.id}/{test.purpose}",
            f"{module.id} · {t(f'author.test_{test.purpose}')}",
            module.id,
            lesson=False,
        )
        for test in module.tests
    )
    return lessons + tests
