from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from selfstudy.desktop.settings_page.settling import SettlingPresenter, SettlingState
from selfstudy.desktop.settings_page.settling_card import SettlingCard
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.people import Told

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
OLD = Told("aa", "Nguyễn Thị Hạnh", "Chuyên viên", "", NOW)
NEW = Told("bb", "Nguyễn Thị Mỹ Hạnh", "Phó trưởng phòng", "CB07", NOW)


class Service:
    def __init__(self):
        self.told = (OLD, NEW)
        self.calls = []
        self.error = None

    def follow(self):
        self.calls.append("follow")

    def disputed(self):
        return self.told

    def settle(self, digest):
        if self.error:
            raise self.error
        self.calls.append(digest)


@pytest.fixture
def card(qtbot):
    made = SettlingCard()
    qtbot.addWidget(made)
    made.resize(800, 300)
    return made


@pytest.fixture
def presenter(card):
    service = Service()
    named = []
    made = SettlingPresenter(card, service, InlineTasks(), lambda: named.append(1))
    made.service, made.named = service, named
    made.load()
    return made


def words(widget):
    widget.show()
    QApplication.processEvents()
    found = widget.findChildren(object)
    return "\n".join(w.text() for w in found if hasattr(w, "text") and w.isVisible())


def test_both_versions_stand_beside_a_choice(card, presenter, qtbot):
    said = words(card)

    assert "Hồ sơ ghi khác nhau trên hai máy" in said
    assert "Nguyễn Thị Hạnh · Chuyên viên" in said
    assert "CB07 · ghi lúc" in said
    with qtbot.waitSignal(card.chosen) as sent:
        card.buttons["bb"].click()
    assert sent.args == ["bb"]


def test_the_one_that_is_chosen_is_told_and_the_name_follows(card, presenter):
    presenter.choose("bb")
    presenter.choose("aa")

    assert presenter.service.calls == ["follow", "bb"]
    assert presenter.named == [1]
    assert "Từ nay hồ sơ ghi là Nguyễn Thị Mỹ Hạnh." in words(card)
    assert card.buttons == {}


def test_what_cannot_be_settled_says_so_and_the_choice_stays(card, presenter):
    presenter.service.error = NotEntitled(what="x")

    presenter.choose("aa")

    assert isinstance(presenter.state.error, NotEntitled)
    assert set(card.buttons) == {"aa", "bb"}
    assert card.buttons["aa"].isEnabled()


def test_where_nothing_differs_nothing_is_shown(card):
    card.show_settling(SettlingState())

    assert card.isHidden()
