"""The unit's plan on its screen, through a real unit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.desktop.planning.presenter import PlanningPresenter, typed_seats
from selfstudy.desktop.planning.state import Wanted
from selfstudy.desktop.planning.view import PlanningView
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.widgets.surfaces import EmptyState
from selfstudy.domain.errors import HoursRefused, PlanDayRefused, PlanEmpty
from selfstudy.services.needs.planning import Planning
from selfstudy.services.needs.rating import Rated, Rating
from tests.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def lan(office: Office) -> Services:
    lan = office.supervisor()
    Rating(lan.desk).rate_myself({"M2": Rated(2, 5)})
    return lan


@pytest.fixture
def view(qtbot) -> PlanningView:
    view = PlanningView()
    qtbot.addWidget(view)
    view.resize(1100, 900)
    view.show()
    return view


@pytest.fixture
def presenter(lan: Services, view: PlanningView) -> PlanningPresenter:
    framework = lan.desk.library.framework
    presenter = PlanningPresenter(
        view, Planning(lan.desk), InlineTasks(), lan.unit.people, framework.positions,
        framework.competencies,
    )  # fmt: skip
    for name in ("look_at", "begin", "edit", "close", "propose", "keep", "publish"):
        signal = {"look_at": "looked", "begin": "begun", "edit": "edited", "close": "closed",
                  "propose": "proposed", "keep": "kept", "publish": "published"}[name]  # fmt: skip
        getattr(view, signal).connect(getattr(presenter, name))
    view.retired.connect(presenter.retire)
    view.dropped.connect(presenter.drop)
    view.undone.connect(presenter.undo)
    presenter.load()
    return presenter


def write(view: PlanningView, due: str = "31/12/2026") -> None:
    view.plans.begin.click()
    view.builder.title.setText("Kế hoạch năm")
    view.builder.due.setText(due)
    view.builder.reason.setText("Chuẩn bị cho kỳ kiểm tra")
    view.builder.reason.editingFinished.emit()


def test_a_plan_is_proposed_ticked_and_handed_out_and_its_progress_shown(
    view: PlanningView, presenter: PlanningPresenter
) -> None:
    write(view)
    (row,) = view.builder.rows
    assert row.box.isChecked()
    assert "Vị trí của anh/chị cần Soạn thảo, văn thư, hồ sơ mức 4; hiện ở mức 2." in (
        view.builder._preview.text()
    )
    view.builder.publish.click()
    assert presenter.state.building is None
    (line,) = view.plans.table.model.rows
    assert (line.plan.title, line.plan.state) == ("Kế hoạch năm", "live")
    assert [one.name for one, _module in view.steps.table.model.rows] == ["Trần Thị Lan"]
    view.plans.done.pressed.emit()
    assert [plan.title for plan in presenter.state.drafts] == []
    assert presenter.state.plans == ()


def test_where_there_is_no_plan_yet_it_says_how_to_begin(
    view: PlanningView, presenter: PlanningPresenter
) -> None:
    empty = view.plans.table.findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()
    write(view)
    view.builder.keep.click()
    assert not empty.isVisible()


def test_a_draft_is_kept_edited_dropped_and_brought_back(
    view: PlanningView, presenter: PlanningPresenter
) -> None:
    write(view, due="")
    view.builder.rows[0].seats.setText("12")
    view.builder.keep.click()
    (draft,) = presenter.state.drafts
    assert (draft.due, draft.items[0].seats) == ("", 12)
    view.plans.edit.click()
    assert view.builder.title.text() == "Kế hoạch năm"
    assert view.builder.rows[0].seats.text() == "12"
    view.builder.close_it.click()
    view.plans.drop.click()
    assert presenter.state.drafts == ()
    presenter.undo()
    assert presenter.state.drafts == (draft,)


def test_a_live_plan_is_changed_and_ended(view: PlanningView, presenter: PlanningPresenter) -> None:
    write(view)
    view.builder.publish.click()
    view.plans.table.row_chosen.emit(view.plans.table.row)
    assert not view.builder.keep.isVisible()
    view.builder.due.setText("31/01/2027")
    view.builder.publish.click()
    assert presenter.state.plans[0].plan.due == "2027-01-31"
    view.plans.end.click()
    assert presenter.state.plans[0].plan.state == "retired"


def test_what_was_typed_stays_where_it_cannot_be_handed_out(
    view: PlanningView, presenter: PlanningPresenter
) -> None:
    write(view, due="1/13/26")
    view.builder.publish.click()
    assert isinstance(presenter.state.error, PlanDayRefused)
    assert view.builder.title.text() == "Kế hoạch năm"
    view.builder.due.setText("31/12/2026")
    view.builder.rows[0].box.setChecked(False)
    view.builder.publish.click()
    assert isinstance(presenter.state.error, PlanEmpty)
    view.builder.budget.setText("nhiều")
    view.builder.again.click()
    assert isinstance(presenter.state.error, HoursRefused)
    assert presenter.state.plans == ()


def test_other_hours_and_other_people_are_asked_about_anew(
    view: PlanningView, presenter: PlanningPresenter
) -> None:
    write(view)
    view.builder.budget.setText("0,5")
    view.builder.budget.returnPressed.emit()
    assert not view.builder.rows[0].box.isChecked()
    view.builder.whom.show_key("people")
    view.builder.whom.chosen.emit("people")
    assert view.builder.people.isVisible()
    view.builder.people.all.click()
    assert view.builder.wanted.people == tuple(p.id for p in presenter.state.people)
    view.builder.people.table.view.selectRow(0)
    view.builder.people.table.row_chosen.emit(view.builder.people.table.row)
    assert view.builder.wanted.people == ()
    view.builder.people.search.setText("không có ai")
    view.builder.people.search.returnPressed.emit()
    assert view.builder.people.table.model.rows == ()
    view.builder.whom.show_key("positions")
    view.builder.whom.chosen.emit("positions")
    view.builder.positions.all.click()
    view.builder.again.click()
    assert presenter.state.building is not None
    assert presenter.state.building.positions == ("P02",)


def test_nothing_is_undone_where_nothing_was_done_and_nobody_unknown_is_edited(
    presenter: PlanningPresenter,
) -> None:
    before = presenter.state
    presenter.undo()
    presenter.edit("không có")
    assert presenter.state == before
    presenter.state = replace(before, busy="publish")
    presenter.publish(Wanted(due="31/12/2026", budget="40"))
    presenter.retire("x")
    assert presenter.state.busy == "publish"


@pytest.mark.parametrize(("typed", "seats"), [("", 0), ("12", 12), ("mười", 0), ("99999", 10000)])
def test_seats_are_a_number_or_as_many_as_it_is_for(typed: str, seats: int) -> None:
    assert typed_seats(typed) == seats
