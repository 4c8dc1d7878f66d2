"""The author's screen: problems with their lines, previews that follow the editor, tools."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from selfstudy.desktop.author import watching
from selfstudy.desktop.author.page import AuthorPage
from selfstudy.desktop.author.presenter import AuthorPresenter
from selfstudy.desktop.author.state import PARTS, AuthorState
from selfstudy.desktop.author.watching import FolderWatch
from selfstudy.desktop.authoring import author_screen
from selfstudy.desktop.qt_tasks import QtTasks
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import UnreadableFile
from selfstudy.services.authoring.beginnings import new_lesson, new_module
from selfstudy.services.authoring.workshop import Workshop
from selfstudy.settings import Places, Settings

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=7)))


class Shown:
    """A view that keeps the last state."""

    state = AuthorState()

    def show_state(self, state):
        self.state = state


class Tools:
    """What writes, for the presenter alone: the real beginnings, a pack that is only noted."""

    packed = ()

    new_module = staticmethod(new_module)
    new_lesson = staticmethod(new_lesson)

    def pack(self, folder, out):
        self.packed = (folder, out)
        return "ab" * 32


class Previews:
    def __init__(self):
        self.shown = []

    def show(self, looked, choice):
        self.shown.append((choice.key, looked.stamp))


@pytest.fixture
def lessons(tmp_path):
    """One shipped module and one just begun, with the registries beside them."""
    root = tmp_path / "lessons"
    shipped = Places().lessons()
    for name in ("sources.toml", "hours.toml", "framework"):
        source = shipped / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, _made(root) / name)
    module = next(shipped.glob("CM03*"))
    shutil.copytree(module, root / module.name)
    new_module(root, "CM21", "Học phần thử")
    return root


def _made(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def author(lessons):
    """A presenter with everything around it, the folder open."""
    view, previews, tools, kept = Shown(), Previews(), Tools(), []
    presenter = AuthorPresenter(
        view, Workshop(lambda: TODAY), tools, previews, InlineTasks(), remember=kept.append
    )
    presenter.open(lessons)
    presenter.view, presenter.previews, presenter.tools, presenter.kept = (
        view,
        previews,
        tools,
        kept,
    )
    return presenter


def test_a_folder_is_looked_at_and_remembered(author, lessons):
    state = author.state

    assert state.folder == str(lessons)
    assert author.kept == [str(lessons)]
    assert [key for key, _, _ in state.modules] == ["CM03", "CM21"]
    assert state.errors == sum(row.problem.severity == "error" for row in state.rows) > 0
    severities = [row.problem.severity for row in state.rows]
    assert severities == sorted(severities)
    assert state.chosen == "CM03-01"
    assert state.figures.module == "CM03"
    assert {c.key for c in state.choices} >= {"CM03-08", "CM03/pre", "CM21-01"}
    assert author.previews.shown[-1][0] == "CM03-01"


def test_a_problem_shows_its_lines_and_stays_chosen_until_it_is_mended(author, lessons):
    row = next(row for row in author.state.rows if row.place.endswith("01-bai-thu-nhat.md:4"))
    author.choose_problem(row)
    assert [line.text for line in author.state.lines if line.meant] == ["title_en:"]
    author.choose_problem(None)
    assert author.state.row == row

    author.look_again()
    assert author.state.row == row
    path = next(lessons.glob("CM21*")) / "01-bai-thu-nhat.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("title_en:", "title_en: First", 1),
        encoding="utf-8",
    )
    author.look_again()
    assert author.state.row is None
    assert row not in author.state.rows


def test_a_module_opened_alone_does_not_name_its_folder_in_every_row(author, lessons):
    author.open(next(lessons.glob("CM21*")))

    assert "01-bai-thu-nhat.md:4" in {row.place for row in author.state.rows}


def test_only_what_was_saved_is_read_again(author, lessons):
    before, shown = author.state, len(author.previews.shown)
    author.look_again()
    assert author.state is before
    assert len(author.previews.shown) == shown

    path = next((lessons / next(lessons.glob("CM03*"))).glob("01-*.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\nThêm một dòng.\n", encoding="utf-8")
    author.look_again()
    assert len(author.previews.shown) == shown + 1


def test_a_lesson_or_test_is_chosen_and_one_that_goes_away_gives_way(author, lessons):
    author.choose("CM21-01")
    assert (author.state.figures.module, author.previews.shown[-1][0]) == ("CM21", "CM21-01")
    shown = len(author.previews.shown)
    author.choose("CM21-01")
    assert len(author.previews.shown) == shown

    shutil.rmtree(next(lessons.glob("CM21*")))
    author.look_again()
    assert author.state.chosen == "CM03-01"
    for part in PARTS:
        author.turn_to(part)
        assert author.state.part == part


def test_a_folder_that_goes_away_is_told_and_what_was_seen_stays(author, lessons):
    shutil.rmtree(lessons)
    author.look_again()

    assert isinstance(author.state.error, UnreadableFile)
    assert author.state.modules
    author.look_again()
    assert isinstance(author.state.error, UnreadableFile)


def test_a_folder_without_any_module_shows_its_problem(author, tmp_path):
    author.open(_made(tmp_path / "trong"))

    assert [row.problem.key for row in author.state.rows] == ["problem.no_modules"]
    assert (author.state.chosen, author.state.figures, author.state.shown) == ("", None, None)


def test_a_module_and_a_lesson_are_begun_and_seen_at_once(author, lessons):
    author.new_module("CM22", "Học phần nữa")
    assert "CM22" in {key for key, _, _ in author.state.modules}
    assert author.state.said
    author.new_lesson("CM22", "Bài hai")
    assert "CM22-02" in {choice.key for choice in author.state.choices}
    author.new_lesson("CM99", "Không có")
    author.new_module("CM22", "Lặp")
    assert author.state.error.key == "error.AlreadyThere"


def test_a_pack_is_made_of_the_module_that_was_chosen(author, lessons, tmp_path):
    author.pack("CM03", tmp_path / "a.thpack")
    assert author.tools.packed == (next(lessons.glob("CM03*")), tmp_path / "a.thpack")
    assert "ab" * 8 in author.state.said
    author.tools.packed = ()
    author.pack("CM99", tmp_path / "a.thpack")
    assert author.tools.packed == ()


def test_without_a_folder_there_is_nothing_to_look_at():
    view = Shown()
    presenter = AuthorPresenter(view, Workshop(lambda: TODAY), Tools(), Previews(), InlineTasks())
    presenter.load()
    presenter.look_again()

    assert not view.state.opened


# — the whole screen ————————————————————————————————————————————————————————————————————————


class Frame:
    """As much of the program as this screen asks for."""

    def __init__(self, home, folder):
        self.places, self.tasks = Places(home), InlineTasks()
        self.settings = Settings(authoring=True, author_folder=str(folder))
        self.clock = lambda: NOW

    def change(self, **choices):
        self.settings = self.settings._replace(**choices)


@pytest.fixture
def screen(qtbot, tmp_path, lessons):
    made = author_screen(Frame(tmp_path / "home", lessons))
    page = made.page
    qtbot.addWidget(page)
    page.resize(1126, 768)
    page.show()
    made.reload()
    return page


def words_on(widget):
    QCoreApplication.processEvents()
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def test_the_lesson_is_shown_as_learners_see_it_and_follows_the_editor(screen, lessons, qtbot):
    screen.lesson_chosen.emit("CM03-02")
    screen.part_chosen.emit("lesson")
    view = screen.lesson.view
    qtbot.waitUntil(view.isVisible, timeout=2000)
    assert screen._stack.currentWidget() is screen.lesson
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    place = view.anchor()
    assert place

    path = next(next(lessons.glob("CM03*")).glob("02-*.md"))
    path.write_text(
        path.read_text(encoding="utf-8") + "\n\nDòng vừa lưu từ Notepad.\n", encoding="utf-8"
    )
    screen.watch.stirred.emit()
    assert "Dòng vừa lưu từ Notepad." in view.toPlainText()
    assert view.anchor() == place


def test_what_an_editor_saves_is_seen_without_a_touch(qtbot, tmp_path, lessons):
    frame = Frame(tmp_path / "home", next(lessons.glob("CM03*")))
    frame.tasks = QtTasks()
    made = author_screen(frame)
    qtbot.addWidget(made.page)
    made.page.resize(1126, 768)
    made.page.show()
    made.reload()
    made.page.part_chosen.emit("lesson")
    view = made.page.lesson.view
    qtbot.waitUntil(lambda: "29 loại" in view.toPlainText(), timeout=10_000)

    path = next(next(lessons.glob("CM03*")).glob("01-*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("29 loại", "29 loại (vừa lưu)", 1), encoding="utf-8")
    qtbot.waitUntil(lambda: "(vừa lưu)" in view.toPlainText(), timeout=10_000)
    made.page.hide()
    frame.tasks.close()


def test_questions_are_answered_as_learners_answer_and_stay_in_place(screen, lessons):
    screen.lesson_chosen.emit("CM03-01")
    screen.part_chosen.emit("questions")
    assert screen._stack.currentWidget() is screen.questions
    screen.questions.forward_asked.emit()
    assert "2" in words_on(screen.questions)
    path = next((next(lessons.glob("CM03*")) / "questions").glob("01-*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("?\n", "? (đã sửa)\n", 3), encoding="utf-8")
    screen.watch.stirred.emit()
    assert "đã sửa" in words_on(screen.questions)
    screen.lesson.quiz_asked.emit("CM03-01")
    screen.questions.lesson_asked.emit("CM03-01")
    assert screen._stack.currentWidget() is screen.lesson


def test_a_test_has_questions_and_no_text_to_read(screen):
    screen.lesson_chosen.emit("CM03/pre")
    screen.part_chosen.emit("lesson")
    assert screen._stack.currentWidget() is screen._nothing
    screen.part_chosen.emit("questions")
    assert screen._stack.currentWidget() is screen.questions


def test_choosing_a_problem_shows_its_sentence_and_lines(screen):
    screen.problems.table.view.selectRow(0)

    said = words_on(screen.problems)
    assert "01-bai-thu-nhat.md" in said.replace("\u200b", "")
    screen.problems.table.view.selectRow(1)
    assert words_on(screen.problems) != said


def test_numbers_are_shown_for_the_module_of_the_chosen_lesson(screen):
    screen.part_chosen.emit("figures")

    assert len(screen.figures.lessons.model.rows) == 8
    assert len(screen.figures.kinds.model.rows) == 11
    assert all(aim.lessons for aim in screen.figures.aims.model.rows)


def test_questions_come_in_and_go_out_by_the_tools(screen, tmp_path, monkeypatch):
    tools = screen.tools
    foreign = tmp_path / "a.gift"
    foreign.write_text("Hỏi? {=A ~B}\n\nKể. {}\n", encoding="utf-8")
    asked = iter(
        [tmp_path / "nhap.md", tmp_path / "ra.gift", tmp_path / "ra.xml", tmp_path / "a.thpack"]
    )
    module = "selfstudy.desktop.author.tools_view"
    monkeypatch.setattr(f"{module}.ask_files", lambda *_what: (foreign,))
    monkeypatch.setattr(f"{module}.ask_new_file", lambda *_what: next(asked, None))

    screen.part_chosen.emit("tools")
    tools.import_button.click()
    assert "a.gift:3" in words_on(tools)
    tools.write_button.click()
    assert (tmp_path / "nhap.md").exists()
    tools.gift.click()
    tools.moodle.click()
    assert (tmp_path / "ra.gift").exists()
    assert (tmp_path / "ra.xml").exists()
    tools.packed.show_key("CM03")
    tools.pack_button.click()
    assert (tmp_path / "a.thpack").exists()
    for button in (tools.gift, tools.pack_button):
        button.click()  # the person thinks better of it
    tools.file_given.emit(foreign)
    tools.write_button.click()
    monkeypatch.setattr(f"{module}.ask_files", lambda *_what: ())
    tools.import_button.click()


def test_a_module_is_begun_with_the_keyboard(screen, qtbot):
    tools = screen.tools
    screen.part_chosen.emit("tools")
    tools.code.setText("CM30")
    tools.title.setText("Gõ phím")
    qtbot.keyClick(tools.title, Qt.Key.Key_Return)
    assert "CM30" in [tools.module.itemData(n) for n in range(tools.module.count())]
    tools.module.show_key("CM30")
    tools.lesson_title.setText("Bài hai")
    qtbot.keyClick(tools.lesson_title, Qt.Key.Key_Return)
    assert "CM30-02" in [screen.choice.itemData(n) for n in range(screen.choice.count())]


def test_more_than_fits_is_told_as_a_number(screen, tmp_path):
    many = tmp_path / "nhieu.gift"
    many.write_text("\n\n".join(f"Kể {n}. {{}}" for n in range(205)), encoding="utf-8")
    screen.part_chosen.emit("tools")
    screen.tools.file_given.emit(many)

    assert "5" in words_on(screen.tools).rsplit("\n", 1)[-1]
    assert screen.tools.write_button.isHidden()


def test_parts_are_reached_by_keys_and_a_folder_by_choosing_or_dropping(
    screen, lessons, tmp_path, monkeypatch, qtbot
):
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow, timeout=2000)
    qtbot.keyClick(screen, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert screen._stack.currentWidget() is screen.figures

    module = "selfstudy.desktop.author.page"
    monkeypatch.setattr(f"{module}.ask_folder", lambda *_what: None)
    screen.open_button.click()
    assert screen._state.folder == str(lessons)
    begun = next(lessons.glob("CM21*"))
    monkeypatch.setattr(f"{module}.ask_folder", lambda *_what: begun)
    screen.open_button.click()
    assert screen._state.folder == str(begun)

    def drop(path):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        screen.dropEvent(
            QDropEvent(
                QPointF(1, 1),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )

    drop(lessons / "sources.toml")
    assert screen._state.folder == str(begun)
    drop(lessons)
    assert screen._state.folder == str(lessons)


def test_an_empty_page_invites_to_open_a_folder(qtbot, tmp_path):
    made = author_screen(Frame(tmp_path / "home", ""))
    qtbot.addWidget(made.page)
    made.page.show()
    made.reload()

    assert made.page._stack.currentWidget() is made.page._empty
    assert made.page._bar.isHidden()
    made.open(str(tmp_path))
    assert made.page._stack.currentWidget() is made.page.problems


# — watching ————————————————————————————————————————————————————————————————————————————————


def test_saving_by_any_editor_is_noticed_once_it_is_quiet(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "POLL", 60_000)
    path = tmp_path / "a" / "b.md"
    _made(path.parent)
    path.write_text("một", encoding="utf-8")
    watch = FolderWatch()
    watch.watch([str(path.parent), str(path)])
    with qtbot.waitSignal(watch.stirred, timeout=2000):
        watch.begin()
    with qtbot.waitSignal(watch.stirred, timeout=5000):
        other = Path(tmp_path / "a" / "b.tmp")
        other.write_text("hai", encoding="utf-8")
        other.replace(path)  # as editors that write beside and rename do
    watch.watch([])
    watch.stop()


def test_where_nothing_gives_a_sign_it_is_looked_every_now_and_then(qtbot, monkeypatch):
    monkeypatch.setattr(watching, "POLL", 20)
    watch = FolderWatch()
    heard = []
    watch.stirred.connect(lambda: heard.append(1))
    watch.begin()
    qtbot.waitUntil(lambda: len(heard) >= 3, timeout=3000)
    watch.stop()
    watch._soon("")
    assert not watch._quiet.isActive()


def test_the_page_is_a_page_of_its_own(screen):
    assert isinstance(screen, AuthorPage)
