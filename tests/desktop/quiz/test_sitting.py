"""A test over a module on its screen, with the real service behind it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from selfstudy.desktop.quiz.page import QuizPage
from selfstudy.desktop.quiz.sitting import TestPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DiskFull
from selfstudy.services.studying.testing import Testing
from tests.content.conftest import write_lessons
from tests.office import Office

QUESTION = """## CM03-{name} · true_false
khó: 2
nguồn: ND30-2020 Điều 7
năng lực: M2
kết quả: o1

Câu {name}.

[x] Đúng
    > Theo Điều 7.
[ ] Sai
    > Đọc lại Điều 7.

"""


@pytest.fixture
def testing(tmp_path):
    lessons = tmp_path / "lessons"
    write_lessons(lessons)
    folder = next(path.parent for path in lessons.glob("*/module.toml"))
    for purpose in ("pre", "post", "delayed"):
        text = "".join(QUESTION.format(name=f"{purpose}-{n}") for n in range(3))
        (folder / "questions" / f"{purpose}-test.md").write_text(text, encoding="utf-8")
    office = Office(tmp_path)
    yield Testing(office.person("Nguyễn Thị Hạnh", "hanh").desk)
    office.close()


@pytest.fixture
def page(qtbot):
    made = QuizPage()
    qtbot.addWidget(made)
    made.resize(1126, 768)
    made.show()
    return made


@pytest.fixture
def presenter(page, testing):
    made = TestPresenter(page, testing, InlineTasks())
    page.submitted.connect(made.submit)
    page.forward_asked.connect(made.forward)
    page.question_asked.connect(made.look_at)
    page.hand_in_asked.connect(made.hand_in)
    made.open("CM03", "pre")
    return made


def words(page):
    return " | ".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def test_no_answer_is_judged_before_the_test_is_handed_in(presenter, page):
    assert "Kiểm tra trước khi học" in words(page)
    presenter.submit(("B",), "")

    assert (presenter.state.position, presenter.state.verdict) == (2, None)
    assert presenter.state.right == 0
    assert not page._how_sure.isVisible()
    presenter.look_at(1)
    assert presenter.state.response == ("B",)
    assert presenter.state.verdict is None
    presenter.submit(("A",), "")  # changed one's mind
    assert presenter.state.answered == 1


def test_what_is_open_is_said_before_it_is_handed_in(presenter, page):
    presenter.submit(("A",), "")
    presenter.submit(("A",), "")
    presenter.forward()

    assert presenter.state.finished
    assert "Đã trả lời 2/3 câu" in words(page)
    assert "Còn 1 câu chưa trả lời" in words(page)
    assert "Chưa đúng" not in words(page)
    presenter.look_at(3)
    presenter.submit(("B",), "")
    assert "Nộp rồi thì không sửa được nữa" in words(page)


def test_handing_in_shows_the_score_the_outcomes_and_then_the_reasons(presenter, page, testing):
    for response in ("A", "A", "B"):
        presenter.submit((response,), "")
    assert page._summary.hand_in.isVisible()
    page._summary.hand_in.click()

    assert "2/3 câu đúng" in words(page)
    assert "Trình bày đúng thể thức." in words(page)
    assert not page._summary.hand_in.isVisible()
    assert not page._summary.again.isVisible()
    presenter.look_at(3)
    assert "Đọc lại Điều 7." in [part.reason for part in presenter.state.verdict.parts]
    presenter.forward()
    assert presenter.state.finished
    presenter.look_at(1)
    presenter.forward()
    assert presenter.state.position == 2
    presenter.hand_in()  # once is enough
    assert testing.sit("CM03", "pre").tested.score == pytest.approx(0.667)


def test_a_test_is_gone_on_with_where_it_was_left(presenter, page, testing):
    presenter.submit(("A",), "")

    presenter.open("CM03", "pre")

    assert (presenter.state.position, presenter.state.answered) == (2, 1)


def test_a_late_answer_of_another_test_changes_nothing_here(presenter):
    presenter._marked(-1, ("A",), "", None)

    assert presenter.state.answered == 0


def test_a_full_disk_is_said_and_the_question_stays(presenter, page, testing, monkeypatch):
    def full(*_asked):
        raise DiskFull(path="journal.db", folder="data")

    monkeypatch.setattr(testing, "answer", full)
    presenter.submit(("A",), "")

    assert presenter.state.error.key == "error.DiskFull"
    assert presenter.state.position == 1


def test_the_way_back_leads_to_the_module(presenter, page, qtbot):
    with qtbot.waitSignal(page.module_asked) as told:
        page._back.click()
    assert told.args == ["CM03"]


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        (("B", "B", "B"), ("A", "A", "B"), "Trước khi học đúng 0%, bây giờ đúng 67%"),
        (("A", "A", "B"), ("A", "B", "B"), "Nên đọc lại các bài"),
    ],
)
def test_the_test_after_is_compared_with_the_one_before(
    presenter, page, testing, first, then, said
):
    for purpose, given in (("pre", first), ("post", then)):
        presenter.open("CM03", purpose)
        for response in given:
            presenter.submit((response,), "")
        presenter.hand_in()

    assert said in words(page)


def test_the_delayed_test_says_how_much_was_kept(presenter, page):
    for purpose, given in (("post", "AAA"), ("delayed", "AAB")):
        presenter.open("CM03", purpose)
        for response in given:
            presenter.submit((response,), "")
        presenter.hand_in()

    assert "giữ được 67%" in words(page)
