from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from selfstudy.desktop import dropping
from selfstudy.desktop.handover.codes_card import CodesCard
from selfstudy.desktop.handover.state import HandoverState
from selfstudy.domain.errors import TooManyCodes
from selfstudy.domain.progress import Handed, Preview, PreviewLine
from selfstudy.services.intake.codes import codes_in, draw

UNIT = "Uỷ ban nhân dân phường Bến Thành"
PREVIEW = Preview(UNIT, (PreviewLine("lesson_finished", 6),), (), (), "Nguyễn Thị Hạnh", "P03")
STATE = HandoverState(handed=Handed(UNIT, 12, 148), preview=PREVIEW)
CODES = draw(random.Random(1).randbytes(900), "Nguyễn Thị Hạnh", UNIT, 12, date(2026, 11, 23))
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def card(qtbot):
    made = CodesCard()
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show_state(STATE)
    made.show()
    return made


def names(card):
    QApplication.processEvents()
    return [w.accessibleName() for w in card.findChildren(object) if "QR số" in named(w)]


def named(part):
    seen = hasattr(part, "accessibleName") and part.isVisible()
    return part.accessibleName() if seen else ""


def test_codes_are_asked_for_and_put_away_by_one_button(card, qtbot):
    with qtbot.waitSignal(card.asked):
        card.show_codes.click()
    card.show_state(replace(STATE, busy="codes"))
    assert not card.show_codes.isEnabled()
    card.show_state(replace(STATE, codes=CODES))
    assert names(card) == [
        "Mã QR số 1 trong 3 mã",
        "Mã QR số 2 trong 3 mã",
        "Mã QR số 3 trong 3 mã",
    ]
    with qtbot.waitSignal(card.hidden):
        card.show_codes.click()
    card.show_state(STATE)
    qtbot.waitUntil(lambda: names(card) == [])


def test_a_screenshot_of_the_card_is_read(card, tmp_path):
    card.show_state(replace(STATE, codes=CODES))
    QApplication.processEvents()
    card.resize(1100, 1600)
    QApplication.processEvents()
    path = tmp_path / "screen.png"
    assert card.grab().save(str(path))

    assert {part.number for part in codes_in(path.read_bytes(), path.name)} == {0, 1, 2}


def test_the_sheets_are_saved_where_the_person_says(card, qtbot, monkeypatch):
    asked = []

    def ask(_parent, _title, name, _filter):
        asked.append(name)
        return Path("chosen")

    monkeypatch.setattr(dropping, "ask_new_file", ask)
    card.show_state(replace(STATE, codes=CODES))
    with qtbot.waitSignal(card.print_asked) as told:
        card.save.click()
    assert told.args == [Path("chosen.pdf")]
    assert asked == ["MaQR_NguyenThiHanh_20261123.pdf"]


def test_what_is_too_much_for_codes_is_said(card):
    card.show_state(replace(STATE, error=TooManyCodes(codes=99, limit=60), error_at="codes"))
    assert "99 mã QR" in card._error.text()


def test_without_results_there_are_no_codes_to_offer(card):
    card.show_state(HandoverState(preview=replace(PREVIEW, lines=())))
    assert not card.isVisible()
