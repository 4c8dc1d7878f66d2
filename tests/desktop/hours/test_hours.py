"""Recognised hours on their screen, through a real unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.desktop.hours.presenter import HoursPresenter
from selfstudy.desktop.hours.view import HoursView
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DayRefused, DecisionMissing, NobodyChosen
from selfstudy.services.hours.duty import Duties
from selfstudy.services.hours.minimum import Minimum
from selfstudy.services.hours.recognising import Recognising
from tests.office import Office


@pytest.fixture
def lan(tmp_path: Path) -> Services:
    return Office(tmp_path).supervisor()


@pytest.fixture
def view(qtbot) -> HoursView:
    view = HoursView()
    qtbot.addWidget(view)
    view.resize(1100, 900)
    view.show()
    return view


@pytest.fixture
def presenter(lan: Services, view: HoursView) -> HoursPresenter:
    desk = lan.desk
    presenter = HoursPresenter(
        view, Recognising(desk), Minimum(desk), Duties(desk), InlineTasks(), lan.unit.people
    )
    view.listed.connect(presenter.open_list)
    view.looked.connect(presenter.look)
    view.left.connect(presenter.leave)
    view.recorded.connect(presenter.record)
    view.minimum_set.connect(presenter.set_minimum)
    view.undone.connect(presenter.undo)
    presenter.load()
    return presenter


def write(view: HoursView, decision: str = "125/QĐ-UBND") -> None:
    giving = view.giving
    for field, words in (
        (giving.course, "Kỹ năng số"),
        (giving.hours, "7,5"),
        (giving.decision, decision),
        (giving.day, "20/11/2026"),
    ):
        field.setText(words)


def test_hours_are_looked_at_written_shown_in_the_year_and_undone(
    lan: Services, view: HoursView, presenter: HoursPresenter
) -> None:
    write(view)
    view.giving.people.all.click()
    view.giving.look.click()
    assert "7,5 tiết cho 1 người" in view.giving._what.text()
    view.giving.record.click()
    assert lan.unit.people()[0].recognised == 7.5
    assert view.duties.table.model.rows[0].pace.recognised == 7.5
    assert view.giving.people.picked == ()
    write(view)
    view.giving.people.all.click()
    view.giving.look.click()
    assert not view.giving.record.isEnabled()
    assert "Đã có" in view.giving._what.text()
    view.giving.back.click()
    assert presenter.state.given is None
    view.done.pressed.emit()
    assert lan.unit.people()[0].recognised == 0


def test_what_lacks_is_told_and_what_was_typed_stays(
    view: HoursView, presenter: HoursPresenter
) -> None:
    write(view)
    view.giving.look.click()
    assert isinstance(presenter.state.error, NobodyChosen)
    view.giving.people.all.click()
    write(view, decision="")
    view.giving.look.click()
    assert isinstance(presenter.state.error, DecisionMissing)
    assert view.giving.course.text() == "Kỹ năng số"
    presenter.record()
    assert presenter.state.done == ""


def test_a_list_ticks_whom_it_names_and_says_who_is_unknown(
    view: HoursView, presenter: HoursPresenter, tmp_path: Path
) -> None:
    path = tmp_path / "ds.csv"
    path.write_text("STT;Họ và tên\n1;tran thi lan\n2;Lê Văn An\n", encoding="utf-8")
    view.listed.emit(path)
    assert len(view.giving.people.picked) == 1
    assert "Dòng 3, Lê Văn An" in view.giving._list.text()


def test_the_unit_sets_its_minimum_and_takes_it_back(
    view: HoursView, presenter: HoursPresenter
) -> None:
    card = view.minimum
    card.hours.setText("48")
    card.since.setText("1/13/26")
    card.basis.setText("QĐ 12")
    card.set.click()
    assert isinstance(presenter.state.error, DayRefused)
    card.since.setText("1/1/2026")
    card.set.click()
    assert "48 tiết mỗi năm từ 01/01/2026 (QĐ 12)" in card._rules.text()
    presenter.undo()
    assert "40 tiết" in card._rules.text()
    card.hours.setText("0")
    card.set.click()
    assert presenter.state.duties == ()
