from __future__ import annotations

import pytest

from selfstudy.desktop.settings_page.oneself import OneselfCard, OneselfPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import NameRefused

OFFERS = (("P02", "Văn thư – lưu trữ"), ("P05", "Kế toán"))


class Service:
    """What somebody says, in memory."""

    def __init__(self):
        self.says = ("Nguyễn Thị Hạnh", "P02", "CB01")

    def told(self):
        return self.says

    def tell(self, name, position, staff_code):
        if not name:
            raise NameRefused(limit=200)
        self.says = (name, position, staff_code)


@pytest.fixture
def card(qtbot):
    card = OneselfCard()
    qtbot.addWidget(card)
    return card


@pytest.fixture
def service(card):
    service, heard = Service(), []
    service.heard = heard
    presenter = OneselfPresenter(
        card, service, InlineTasks(), lambda: OFFERS, lambda: heard.append(service.says)
    )
    card.saved.connect(presenter.save)
    service.presenter = presenter
    presenter.load()
    return service


def test_two_positions_are_chosen_and_told(card, service):
    assert (card.first.key, card.second.key, card.code.text()) == ("P02", "", "CB01")
    card.second.show_key("P05")
    card.save.click()
    assert service.heard == [("Nguyễn Thị Hạnh", "P02+P05", "CB01")]
    assert card.second.key == "P05"


def test_the_same_position_twice_is_one_and_none_is_none(card, service):
    card.second.show_key("P02")
    card.save.click()
    assert service.says[1] == "P02"
    card.first.show_key("")
    card.second.show_key("")
    card.save.click()
    assert service.says[1] == ""


def test_a_position_that_is_not_in_the_framework_stays_to_be_chosen(card, service):
    service.says = ("An", "Nuôi ong", "")
    service.presenter.load()
    assert card.first.key == "Nuôi ong"


def test_a_name_that_is_none_is_refused_and_what_was_said_stays(card, service):
    card.name.setText("")
    card.save.click()
    assert service.heard == []
    assert service.says[0] == "Nguyễn Thị Hạnh"
