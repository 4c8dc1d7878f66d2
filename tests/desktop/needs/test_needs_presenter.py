"""What one does about one's own needs, with real services behind."""

from __future__ import annotations

import pytest

from selfstudy.desktop.needs.presenter import NeedsPresenter
from selfstudy.desktop.needs.state import NeedsState
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.rating import Rated
from tests.office import Office
from tests.services.needs.test_rating import CODE, OTHER, hanh, lan, office

__all__ = ["hanh", "lan", "office"]


class Page:
    def __init__(self) -> None:
        self.state = NeedsState()

    def show_state(self, state: NeedsState) -> None:
        self.state = state


@pytest.fixture
def alone(office: Office):
    return office.person("Nguyễn Thị Hạnh", "hanh")


@pytest.fixture
def offers() -> list:
    return []


@pytest.fixture
def presenter(alone, offers) -> NeedsPresenter:
    made = NeedsPresenter(
        Page(),
        alone.needs,
        InlineTasks(),
        position="P02",
        offer=lambda *told: offers.append(told),
    )
    made.load()
    return made


def test_it_opens_on_what_nobody_measured_yet(presenter):
    state = presenter.state
    assert state.loaded
    assert [line.code for line in state.lines] == [CODE, OTHER]
    assert (state.code, state.measured) == (CODE, 0)


def test_a_level_is_kept_at_once_and_may_be_undone(presenter, offers, alone):
    presenter.rate(2)
    presenter.weigh(5)
    assert (presenter.state.line.own.level, presenter.state.line.own.importance) == (2, 5)
    assert presenter.state.saved
    assert [offer[:2] for offer in offers] == [(CODE, 2), (CODE, 2)]

    offers[1][2]()
    assert presenter.state.line.own.importance == 0
    offers[0][2]()
    assert presenter.state.line.own is None
    assert alone.needs.view().lines[0].own is None


def test_the_same_level_again_is_told_to_nobody(presenter, offers):
    presenter.rate(2)
    presenter.rate(2)
    presenter.weigh(0)
    assert len(offers) == 1


def test_a_level_is_taken_back_and_without_one_nothing_is_weighed(presenter, offers):
    presenter.rate(2)
    presenter.rate(0)
    presenter.weigh(4)
    assert presenter.state.line.own is None
    assert [offer[:2] for offer in offers] == [(CODE, 2), (CODE, 0)]


def test_what_is_lacking_comes_first_and_what_is_looked_at_stays(presenter):
    presenter.look_at(OTHER)
    presenter.rate(1)
    assert [line.code for line in presenter.state.lines] == [OTHER, CODE]
    presenter.look_at(OTHER)
    presenter.load()
    assert presenter.state.code == OTHER


def test_one_compares_with_another_position_and_comes_back(presenter):
    presenter.compare("P05")
    assert (presenter.state.position, presenter.state.lines[0].need.required) == ("P05", 2)
    presenter.rate(1)
    assert presenter.state.lines[0].need.required == 2
    presenter.compare("P02")
    assert presenter.state.position == ""
    assert presenter.state.line.need.required == 4


def test_a_position_that_nobody_knows_is_said_and_what_was_shown_stays(presenter):
    presenter.compare("P99")
    assert presenter.state.error.key == "error.NoSuchPosition"
    assert len(presenter.state.lines) == 2


def test_who_holds_no_position_sees_what_to_do_and_may_choose_one(office):
    services = office.person("Lê Văn An", "an")
    services.desk.go_by("Lê Văn An", "")
    made = NeedsPresenter(Page(), services.needs, InlineTasks())
    assert made.state.lines == ()
    made.load()
    assert (made.state.lines, made.state.code, made.state.line) == ((), "", None)
    made.compare("P05")
    made.rate(2)
    assert made.state.line.own.level == 2


def test_the_survey_is_kept(presenter):
    presenter.turn_to("survey")
    presenter.keep_survey(Survey(((CODE, "tờ trình"),)))
    assert presenter.state.saved
    assert presenter.state.view.survey.wish(CODE) == "tờ trình"
    presenter.turn_to("gaps")
    assert not presenter.state.saved


def test_what_cannot_be_kept_is_said(presenter):
    presenter.keep_survey(Survey((("Z9", "gì"),)))
    assert presenter.state.error.key == "error.NoSuchCompetency"
    presenter.turn_to("tasks")
    assert presenter.state.error is None


def test_tasks_are_rated_and_kept_when_one_pauses(presenter, alone):
    presenter.rate_task(0, "matters", 7)
    presenter.rate_task(0, "done", 3)
    assert presenter.state.tasks[0].need == 4
    assert alone.needs.tasks()[0].need is None
    presenter.keep_tasks()
    assert alone.needs.tasks()[0].need == 4
    assert presenter.state.saved


def test_a_paper_is_not_one_s_own_word_and_the_same_level_is_kept_as_it(office, lan, hanh):
    day = lan.desk.today()
    lan.unit_needs.surveying.type_in(hanh.desk.person.hex(), day, {CODE: Rated(2)}, Survey())
    lan.unit.write_receipts(office.stick)
    office.answer_with_receipt(lan, hanh)
    page = Page()
    made = NeedsPresenter(page, hanh.needs, InlineTasks(), position="P02", in_unit=True)
    made.load()
    made.look_at(CODE)
    made.rate(2)
    assert page.state.line.own.paper == ""
    assert page.state.in_unit
