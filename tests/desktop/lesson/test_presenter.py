import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from selfstudy import words
from selfstudy.desktop.lesson.presenter import LessonPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DiskFull, NoSuchLesson
from selfstudy.domain.lesson import Lesson, Section, Source, SourceRef, Term
from selfstudy.domain.progress import LessonLine, LessonProgress, OpenLesson

TODAY = date(2026, 11, 22)
SOURCE = Source(
    "ND30", "Nghị định 30/2020/NĐ-CP", "Công tác văn thư", "Chính phủ",
    date(2020, 3, 5), date(2020, 3, 5), date(2026, 10, 1),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _vietnamese():
    words.use("vi")


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class FakeStudy:
    """Keeps what it was asked to keep; `full` makes the disk full."""

    def __init__(self):
        self.kept = []
        self.full = False
        self.sections = set()
        self.progress = LessonProgress(frozenset({"a"}), anchor="a:2", fraction=0.2)

    def open_lesson(self, lesson_id):
        if lesson_id == "không có":
            raise NoSuchLesson(id=lesson_id)
        return an_open_lesson(lesson_id, self.progress)

    def read(self, lesson_id, sections, seconds, anchor):
        if self.full:
            raise DiskFull(folder="D:")
        self.kept.append((lesson_id, set(sections), seconds, anchor))
        self.sections |= set(sections)
        read = self.progress.sections_read | self.sections
        return LessonProgress(frozenset(read), active_seconds=seconds, fraction=0.5)


def an_open_lesson(lesson_id="L1", progress=None):
    lesson = Lesson(
        "CM03", lesson_id, 1, "Hai mươi chín loại", "Twenty-nine types", "Tóm tắt.", "Summary.",
        40, (Section("a", "Mục A", 50), Section("b", "Mục B", 50)),
        "## Mục A {#a}\n\nMột.\n\n## Mục B {#b}\n\nHai.\n",
        (SourceRef("ND30", "Điều 7"), SourceRef("ND30", "Điều 8")), (Term("trích yếu", "Nghĩa"),),
        (), f"digest {lesson_id}",
    )  # fmt: skip
    lines = tuple(
        LessonLine(key, n, key, key, 40, "new", 0.0) for n, key in enumerate(("L1", "L2"), 1)
    )
    return OpenLesson(
        lesson, "Soạn thảo", "Drafting", lines, (SOURCE,), progress or LessonProgress(),
        draft=True, folder="/m", previous="", following="L2",
    )  # fmt: skip


@pytest.fixture
def study():
    return FakeStudy()


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def presenter(view, study):
    made = LessonPresenter(view, study, InlineTasks(), today=lambda: TODAY)
    made.open("L1")
    return made


def test_opening_shows_the_lesson_where_it_was_left(presenter, view):
    state = presenter.state

    assert view.states[0].busy
    assert not state.busy
    assert (state.title, state.module, state.anchor) == ("Hai mươi chín loại", "Soạn thảo", "a:2")
    assert [(s.title, s.read) for s in state.sections] == [("Mục A", True), ("Mục B", False)]
    assert state.draft
    assert state.following == "L2"
    assert "Hai mươi chín loại" in state.rendered.html


def test_english_titles_are_shown_to_english_readers(view, study):
    words.use("en")
    presenter = LessonPresenter(view, study, InlineTasks(), today=lambda: TODAY)

    presenter.open("L1")

    assert (presenter.state.title, presenter.state.module) == ("Twenty-nine types", "Drafting")


def test_places_of_one_source_stand_together(presenter):
    (source,) = presenter.state.sources

    assert source.name == "Nghị định 30/2020/NĐ-CP, Điều 7; Điều 8"
    assert source.validity == "in_force"


def test_a_section_read_is_kept_at_once(presenter, study):
    presenter.section_read("b", "b:1")

    assert study.kept == [("L1", {"b"}, 0, "b:1")]
    assert all(section.read for section in presenter.state.sections)
    assert presenter.state.fraction == 0.5


def test_a_section_read_before_is_not_kept_again(presenter, study):
    presenter.section_read("a", "a:3")
    presenter.section_read("không có", "a:3")

    assert study.kept == []


def test_seconds_are_kept_every_half_minute(presenter, study):
    for _ in range(7):
        presenter.stayed(5, "a:4")

    assert study.kept == [("L1", set(), 30, "a:4")]


def test_leaving_keeps_what_is_left(presenter, study):
    presenter.stayed(5, "a:4")
    presenter.left()
    presenter.left()

    assert study.kept == [("L1", set(), 5, "a:4")]


def test_leaving_untouched_keeps_nothing(presenter, study):
    presenter.moved("a:2")
    presenter.left()

    assert study.kept == []


def test_moving_alone_keeps_the_place(presenter, study):
    presenter.moved("b:0")
    presenter.left()

    assert study.kept == [("L1", set(), 0, "b:0")]


def test_opening_another_lesson_keeps_the_first_one(presenter, study):
    presenter.stayed(10, "a:5")
    presenter.open("L2")

    assert study.kept == [("L1", set(), 10, "a:5")]
    assert presenter.state.lesson == "L2"


def test_a_full_disk_is_told_and_nothing_read_is_forgotten(presenter, study):
    study.full = True
    presenter.section_read("b", "b:1")
    presenter.stayed(30, "b:2")
    assert isinstance(presenter.state.error, DiskFull)

    study.full = False
    presenter.left()

    assert {section for _, sections, _, _ in study.kept for section in sections} == {"b"}
    assert sum(seconds for _, _, seconds, _ in study.kept) == 30
    assert presenter.state.error is None


def test_a_lesson_that_is_gone_is_told(presenter):
    presenter.open("không có")

    assert isinstance(presenter.state.error, NoSuchLesson)
    assert not presenter.state.busy
    assert presenter.state.lesson == "L1"


def test_reloading_shows_new_progress_and_keeps_the_text(presenter, study):
    text = presenter.state.rendered
    study.progress = LessonProgress(
        frozenset({"a", "b"}), finished_at=datetime(2026, 11, 22, tzinfo=UTC), fraction=1.0,
        anchor="a:9", check_passed=True,
    )  # fmt: skip

    presenter.reload()

    assert presenter.state.finished
    assert presenter.state.rendered is text
    assert presenter.state.anchor == "a:2"
    assert presenter.state.lessons[0].state == "done"


def test_nothing_is_kept_before_a_lesson_is_open(view, study):
    presenter = LessonPresenter(view, study, InlineTasks())

    presenter.stayed(40, "a:1")
    presenter.left()
    presenter.reload()

    assert study.kept == []
    assert view.states == []


def test_presenters_import_no_qt():
    code = (
        "import sys; import selfstudy.desktop.lesson.presenter, selfstudy.desktop.quiz.presenter;"
        "sys.exit(any(name.startswith(('PySide6', 'markdown', 'nh3')) for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_lesson_opened_from_a_search_knows_the_words_that_led_there(presenter, view):
    presenter.open("L1", "chín thành phần")

    assert view.states[-1].sought == "chín thành phần"
    presenter.open("L1")
    assert view.states[-1].sought == ""
