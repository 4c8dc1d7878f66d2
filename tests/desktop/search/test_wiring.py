from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut

from selfstudy import bootstrap
from selfstudy.desktop.program import Program
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.settings import Places, Settings


@pytest.fixture
def program(qtbot, tmp_path):
    places = Places(tmp_path)
    profile = bootstrap.profiles(places).create("Nguyễn Thị Hạnh", "P03")
    made = Program(places, Settings(last_profile=profile.id), tasks=InlineTasks())
    made.window.show()
    made.open_profile(profile.id)
    yield made
    made.window.close()
    made.close()
    made.window.deleteLater()


def ctrl_k(program):
    keys = [
        key for key in program.window.findChildren(QShortcut) if key.key().toString() == "Ctrl+K"
    ]
    keys[0].activated.emit()
    return program.screens["search"].page


def look(page, words):
    page.field.setText(words)
    page.field.seek_now()
    return {row.line.kind: row for row in reversed(page.rows)}


def test_ctrl_k_searches_from_anywhere_and_escape_goes_back(program, qtbot):
    program.open_lesson("CM03-02")
    page = ctrl_k(program)

    assert program.window.page == "search"
    assert page.field.hasFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert program.window.page == "lesson"


def test_a_lesson_opens_at_the_place_that_was_found(program):
    look(ctrl_k(program), "dau giap lai")["lesson"].click()

    view = program.screens["lesson"].page.view
    assert program.window.page == "lesson"
    assert {s.cursor.selectedText().casefold() for s in view.extraSelections()} >= {"giáp", "lai"}
    assert view.anchor() != ""


def test_each_kind_leads_to_its_screen(program):
    found = look(ctrl_k(program), "thể thức văn bản")

    for kind, screen in (
        ("module", "library"), ("question", "quiz"), ("lesson", "lesson"), ("source", "lesson"),
    ):  # fmt: skip
        if kind not in found:
            found = look(ctrl_k(program), "nghị định 30/2020")
        found[kind].click()
        assert program.window.page == screen
        found = look(ctrl_k(program), "thể thức văn bản")


@pytest.mark.parametrize(
    ("words", "screen"),
    [("sao lưu", "settings"), ("hom nay", "today"), ("nộp kết quả", "handover")],
)
def test_places_are_gone_to_by_name(program, words, screen):
    look(ctrl_k(program), words)["command"].click()

    assert program.window.page == screen


def test_only_a_supervisor_finds_the_unit_and_its_people(program):
    assert "person" not in look(ctrl_k(program), "hạnh")
    page = program.screens["search"].page
    look(page, "")
    assert not [row for row in page.rows if row.line.key in {"unit", "reports", "people"}]


def test_a_supervisor_finds_people_and_is_led_to_them(qtbot, tmp_path):
    from selfstudy.services.demo.demo import Wanted, write_demo
    from selfstudy.services.intake.roster import SUPERVISOR
    from selfstudy.services.rescue.safety import restore

    places = Places(tmp_path / "home")
    unit = tmp_path / "unit"
    write_demo(bootstrap.library(places), unit, Wanted(3, 20))
    places.profiles.mkdir(parents=True)
    profile = restore(unit / SUPERVISOR, places.profiles)
    made = Program(places, Settings(last_profile=profile), tasks=InlineTasks())
    made.window.show()
    made.open_profile(profile)
    services = made.services
    services.unit.intake([unit])
    services.unit.admit(*(person.id for person in services.unit.unknown()))
    page = ctrl_k(made)
    person, name, _ = services.unit.names()[0]
    found = look(page, name.casefold())

    assert found["person"].line.key == person
    found["person"].click()
    assert made.window.page == "unit"
    state = made.screens["unit"].page._state
    assert state.section == "people"
    assert name in {row.name for row in state.found}
    made.window.close()
    made.close()
    made.window.deleteLater()
