"""Computers that wait, and whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfstudy.desktop.unit.devices_card import DevicesCard
from selfstudy.desktop.unit.state import UnitState
from selfstudy.domain.devices import WaitingDevice
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.people import PersonRow

HANH = PersonRow("11" * 16, "Nguyễn Thị Hạnh", "Văn thư", "007", 1, 1.0, 0.0, None, 12)
MINH = replace(HANH, id="22" * 16, name="Lê Văn Minh", position="")
LIKELY = WaitingDevice("aa" * 32, "", "Nguyễn Thị Hạnh", "007", 3, None, True, (HANH,))
THIEF = WaitingDevice("bb" * 32, HANH.id, "Nguyễn Thị Hạnh", "", 9, None, False, ())
LOST = WaitingDevice("cc" * 32, "", "Ai Đó", "", 1, None, True, ())


@pytest.fixture
def card(qtbot):
    made = DevicesCard()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    return made


def shown(card, *devices, **more):
    card.show_state(UnitState(devices=devices, people=(HANH, MINH), **more))


def test_a_likely_person_is_offered_and_approved(card, qtbot):
    shown(card, LIKELY)

    assert card.whose.count() == 1
    with qtbot.waitSignal(card.approved) as told:
        card.approve.click()
    assert told.args == [HANH.id, LIKELY.key]


def test_a_claim_without_a_likely_person_may_be_anybodys_and_an_unknown_key_nobodys(card):
    shown(card, LOST)
    assert card.whose.count() == 2

    shown(card, THIEF)
    assert card.whose.count() == 0
    assert not card.approve.isEnabled()


def test_without_computers_that_wait_there_is_no_card(card):
    shown(card)
    assert card.isHidden()

    card._approve()


def test_what_went_wrong_is_said(card):
    shown(card, LIKELY, error=NotEntitled(what="x"), error_at="approve")

    assert card._error.isVisible()
