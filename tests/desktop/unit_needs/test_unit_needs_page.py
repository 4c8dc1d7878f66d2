"""The needs of a unit, drawn for real and wired as the program wires them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from selfstudy.desktop.needs_wiring import connect_unit_needs
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.unit_needs.view import NeedsView
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.rating import Rated
from selfstudy.words import day
from tests.services.needs.test_rating import CODE, OTHER, hanh, lan, office

__all__ = ["hanh", "lan", "office"]


@pytest.fixture
def person(office, hanh, lan) -> str:
    hanh.needs.rate({CODE: Rated(4)})
    hanh.needs.keep_survey(Survey(((CODE, "Soạn tờ trình"),), "mixed", "", "Hay bị gọi"))
    hanh.needs.rate_tasks(tuple(_seven(one) for one in hanh.needs.tasks()))
    office.hand_over(hanh, lan)
    return hanh.desk.person.hex()


def _seven(one):
    return replace(one, matters=7, done=5)


@pytest.fixture
def said() -> list:
    return []


@pytest.fixture
def view(qtbot, lan, person, said):
    made = NeedsView()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    frame = SimpleNamespace(
        services=lan,
        tasks=InlineTasks(),
        clock=lan.desk.clock,
        open_module=said.append,
        window=SimpleNamespace(say=lambda *words: said.append(words)),
    )
    made.left = connect_unit_needs(frame, made).save
    made.show()
    return made


def own(lan, person):
    board = lan.unit_needs.board()
    return next(one for one in board.people if one.person == person).found


def test_the_map_has_its_table_and_leads_to_people(view, lan, person):
    table = view.map.charted.table
    assert [(row.position, row.code) for row in table.model.rows] == [("", CODE), ("P02", CODE)]
    table.row_chosen.emit(table.model.rows[1])
    (row,) = view.map.people.model.rows
    assert (row.name, row.required, row.level, row.gap) == ("Nguyễn Thị Hạnh", 4, 4, 0)
    view.map.people.row_chosen.emit(row)
    assert view._stack.currentWidget() is view.person
    assert "Soạn tờ trình" in view.person._wishes._said.text()
    view.person.back.click()
    assert view._stack.currentWidget() is view.map
    assert "0/2" in view._coverage.text()


def test_a_grid_is_filled_by_keyboard_and_kept_by_itself(view, qtbot, lan, person):
    view.part_asked.emit("rating")
    grid = view.grid.grid
    assert view.grid.side._title.text().startswith(CODE)
    row = list(grid.grid.rows).index("Nguyễn Thị Hạnh")
    grid.go_to(row, 0)
    grid.setFocus()
    assert grid.grid.cell(row, 0).corner == ""  # one's own word would sway
    qtbot.keyClicks(grid, "2")
    grid.go_to(row, 0)
    qtbot.keyClick(grid, Qt.Key.Key_5, Qt.KeyboardModifier.ShiftModifier)
    cell = grid.grid.cell(row, 0)
    assert (cell.words, cell.beside, cell.corner, cell.flagged) == ("2", "×5", "T4", True)
    qtbot.waitUntil(lambda: CODE in own(lan, person).rated, timeout=3000)
    assert (own(lan, person).rated[CODE].level, own(lan, person).rated[CODE].importance) == (2, 5)
    assert "Đã lưu" in view.grid._said.text()

    view.grid.undo.click()
    view.left()
    assert own(lan, person).rated[CODE].importance == 0
    view.part_asked.emit("apart")
    (row,) = view.apart.table.model.rows
    assert row[1:] == ("Nguyễn Thị Hạnh", f"{CODE} · {CODE}", 4, 2)
    view.apart.table.row_chosen.emit(row)
    assert view.person.isVisible()


def test_a_part_that_is_hidden_keeps_what_was_typed(view, qtbot, lan, person):
    view.part_asked.emit("rating")
    grid = view.grid.grid
    grid.go_to(list(grid.grid.rows).index("Nguyễn Thị Hạnh"), 1)
    qtbot.keyClicks(grid, "3")
    view.hide()
    assert own(lan, person).rated[OTHER].level == 3


def test_groups_and_what_digits_mean_are_chosen(view):
    view.part_asked.emit("rating")
    view.grid.group_chosen.emit("P02")
    assert view.grid.group.key == "P02"
    view.grid.mode.chosen.emit("weight")
    assert view.grid.mode.key == "weight"
    assert view.grid.side._title.text().startswith(CODE)


def test_positions_are_ranked_and_tasks_asked(view, lan, person):
    view.part_asked.emit("ranking")
    assert view.ranking.table.model.rows == ()
    board = lan.unit_needs.board()
    lan.unit_needs.rate(board, {person: {CODE: Rated(1, 5)}})
    view.shown.emit()
    (row,) = view.ranking.table.model.rows
    assert (row.place, row.lacking, row.seats) == (1, 1, 1)
    assert row.people == 2
    assert row.lack.startswith(CODE)
    assert row.module.startswith(lan.desk.library.modules()[0].id)
    view.part_asked.emit("tasks")
    assert [row[1:] for row in view.tasks.table.model.rows] == [("2", "1")] * 3
    view.tasks.position_asked.emit("P05")
    assert view.tasks.table.model.rows == ()


def test_a_paper_form_is_typed_in_and_may_be_undone(view, qtbot, lan, person, said):
    view.person_opened.emit(lan.desk.person.hex())
    view.person.type_in.click()
    paper = view.person.paper
    paper.day.setText("1/13/26")
    paper.save.click()
    assert "1/13/26" in paper._day._error.text()

    paper.day.setText(day(lan.desk.clock().date()))
    qtbot.keyClicks(paper.grid, "34")
    assert paper.grid.grid.cell(0, 1).words == "4"
    paper.fields.difficulties.setPlainText("Bận")
    paper.save.click()
    found = own(lan, lan.desk.person.hex()).own[CODE]
    assert (found.level, found.importance, found.paper) == (3, 4, lan.desk.today())
    assert "Bận" in view.person._wishes._said.text()
    assert "phiếu giấy" in view.person._wishes._said.text()
    (words,) = said
    words[2]()
    assert own(lan, lan.desk.person.hex()).own == {}
    view.person.type_in.click()
    paper.cancel.click()
    assert not paper.isVisible()


def test_a_module_that_helps_is_opened(view, lan, person, said):
    lan.unit_needs.rate(lan.unit_needs.board(), {person: {CODE: Rated(1)}})
    view.shown.emit()
    view.person_opened.emit(person)
    view.person.line.buttons[0].click()
    assert said == [lan.desk.library.modules()[0].id]


def test_who_is_no_supervisor_is_told_so(qtbot, hanh):
    made = NeedsView()
    qtbot.addWidget(made)
    frame = SimpleNamespace(
        services=hanh, tasks=InlineTasks(), clock=hanh.desk.clock, open_module=print
    )
    connect_unit_needs(frame, made)
    made.shown.emit()
    assert made._error.text()
