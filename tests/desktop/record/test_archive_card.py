from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.desktop.record import archive_card
from selfstudy.desktop.record.archive_card import ArchiveCard
from selfstudy.desktop.record.presenter import RecordState
from selfstudy.services.carrying.archive import Archived


@pytest.fixture
def card(qtbot):
    made = ArchiveCard()
    qtbot.addWidget(made)
    made.show_state(RecordState())
    return made


def test_the_person_chooses_the_folder_and_whether_private_facts_go_in(card, qtbot, monkeypatch):
    monkeypatch.setattr(archive_card, "ask_folder", lambda *_asked: Path("usb"))
    with qtbot.waitSignal(card.asked) as told:
        card.save.click()
    assert told.args == [Path("usb"), False]

    card.private.setChecked(True)
    with qtbot.waitSignal(card.asked) as told:
        card.save.click()
    assert told.args == [Path("usb"), True]


def test_thinking_better_of_it_writes_nothing(card, qtbot, monkeypatch):
    monkeypatch.setattr(archive_card, "ask_folder", lambda *_asked: None)
    with qtbot.assertNotEmitted(card.asked):
        card.save.click()


def test_what_was_written_is_said(card):
    card.show_state(RecordState(archived=Archived("/usb/HoSo.zip", 12, 3, 900)))
    assert "12" in card._written.accessibleName()
    card.show_state(RecordState(exporting=True))
    assert not card.save.isEnabled()
