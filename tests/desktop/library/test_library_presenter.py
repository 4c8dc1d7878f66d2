"""The library's filters, its search with and without marks."""

from __future__ import annotations

import pytest

from selfstudy.desktop.library.presenter import LibraryPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.progress import LessonLine, ModuleCard


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)

    @property
    def shown(self):
        return [card.id for card in self.states[-1].modules]


class FakeStudy:
    def __init__(self, *modules):
        self.modules = modules

    def library(self):
        return self.modules


def a_module(name, title, *lessons, area="CM", state="new", needed=False, english=""):
    lines = tuple(
        LessonLine(f"{name}-{i}", i, lesson, "", 25, "new", 0.0)
        for i, lesson in enumerate(lessons, 1)
    )
    return ModuleCard(
        name, 1, title, english, "", "", area, 3, lines, (), needed, False, "in_force", state, 0.0
    )


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def presenter(view):
    study = FakeStudy(
        a_module("CM03", "Soạn thảo văn bản", "Đường lề và phông chữ", needed=True, state="going"),
        a_module("CM04", "Bảo vệ bí mật nhà nước", "Dấu mật", state="done", english="Secrets"),
        a_module("LL01", "Tư tưởng Hồ Chí Minh", "Đạo đức công vụ", area="LL"),
    )
    made = LibraryPresenter(view, study, InlineTasks())
    made.reload()
    return made


def test_every_module_is_shown_until_asked_otherwise(presenter, view):
    assert view.shown == ["CM03", "CM04", "LL01"]
    assert view.states[0].busy
    assert not view.states[0].read
    assert view.states[-1].read
    assert not view.states[-1].filtered


def test_area_state_and_need_filter_together(presenter, view):
    presenter.choose_area("CM")
    assert view.shown == ["CM03", "CM04"]

    presenter.choose_standing("done")
    assert view.shown == ["CM04"]

    presenter.choose_mine(True)
    assert view.shown == []
    assert view.states[-1].total == 3
    assert view.states[-1].filtered


def test_everything_comes_back_at_once(presenter, view):
    presenter.choose_area("LL")
    presenter.seek("hồ chí minh")

    presenter.clear()

    assert view.shown == ["CM03", "CM04", "LL01"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("soan thao", ["CM03"]),
        ("SOẠN THẢO", ["CM03"]),
        ("duong le", ["CM03"]),
        ("đường lề", ["CM03"]),
        ("đuong le", []),
        ("dau mat", ["CM04"]),
        ("dấu mật", ["CM04"]),
        ("đầu mật", []),
        ("secrets", ["CM04"]),
        ("ll01", ["LL01"]),
        ("đạo đức", ["LL01"]),
        ("  dao   duc ", ["LL01"]),
        ("không có", []),
    ],
)
def test_words_are_found_with_and_without_marks(presenter, view, words, found):
    presenter.seek(words)

    assert view.shown == found


def test_letters_that_were_typed_in_two_parts_are_the_same_letters(presenter, view):
    import unicodedata

    presenter.seek(unicodedata.normalize("NFD", "soạn thảo"))

    assert view.shown == ["CM03"]


def test_one_module_is_open_at_a_time(presenter, view):
    presenter.toggle("CM03")
    assert view.states[-1].opened == "CM03"

    presenter.toggle("LL01")
    assert view.states[-1].opened == "LL01"

    presenter.toggle("LL01")
    assert view.states[-1].opened == ""


def test_opening_a_module_from_elsewhere_drops_the_filters(presenter, view):
    presenter.choose_area("LL")

    presenter.open_module("CM04")

    assert view.states[-1].opened == "CM04"
    assert "CM04" in view.shown
