"""Wiring of the author's screen: its previews are the learner's own pages; see `screens`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.desktop.screen import Frame, Screen

if TYPE_CHECKING:
    from selfstudy.content.problems import Problem
    from selfstudy.desktop.author.state import Choosable
    from selfstudy.desktop.lesson.page import LessonPage
    from selfstudy.desktop.lesson.presenter import LessonPresenter
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter
    from selfstudy.domain.question import Question
    from selfstudy.services.authoring.foreign import Taken
    from selfstudy.services.authoring.rehearsal import Rehearsal
    from selfstudy.services.authoring.workshop import Looked
    from selfstudy.settings import Places


class _Previews:
    """Shows a lesson and its questions again where they were, when a file was saved."""

    def __init__(
        self,
        frame: Frame,
        rehearsal: Rehearsal,
        page: LessonPage,
        lesson: LessonPresenter,
        quiz: LessonQuizPresenter,
    ) -> None:
        self._frame, self._rehearsal = frame, rehearsal
        self._page, self._lesson, self._quiz = page, lesson, quiz
        self._seen: tuple[object, ...] = ()
        self._key = ""

    def show(self, looked: Looked, choice: Choosable) -> None:
        """Show what was chosen; what did not change is left alone."""
        self._rehearsal.show(looked)
        again, self._key = choice.key == self._key, choice.key
        found = looked.lesson(choice.key)
        glossary = found[0].glossary if found else ()
        seen = (choice.key, found[1] if found else (), glossary, looked.sources)
        asked = tuple(item.question for item in self._rehearsal.quiz(choice.key).items)
        if (*seen, asked) == self._seen:
            return
        self._seen = (*seen, asked)
        if found is not None:
            if again:
                self._page.moved.emit(self._page.view.anchor())
            self._lesson.open(choice.key)
        place = self._quiz.state.position if again else 1
        self._quiz.open(choice.key)
        if place > 1:
            self._frame.tasks.when_quiet(lambda: self._quiz.look_at(place))


class _Tools:
    """What the author's screen writes."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def new_module(self, root: Path, code: str, title: str) -> Path:
        """Begin a module."""
        from selfstudy.services.authoring.beginnings import new_module

        return new_module(root, code, title)

    def new_lesson(self, folder: Path, title: str) -> Path:
        """Begin a lesson."""
        from selfstudy.services.authoring.beginnings import new_lesson

        return new_lesson(folder, title)

    def read_questions(self, path: Path) -> Taken:
        """Read another program's questions."""
        from selfstudy.services.authoring.foreign import read_questions

        return read_questions(path)

    def write_questions(self, taken: Taken, out: Path) -> Path:
        """Write drafts."""
        from selfstudy.services.authoring.foreign import write_questions

        return write_questions(taken, out)

    def export_questions(
        self, questions: tuple[Question, ...], kind: str, out: Path
    ) -> tuple[int, tuple[Problem, ...]]:
        """Give questions out."""
        from selfstudy.services.authoring.foreign import export_questions

        return export_questions(questions, kind, out)

    def pack(self, folder: Path, out: Path) -> str:
        """Make a pack; the publisher's key comes back."""
        from selfstudy.services.packs.packing import make_pack

        return make_pack(self._places, folder, out).publisher


def author_screen(frame: Frame) -> Screen:
    """The author's screen, with a lesson page and a quiz page that record nothing."""
    from selfstudy.desktop import fonts
    from selfstudy.desktop.author.page import AuthorPage
    from selfstudy.desktop.author.presenter import AuthorPresenter
    from selfstudy.desktop.lesson.page import LessonPage
    from selfstudy.desktop.lesson.presenter import LessonPresenter
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter
    from selfstudy.services.authoring.rehearsal import Rehearsal
    from selfstudy.services.authoring.workshop import Workshop

    fonts.load_reading()
    rehearsal = Rehearsal(frame.clock)
    lesson_page, quiz_page = LessonPage(), QuizPage()
    lesson = LessonPresenter(
        lesson_page, rehearsal, frame.tasks, today=lambda: frame.clock().date()
    )
    quiz = LessonQuizPresenter(
        quiz_page, rehearsal, frame.tasks, today=lambda: frame.clock().date()
    )
    for button in (lesson_page.why, lesson_page.report, lesson_page.printing, quiz_page.report):
        button.hide()  # nothing is recorded here, and the author needs no letter to themselves
    page = AuthorPage(lesson_page, quiz_page)
    presenter = AuthorPresenter(
        page,
        Workshop(lambda: frame.clock().date()),
        _Tools(frame.places),
        _Previews(frame, rehearsal, lesson_page, lesson, quiz),
        frame.tasks,
        folder=frame.settings.author_folder,
        remember=lambda folder: frame.change(author_folder=folder),
    )
    lesson_page.moved.connect(lesson.moved)
    lesson_page.left.connect(lesson.left)
    lesson_page.lesson_asked.connect(presenter.choose)
    lesson_page.quiz_asked.connect(lambda _lesson: presenter.turn_to("questions"))
    lesson_page.question_asked.connect(lambda _lesson, _q: presenter.turn_to("questions"))
    quiz_page.submitted.connect(quiz.submit)
    quiz_page.forward_asked.connect(quiz.forward)
    quiz_page.again_asked.connect(quiz.again)
    quiz_page.question_asked.connect(quiz.look_at)
    quiz_page.lesson_asked.connect(lambda _lesson: presenter.turn_to("lesson"))
    page.folder_given.connect(presenter.open)
    page.part_chosen.connect(presenter.turn_to)
    page.lesson_chosen.connect(presenter.choose)
    page.stirred.connect(presenter.look_again)
    page.problems.chosen.connect(presenter.choose_problem)
    tools = page.tools
    tools.module_asked.connect(presenter.new_module)
    tools.lesson_asked.connect(presenter.new_lesson)
    tools.file_given.connect(presenter.take)
    tools.write_asked.connect(presenter.write)
    tools.export_asked.connect(presenter.export)
    tools.pack_asked.connect(presenter.pack)
    return Screen(page, presenter.load, open=lambda folder: presenter.open(Path(folder)))
