"""Today: a glance first, then everything; the greeting; which modules are shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.today.presenter import TodayPresenter
from selfstudy.desktop.today.state import Glance, TodayState
from selfstudy.domain.errors import DatabaseBusy
from selfstudy.domain.progress import Handed, Hours, LessonLine, ModuleCard, Next, Today

MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
GLANCE = Glance(
    "Nguyễn Thị Hạnh", "Chín thành phần thể thức", "Nine components", "Soạn thảo văn bản",
    "Drafting", 2, 3, "CM03-02", started=True, due=8,
)  # fmt: skip


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class FakeStudy:
    def __init__(self, today):
        self.answer = today

    def today(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def a_module(name, *, state="new", needed=False, fraction=0.0):
    lines = (LessonLine(f"{name}-01", 1, "Bài một", "Lesson one", 25, state, fraction),)
    return ModuleCard(
        name, 1, f"Học phần {name}", "", "", "", "CM", 3, lines, (), needed, False, "in_force",
        state, fraction,
    )  # fmt: skip


def a_day(*modules, continuing=None, due=0):
    return Today(
        "Nguyễn Thị Hạnh", continuing, due, Hours(2026, 27.5, 16, 40), Handed(), modules, (0, 30)
    )


def a_next(module):
    return Next(module, "Soạn thảo", "", f"{module}-02", "Bài hai", "", 2, 3, 15, 0.4, True)


def presenter_of(today):
    view = FakeView()
    study = FakeStudy(today)
    return TodayPresenter(view, study, InlineTasks(), clock=lambda: MORNING), view, study


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (3, "evening"), (4, "morning"), (10, "morning"), (11, "noon"), (12, "noon"),
        (13, "afternoon"), (17, "afternoon"), (18, "evening"), (23, "evening"),
    ],
)  # fmt: skip
def test_the_greeting_follows_the_hour(hour, part):
    state = TodayState(now=MORNING.replace(hour=hour))

    assert state.part_of_day == part


def test_before_the_clock_is_known_it_is_morning():
    assert TodayState().part_of_day == "morning"


def test_a_glance_greets_by_given_name_and_says_where_to_go_on():
    state = TodayState.from_glance(GLANCE, MORNING)

    assert state.name == "Hạnh"
    assert (state.next.lesson, state.next.number, state.next.of) == ("CM03-02", 2, 3)
    assert state.next.started
    assert state.due == 8
    assert not state.live
    assert state.hours is None


def test_a_glance_of_someone_who_never_studied_claims_nothing():
    state = TodayState.from_glance(Glance("Lê Lan"))

    assert state.next is None
    assert state.share == 0
    assert state.now.tzinfo is not None


def test_reading_the_day_keeps_the_glance_until_it_is_there():
    view, glanced = FakeView(), TodayState.from_glance(GLANCE, MORNING)
    presenter = TodayPresenter(view, FakeStudy(a_day(due=3)), InlineTasks(), shown=glanced)

    presenter.reload()

    waiting, live = view.states
    assert waiting.next == glanced.next
    assert waiting.busy
    assert live.live
    assert not live.busy
    assert live.due == 3


def test_the_module_to_go_on_with_says_how_far_it_is_and_whether_it_is_needed():
    module = a_module("CM03", state="going", needed=True, fraction=0.47)
    presenter, view, _ = presenter_of(a_day(module, continuing=a_next("CM03")))

    presenter.reload()

    assert view.states[-1].share == 0.47
    assert view.states[-1].needed
    assert view.states[-1].going == (module,)


def test_new_modules_are_suggested_with_those_the_position_needs_first():
    here, other = a_module("CM03"), a_module("CM04")
    needed, done = a_module("CM05", needed=True), a_module("CM06", state="done")
    more = a_module("CM07"), a_module("CM08")
    day = a_day(here, other, needed, done, *more, continuing=a_next("CM03"))
    presenter, view, _ = presenter_of(day)

    presenter.reload()

    assert [card.id for card in view.states[-1].suggested] == ["CM05", "CM04", "CM07"]
    assert view.states[-1].installed == 6


def test_days_with_study_are_counted():
    assert TodayState()._replace(days=(0, 5, 0, 60)).studied_days == 2


def test_a_failure_is_shown_beside_what_was_there():
    presenter, view, study = presenter_of(a_day(due=3))
    presenter.reload()
    study.answer = DatabaseBusy(path="journal.db")

    presenter.reload()

    assert isinstance(view.states[-1].error, DatabaseBusy)
    assert view.states[-1].due == 3
    assert not view.states[-1].busy


def test_its_own_clock_is_aware_of_the_time_zone():
    view = FakeView()
    presenter = TodayPresenter(view, FakeStudy(a_day()), InlineTasks())

    presenter.reload()

    assert view.states[-1].now.tzinfo is not None
