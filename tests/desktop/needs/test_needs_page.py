"""The page of one's own needs, drawn for real."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from selfstudy.desktop.needs.page import NeedsPage
from selfstudy.desktop.needs.presenter import NeedsPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.rating import Rated
from tests.office import Office
from tests.services.needs.test_rating import CODE, OTHER, office

__all__ = ["office"]


@pytest.fixture
def hanh(office: Office):
    return office.person("Nguyễn Thị Hạnh", "hanh")


@pytest.fixture
def page(qtbot, hanh):
    made = NeedsPage()
    qtbot.addWidget(made)
    made.resize(1100, 760)
    presenter = NeedsPresenter(made, hanh.needs, InlineTasks(), position="P02")
    made.section_asked.connect(presenter.turn_to)
    made.position_chosen.connect(presenter.compare)
    made.looked_at.connect(presenter.look_at)
    made.rated.connect(presenter.rate)
    made.weighed.connect(presenter.weigh)
    made.survey_kept.connect(presenter.keep_survey)
    made.task_rated.connect(presenter.rate_task)
    made.tasks_kept.connect(presenter.keep_tasks)
    made.presenter = presenter
    presenter.load()
    made.show()
    return made


def test_levels_are_chosen_by_digits_with_what_is_seen_at_each(page, qtbot, hanh):
    page.section_asked.emit("rating")
    rows = page.rating.levels.rows
    assert rows[3].face.note == "• soạn\n• sửa"
    qtbot.keyClick(page.rating, Qt.Key.Key_3)
    assert hanh.needs.view().lines[0].own.level == 3
    assert rows[2].isChecked()
    assert page.rating.table.model.rows[0].own.level == 3
    page.rating.next.click()
    assert page.presenter.state.code == OTHER
    qtbot.keyClick(page.rating.levels, Qt.Key.Key_2)
    page.rating.importance.chosen.emit("5")
    assert hanh.needs.view().lines[1].own.importance == 5
    page.rating.clear.click()
    assert hanh.needs.view().lines[1].own is None
    qtbot.keyClick(page.rating, Qt.Key.Key_9)
    page.rating.next.click()
    assert page.presenter.state.code == OTHER


def test_what_is_lacking_leads_to_modules(page, qtbot, hanh):
    hanh.needs.rate({CODE: Rated(1), OTHER: Rated(3)})
    page.presenter.load()
    assert page.gaps.table.row.code == CODE
    (button,) = page.gaps.about.buttons
    with qtbot.waitSignal(page.module_asked) as asked:
        button.click()
    assert asked.args == [hanh.desk.library.modules()[0].id]
    page.gaps.table.view.selectRow(1)
    assert page.presenter.state.code == OTHER
    assert page.gaps.about.buttons == []


def test_another_position_is_chosen_to_compare_with(page):
    page.position.chosen.emit("P05")
    assert [line.need.required for line in page.gaps.table.model.rows] == [2, 4]
    page.position.chosen.emit("P02")
    assert page.position.key == ""


def test_the_survey_is_filled_in_and_kept(page, hanh):
    page.section_asked.emit("survey")
    fields = page.survey.fields
    fields.wishes[CODE].setText("Soạn tờ trình")
    fields.form.show_key("mixed")
    fields.time.show_key("weekend")
    fields.difficulties.setPlainText("Hay bị gọi")
    fields.proposals.setPlainText("Thêm máy")
    page.survey.save.click()
    kept = hanh.needs.view().survey
    assert (kept.wish(CODE), kept.form, kept.time) == ("Soạn tờ trình", "mixed", "weekend")
    assert (kept.difficulties, kept.proposals) == ("Hay bị gọi", "Thêm máy")
    fields.difficulties.setPlainText("đang gõ")
    page.presenter.load()
    assert fields.difficulties.toPlainText() == "đang gõ"


def test_tasks_are_rated_by_digits_and_kept_when_the_part_is_left(page, qtbot, hanh):
    page.section_asked.emit("tasks")
    page.tasks.grid.setFocus()
    qtbot.keyClicks(page.tasks.grid, "72")
    assert page.tasks.grid.grid.cell(0, 2).words == "5"
    page.section_asked.emit("gaps")
    assert hanh.needs.tasks()[0].need == 5


def test_what_went_wrong_is_said(page):
    page.presenter.keep_survey(Survey((("Z9", "x"),)))
    assert "Z9" in page._error.text()


def test_who_holds_no_position_is_told_what_to_do(page, hanh):
    hanh.desk.go_by("Nguyễn Thị Hạnh", "")
    page.presenter.load()
    assert page.gaps.table.model.rows == ()
    page.section_asked.emit("rating")
    assert not page.rating._right.isVisible()
