"""Beginning: who is here, which positions there are, what is judged and when."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.welcome.presenter import OTHER, WelcomePresenter
from selfstudy.domain.errors import DatabaseBusy, DiskFull, UnitCardRefused, UnreadableFile
from selfstudy.domain.people import Position, Profile

POSITIONS = (
    Position("P02", "Văn thư – lưu trữ", "Records and archives officer", (), ("Lưu trữ",)),
    Position("P04", "Chuyên viên địa chính", "Land officer", ()),
    Position("P07", "Chuyên viên Trung tâm Phục vụ hành chính công", "Service", (), ("Một cửa",)),
)


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class FakeProfiles:
    def __init__(self, *people):
        self.people, self.made, self.error = people, [], None

    def profiles(self):
        if self.error:
            raise self.error
        return self.people

    def locked(self):
        return frozenset()

    def positions(self):
        return POSITIONS

    def create(self, name, position, unit_card):
        if self.error:
            raise self.error
        self.made.append((name, position, unit_card))
        return Profile("new", name, position)


@pytest.fixture
def opened():
    return []


@pytest.fixture
def start(opened):
    def begin(*people):
        view = FakeView()
        made = WelcomePresenter(view, FakeProfiles(*people), InlineTasks(), opened=opened.append)
        made.reload()
        return made, view

    return begin


def test_with_nobody_here_it_begins_with_the_form(start):
    _, view = start()

    assert view.states[0].busy
    assert view.states[-1].new
    assert [choice.code for choice in view.states[-1].choices] == ["P02", "P04", "P07"]


def test_those_who_are_here_are_listed_by_given_name(start):
    people = (
        Profile("1", "Nguyễn Văn Đức", "P02"),
        Profile("2", "Trần Thị An", "P07"),
        Profile("3", "Lê Văn Dũng", ""),
    )

    _, view = start(*people)

    assert not view.states[-1].new
    assert [each.id for each in view.states[-1].profiles] == ["2", "3", "1"]
    assert view.states[-1].title("P02") == ("Văn thư – lưu trữ", "Records and archives officer")
    assert view.states[-1].title("P99") == ("", "")


def test_choosing_oneself_opens_the_profile(start, opened):
    presenter, _ = start(Profile("1", "Hạnh", "P02"))

    presenter.choose_profile("1")

    assert opened == ["1"]


def test_a_newcomer_gets_the_form_and_may_go_back(start):
    presenter, view = start(Profile("1", "Hạnh", "P02"))

    presenter.begin_new()
    assert view.states[-1].new
    presenter.go_back()
    assert not view.states[-1].new


def test_with_nobody_here_there_is_no_way_back(start):
    presenter, view = start()

    presenter.go_back()

    assert view.states[-1].new


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("", ["P02", "P04", "P07"]),
        ("van thu", ["P02"]),
        ("địa chính", ["P04"]),
        ("dia chinh", ["P04"]),
        ("mot cua", ["P07"]),
        ("Một cửa", ["P07"]),
        ("land", ["P04"]),
        ("p07", ["P07"]),
        ("chuyên viên", ["P04", "P07"]),
        ("phi công", []),
    ],
)
def test_positions_are_found_by_old_names_too_with_and_without_marks(start, words, codes):
    presenter, view = start()

    presenter.seek_position(words)

    assert [choice.code for choice in view.states[-1].choices] == codes


def test_an_old_name_is_told_only_when_it_was_what_was_looked_for(start):
    presenter, view = start()

    presenter.seek_position("một cửa")
    assert view.states[-1].choices[0].alias == "Một cửa"

    presenter.seek_position("lưu trữ")
    assert view.states[-1].choices[0].alias == ""


def test_a_profile_is_made_and_opened(start, opened):
    presenter, view = start()

    presenter.begin("  Nguyễn   Thị Hạnh ", "P02", "/usb/phuong.thdv")

    made = presenter._profiles.made
    assert made == [("Nguyễn Thị Hạnh", "P02", Path("/usb/phuong.thdv"))]
    assert opened == ["new"]
    assert not view.states[-1].busy


def test_letters_typed_in_two_parts_become_one(start):
    presenter, _ = start()

    presenter.begin(unicodedata.normalize("NFD", "Nguyễn Thị Hạnh"), OTHER, "")

    assert presenter._profiles.made == [("Nguyễn Thị Hạnh", "", None)]


@pytest.mark.parametrize(
    ("name", "problem"),
    [("   ", "name_missing"), ("12 34", "name_letters"), ("Lê " * 40, "name_long")],
)
def test_a_name_is_judged_when_it_is_handed_in(start, opened, name, problem):
    presenter, view = start()

    presenter.begin(name, "P02", "")

    assert view.states[-1].name_problem == problem
    assert presenter._profiles.made == []
    assert opened == []


def test_a_position_must_be_chosen(start):
    presenter, view = start()

    presenter.begin("Hạnh", "", "")

    assert view.states[-1].position_problem == "position_missing"
    assert view.states[-1].name_problem == ""


def test_what_was_wrong_is_forgotten_once_it_is_right(start):
    presenter, view = start()
    presenter.begin("", "", "")

    presenter.begin("Hạnh", "P02", "")

    assert view.states[-1].name_problem == ""
    assert view.states[-1].position_problem == ""


@pytest.mark.parametrize("error", [UnitCardRefused(reason="expired"), UnreadableFile(name="a")])
def test_a_card_that_is_refused_is_told_beside_the_card(start, opened, error):
    presenter, view = start()
    presenter._profiles.error = error

    presenter.begin("Hạnh", "P02", "/usb/cu.thdv")

    assert view.states[-1].card_problem is error
    assert view.states[-1].error is None
    assert opened == []


def test_any_other_failure_is_told_above(start):
    presenter, view = start()
    presenter._profiles.error = DiskFull(folder="/data")

    presenter.begin("Hạnh", "P02", "")

    assert isinstance(view.states[-1].error, DiskFull)
    assert view.states[-1].card_problem is None


def test_a_failure_to_read_is_told(start):
    presenter, view = start()
    presenter._profiles.error = DatabaseBusy(path="x")

    presenter.reload()

    assert isinstance(view.states[-1].error, DatabaseBusy)
