"""The framework's screen: levels by key, a workbook's changes before they are taken, versions."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from selfstudy.desktop.framework.page import FrameworkPage
from selfstudy.desktop.framework.presenter import FrameworkPresenter
from selfstudy.desktop.framing import framework_screen
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import NotEntitled
from tests.office import Office


class Frame:
    def __init__(self, services):
        self.services, self.tasks, self.shown = services, InlineTasks(), []

    def show(self, key):
        self.shown.append(key)


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def page(qtbot, lan):
    frame = Frame(lan)
    made = framework_screen(frame)
    qtbot.addWidget(made.page)
    made.page.resize(1126, 768)
    made.page.show()
    made.reload()
    made.page.frame, made.page.made = frame, made  # what keeps the presenter alive
    return made.page


def words_on(widget):
    QCoreApplication.processEvents()
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def level(services):
    return dict(services.desk.library.framework.position("P02").required).get("M2")


def test_a_level_is_set_cleared_and_taken_back_by_key(page, lan, qtbot):
    page.grid.go_to(0, 0)
    assert "P02" in words_on(page)
    qtbot.keyClick(page.grid, Qt.Key.Key_2)
    assert level(lan) == 2
    assert page.grid.grid.cell(0, 0).words == "2"
    assert "Tự soạn công văn." in words_on(page)
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    assert level(lan) is None
    assert page.grid.grid.cell(0, 0).words == "–"
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert level(lan) == 2
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert level(lan) == 2


def test_the_same_level_again_tells_nothing(page, lan, qtbot):
    page.grid.go_to(0, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_4)

    assert lan.framework.view().versions == ()


def test_a_workbook_is_looked_at_before_it_is_taken(page, lan, tmp_path, monkeypatch):
    out = tmp_path / "khung.xlsx"
    asked = iter([out, None])
    module = "selfstudy.desktop.framework.page"
    monkeypatch.setattr(f"{module}.ask_new_file", lambda *_what: next(asked))
    monkeypatch.setattr(f"{module}.ask_files", lambda *_what: (out,))
    page.export_button.click()
    page.export_button.click()
    assert out.exists()

    book = load_workbook(out)
    book["Mức yêu cầu"]["C2"] = 9
    book.save(out)
    page.import_button.click()
    assert "Mức yêu cầu" in words_on(page)
    assert page.take_button.isHidden()
    page.drop_button.click()
    assert page._proposed.isHidden()

    for row in range(2, 20):
        book["Hành vi"].append(["M2", row % 5 + 1, f"Việc {row}"])
    book["Hành vi"].append(["M2", 3, "Việc ở mức 3"])
    book["Hành vi"].append(["M2", 4, "Việc ở mức 4"])
    book["Mức yêu cầu"]["C2"] = 1
    book.save(out)
    page.import_button.click()
    assert level(lan) == 4
    page.take_button.click()
    assert level(lan) == 1
    assert len(lan.framework.view().versions) == 1
    page.import_button.click()
    assert page.take_button.isHidden()
    monkeypatch.setattr(f"{module}.ask_files", lambda *_what: ())
    page.import_button.click()

    named = "Lấy lại phiên bản này: 2026-11-22.1"
    undo = next(b for b in page._history.findChildren(QPushButton) if b.accessibleName() == named)
    undo.click()
    assert level(lan) == 4
    page.version_undone.emit("không có")


def test_many_problems_are_told_in_part(page, lan, tmp_path):
    out = lan.framework.export(tmp_path / "a.xlsx")
    book = load_workbook(out)
    for _ in range(80):
        book["Hành vi"].append(["Z9", 1, "x"])
    book.save(out)
    page.file_given.emit(out)

    assert "và 21 dòng nữa" in words_on(page)


def test_a_learner_sees_the_framework_and_changes_nothing(qtbot, office, lan):
    hanh = office.learner()
    made = framework_screen(Frame(hanh))
    qtbot.addWidget(made.page)
    made.page.show()
    made.reload()
    made.page.grid.go_to(0, 0)
    qtbot.keyClick(made.page.grid, Qt.Key.Key_2)

    assert level(hanh) == 4
    assert made.page.import_button.isHidden()


def test_what_fails_is_told_and_a_way_leads_back(qtbot, page, lan):
    class Refusing:
        def __getattr__(self, _name):
            def refuse(*_what):
                raise NotEntitled(what="supervisor")

            return refuse

    other = FrameworkPage()
    qtbot.addWidget(other)
    presenter = FrameworkPresenter(other, Refusing(), InlineTasks())
    presenter.load()
    assert isinstance(presenter.state.error, NotEntitled)
    presenter.take()
    presenter.undo()
    page.back.click()
    assert page.frame.shown == ["unit"]


def test_the_units_overview_leads_to_the_framework(qtbot):
    from selfstudy.desktop.framing import lead_to_framework
    from selfstudy.desktop.unit.overview import OverviewView

    view = OverviewView()
    qtbot.addWidget(view)
    frame = Frame(None)
    lead_to_framework(frame, view)
    view.framework.button.click()
    assert frame.shown == ["framework"]
