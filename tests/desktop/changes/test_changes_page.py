"""The short lesson of what was amended: what it shows and what it keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from selfstudy import words
from selfstudy.desktop.changes.page import ChangesPage
from selfstudy.desktop.changes.presenter import ChangesPresenter
from selfstudy.desktop.news import headline
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.amending import Amended
from selfstudy.domain.changes import LessonChanges, QuestionChange, SectionChange
from selfstudy.domain.errors import DiskFull, NoSuchLesson
from selfstudy.domain.lesson import Source
from selfstudy.domain.question import Question

DAY = date(2020, 3, 5)
DECREE = Source(
    "ND30", "30/2020/NĐ-CP", "Nghị định về công tác văn thư", "Chính phủ", DAY, DAY, DAY,
    date(2027, 2, 28), replaced_by="99/2027/NĐ-CP",
)  # fmt: skip
QUESTION = Question("q1", "single", "Có **bao nhiêu** loại?", source="ND30")
NEWS = Amended(
    "L1", "CM03", 3, "Các loại văn bản", "Kinds of documents", "Soạn thảo", "Drafting", "aa",
    LessonChanges(
        "L1", None, None,
        (SectionChange("a", "Văn bản", "Có 29 loại <b>văn bản</b>.", "Có 30 loại văn bản.",
                       ("ND30",)),
         SectionChange("b", "Mục mới", "", "Điều mới."),
         SectionChange("c", "Mục cũ", "Điều cũ.", ""),
         SectionChange("d", "Chỉ khác nguồn", "[Điều 7](source:ND30).", "Điều 7.", ("ND30",))),
        (QuestionChange("q1", QUESTION, replace(QUESTION, text="Có mấy loại?"), "ND30"),
         QuestionChange("q2", QUESTION, None)),
    ),
    5,
    (DECREE,),
)  # fmt: skip


class FakeRenewing:
    def __init__(self, news=NEWS):
        self.news, self.ended, self.full = news, [], False

    def of(self, lesson_id):
        if self.news is None:
            raise NoSuchLesson(id=lesson_id)
        return self.news

    def end(self, lesson_id):
        if self.full:
            raise DiskFull(folder="D:")
        self.ended.append(lesson_id)


@pytest.fixture(autouse=True)
def _vietnamese():
    words.use("vi")


@pytest.fixture
def open_changes(qtbot):
    def opened(service=None):
        service = service or FakeRenewing()
        page = ChangesPage()
        qtbot.addWidget(page)
        presenter = ChangesPresenter(page, service, InlineTasks())
        page.ended.connect(presenter.end)
        page.resize(1126, 768)
        page.show()
        presenter.open("L1")
        QCoreApplication.processEvents()
        return page, presenter, service

    return opened


def words_on(page):
    QCoreApplication.processEvents()
    return " | ".join(
        label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)
    )


def test_the_line_says_what_was_amended_and_why():
    assert headline(NEWS) == ("Bài 3 vừa sửa 4 mục, 2 câu hỏi vì 30/2020/NĐ-CP hết hiệu lực")
    bare = replace(NEWS, reasons=(), changes=replace(NEWS.changes, sections=()))
    assert headline(bare) == "Bài 3 vừa sửa 2 câu hỏi"
    assert headline(replace(NEWS, changes=replace(NEWS.changes, questions=()))).startswith(
        "Bài 3 vừa sửa 4 mục vì"
    )


def test_old_and_new_stand_side_by_side_with_the_reason(open_changes):
    page, presenter, _ = open_changes()
    said = words_on(page)

    assert "Phần thay đổi của bài 3" in said
    assert "30/2020/NĐ-CP (Nghị định về công tác văn thư) hết hiệu lực từ 01/03/2027." in said
    assert "Văn bản thay thế: 99/2027/NĐ-CP." in said
    assert 'line-through">29</span>' in said
    assert 'none">30</span>' in said
    assert "<b>" not in said
    assert [section.kind for section in presenter.state.sections] == [
        "changed", "added", "removed", "changed",
    ]  # fmt: skip
    assert "Lời văn không đổi; chỉ văn bản được dẫn là khác." in said
    assert "(không có)" in said
    assert [(q.kind, q.text) for q in presenter.state.questions] == [
        ("changed", "Có mấy loại?"), ("removed", "Có bao nhiêu loại?"),
    ]  # fmt: skip


def test_its_questions_are_one_press_away(open_changes, qtbot):
    page, _, service = open_changes()
    assert "Trả lời 1 câu" in page.answer.text()
    with qtbot.waitSignal(page.quiz_asked) as asked:
        page.answer.click()
    assert asked.args == ["L1"]
    assert service.ended == []

    page.later.click()
    assert service.ended == ["L1"]
    assert page._done_card.isVisible()
    assert not page._foot.isVisible()
    assert "Trước đây" not in words_on(page)


def test_with_nothing_to_answer_it_is_ended_once(open_changes):
    page, presenter, service = open_changes(FakeRenewing(replace(NEWS, answered=frozenset({"q1"}))))
    assert not page.later.isVisible()
    page.answer.click()
    presenter.end()

    assert service.ended == ["L1"]


def test_coming_back_when_all_is_answered_says_that_it_is_done(open_changes):
    page, presenter, service = open_changes()
    service.news = None
    presenter.reload()

    assert presenter.state.done
    assert page._done_card.isVisible()


def test_what_cannot_be_kept_says_so_and_can_be_tried_again(open_changes):
    page, presenter, service = open_changes()
    service.full = True
    page.later.click()
    assert page._error.isVisible()

    service.full = False
    page.later.click()
    assert presenter.state.done


def test_without_a_lesson_there_is_nothing_to_reload(qtbot):
    page = ChangesPage()
    qtbot.addWidget(page)
    presenter = ChangesPresenter(page, FakeRenewing(), InlineTasks())
    presenter.reload()
    presenter.end()
    assert presenter.state.lesson == ""
