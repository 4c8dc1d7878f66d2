"""What a supervisor does about the needs of a unit, with real services behind."""

from __future__ import annotations

import pytest

from selfstudy.desktop.tasks import InlineTasks, Job
from selfstudy.desktop.unit_needs.presenter import UnitNeedsPresenter
from selfstudy.desktop.unit_needs.state import UnitNeedsState
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.rating import Rated
from selfstudy.words import clock
from tests.services.needs.test_rating import CODE, OTHER, hanh, lan, office

__all__ = ["hanh", "lan", "office"]


class Page:
    def __init__(self) -> None:
        self.state = UnitNeedsState()

    def show_needs(self, state: UnitNeedsState) -> None:
        self.state = state


class Later:
    """Work waits until it is let go."""

    def __init__(self) -> None:
        self.waiting = []

    def run(self, work, done, failed=None, lane="store"):
        self.waiting.append(lambda: InlineTasks().run(work, done, failed))
        return Job()

    def go(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def person(hanh) -> str:
    return hanh.desk.person.hex()


@pytest.fixture
def offers() -> list:
    return []


def opened(lan, tasks, offers) -> UnitNeedsPresenter:
    return UnitNeedsPresenter(
        Page(), lan.unit_needs, tasks, clock=lan.desk.clock,
        offer=lambda *told: offers.append(told),
    )  # fmt: skip


@pytest.fixture
def presenter(lan, person, offers) -> UnitNeedsPresenter:
    made = opened(lan, InlineTasks(), offers)
    made.load()
    return made


def kept(lan, person, code=CODE):
    board = lan.unit_needs.board()
    return next(one for one in board.people if one.person == person).found.rated.get(code)


def shown(presenter, person, code=CODE):
    one = next(one for one in presenter.state.board.people if one.person == person)
    return presenter.state.rated(one, code)


def test_what_is_typed_is_shown_at_once_and_kept_together(presenter, lan, person):
    presenter.rate(person, CODE, 3)
    presenter.rate(person, CODE, 5, shifted=True)
    presenter.rate(person, OTHER, 2)
    assert shown(presenter, person) == Rated(3, 5)
    assert kept(lan, person) is None

    presenter.save()
    assert (kept(lan, person).level, kept(lan, person).importance) == (3, 5)
    assert (presenter.state.drafts, presenter.state.saved) == ({}, clock(lan.desk.clock()))
    assert presenter.state.board.rated == 1
    presenter.save()
    assert presenter.state.saved


def test_the_last_change_is_undone_one_after_the_other(presenter, lan, person):
    presenter.rate(person, CODE, 3)
    presenter.save()
    presenter.rate(person, CODE, 4)
    presenter.rate(person, CODE, 0)
    assert shown(presenter, person) is None
    presenter.undo()
    presenter.undo()
    assert shown(presenter, person) == Rated(3)
    presenter.undo()
    presenter.undo()
    presenter.save()
    assert kept(lan, person) is None
    assert presenter.state.undoable == 0


def test_digits_may_mean_importance_and_there_is_none_without_a_level(presenter, person):
    presenter.weigh(weighing=True)
    presenter.rate(person, CODE, 4)
    assert shown(presenter, person) is None
    presenter.rate(person, CODE, 2, shifted=True)
    presenter.rate(person, CODE, 4)
    assert shown(presenter, person) == Rated(2, 4)


def test_nothing_is_typed_about_somebody_who_is_not_there(presenter):
    presenter.rate("00" * 16, CODE, 3)
    presenter.open_person("00" * 16)
    assert presenter.state.drafts == {}
    assert presenter.state.person is None


def test_what_is_typed_while_it_is_kept_is_kept_next(lan, person, offers):
    tasks = Later()
    presenter = opened(lan, tasks, offers)
    presenter.load()
    tasks.go()
    presenter.rate(person, CODE, 3)
    presenter.save()
    presenter.rate(person, OTHER, 2)
    presenter.save()  # one is under way: the next waits for it
    tasks.go()
    assert (kept(lan, person).level, kept(lan, person, OTHER).level) == (3, 2)
    assert presenter.state.drafts == {}


def test_what_could_not_be_kept_stays_to_be_kept_and_is_said(presenter, person, lan):
    presenter.rate(person, CODE, 3)
    lan.desk.is_supervisor = lambda: False
    presenter.save()
    assert isinstance(presenter.state.error, SelfStudyError)
    assert shown(presenter, person) == Rated(3)
    del lan.desk.is_supervisor
    presenter.save()
    assert presenter.state.error is None
    assert kept(lan, person).level == 3


def test_a_square_opens_its_people_and_a_person_their_needs(presenter, person):
    presenter.rate(person, CODE, 1)
    presenter.save()
    presenter.open_cell("P02", CODE)
    assert [one.person for one in presenter.state.behind] == [person]
    presenter.open_person(person)
    assert [line.code for line in presenter.state.lines] == [CODE, OTHER]
    presenter.load()
    assert presenter.state.person.person == person
    presenter.close_person()
    assert (presenter.state.person, presenter.state.lines) == (None, ())


def test_leaving_a_part_keeps_what_was_typed(presenter, lan, person):
    presenter.turn_to("rating")
    presenter.rate(person, CODE, 3)
    presenter.turn_to("ranking")
    assert kept(lan, person).level == 3


def test_the_grid_shows_one_group_or_all_and_the_competency_under_the_keyboard(presenter):
    assert len(presenter.state.rows) == 2
    assert presenter.state.codes == (CODE, OTHER)
    presenter.choose_group("P05")
    assert (presenter.state.rows, presenter.state.codes) == ((), ())
    presenter.look_at(CODE)
    presenter.look_at(CODE)
    assert presenter.state.code == CODE


def test_a_paper_form_is_typed_in_and_undone(presenter, lan, person, offers):
    presenter.keep_paper("2026-11-20", {}, Survey())  # nobody's page is open
    presenter.open_person(person)
    presenter.begin_paper()
    day = lan.desk.today()
    told = {CODE: Rated(2, 4), OTHER: None}
    presenter.keep_paper(day, told, Survey(difficulties="bận"))
    assert not presenter.state.typing
    assert presenter.state.survey.difficulties == "bận"
    assert presenter.state.lines[0].own.paper == day
    ((name, undo),) = offers
    assert name == "Nguyễn Thị Hạnh"
    undo()
    assert presenter.state.lines[0].own is None
    presenter.close_person()


def test_a_paper_form_that_cannot_be_kept_stays_open(presenter, person):
    presenter.open_person(person)
    presenter.begin_paper()
    presenter.keep_paper("2999-01-01", {CODE: Rated(2)}, Survey())
    assert presenter.state.typing
    assert presenter.state.error.key == "error.DayRefused"
    presenter.load()
    assert presenter.state.typing
    presenter.drop_paper()
    assert not presenter.state.typing


def test_tasks_are_asked_for_the_first_position_that_somebody_holds(presenter):
    presenter.turn_to("tasks")
    assert (presenter.state.tasks_of, presenter.state.tasks) == ("P02", ())


def test_a_learner_is_told_that_this_is_for_supervisors(hanh):
    made = UnitNeedsPresenter(Page(), hanh.unit_needs, InlineTasks(), clock=hanh.desk.clock)
    made.load()
    made.rate("aa", CODE, 3)
    made.open_cell("", CODE)
    made.turn_to("tasks")
    made.undo()
    assert made.state.error.key == "error.NotEntitled"
    assert made.state.board is None
    assert (made.state.rows, made.state.codes) == ((), ())
