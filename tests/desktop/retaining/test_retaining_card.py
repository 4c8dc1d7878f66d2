"""The card of the term, with the real service behind it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from selfstudy.desktop.retaining.card import RetainingCard
from selfstudy.desktop.retaining.presenter import RetainingPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DiskFull
from tests.office import Office


def words_of(card):
    return " | ".join(one.text() for one in card.findChildren(QLabel) if one.isVisibleTo(card))


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lan(office):
    """A supervisor with a learner's old results."""
    lan, hanh = office.supervisor(), office.learner()
    office.study(hanh, 400)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    office.clock.move(days=400)
    return lan


@pytest.fixture
def card(qtbot, lan):
    made = RetainingCard()
    qtbot.addWidget(made)
    presenter = made.presenter = RetainingPresenter(made, lan.retention, InlineTasks())
    made.looked.connect(presenter.look)
    made.agreed.connect(presenter.agree)
    made.closed.connect(presenter.close)
    presenter.load()
    made.show()
    qtbot.waitExposed(made)
    return made


def choose(card, years):
    card.term.show_key(str(years))
    card.look.click()


def test_everything_is_kept_until_somebody_chooses_a_term(card, lan):
    assert card.term.key == "0"
    assert card.term.currentText() == "Mãi mãi"
    assert card.look.isVisible()
    assert not card.cancel.isVisible()


def test_what_would_go_and_what_stays_is_shown_and_nothing_goes_without_the_tick(card, lan):
    choose(card, 1)

    said = words_of(card)
    assert "bản ghi của 1 người đã quá hạn" in said
    assert "Vẫn giữ và vẫn tính" in said
    assert not card.let_go.isEnabled()
    assert card.focusWidget() is card.cancel
    card.let_go.click()
    card.presenter.look(3)
    assert (lan.retention.years, lan.retention.trail()) == (0, ())


def test_what_is_past_the_term_is_let_go_once_agreed_and_the_trail_says_by_whom(card, lan):
    people = lan.unit.people()
    choose(card, 1)
    lines = card.presenter.state.preview.lines

    card.sure.click()
    card.let_go.click()

    assert f"Đã bỏ nội dung của {lines} bản ghi" in words_of(card)
    assert f"Trần Thị Lan bỏ nội dung của {lines} bản ghi theo thời hạn 1 năm" in words_of(card)
    assert card.term.key == "1"
    assert lan.unit.people() == people
    choose(card, 1)
    assert "Chưa có bản ghi nào quá hạn" in words_of(card)


def test_a_term_that_nothing_is_past_is_only_chosen(card, lan):
    choose(card, 20)
    assert not card.sure.isVisible()
    assert not card.let_go.isVisible()

    card.set.click()

    assert lan.retention.years == 20
    assert "Đã đặt thời hạn 20 năm" in words_of(card)
    assert lan.retention.trail() == ()


def test_keeping_everything_again_needs_no_second_thought(card, lan):
    lan.retention.keep_for(4)
    card.presenter.load()
    assert card.term.key == "4", "a term chosen on the command line is there too"

    choose(card, 0)

    assert lan.retention.years == 0
    assert "không có thời hạn" in words_of(card)


def test_thinking_better_of_it_changes_nothing(card, lan):
    choose(card, 1)
    card.sure.click()
    card.cancel.click()

    assert card.focusWidget() is card.look
    assert card.term.key == "0"
    assert lan.retention.years == 0
    choose(card, 1)
    assert not card.sure.isChecked()
    card.presenter.close()
    card.presenter.agree()
    assert lan.retention.years == 0


def test_what_failed_is_said_and_may_be_tried_again(card, lan, monkeypatch):
    choose(card, 1)
    monkeypatch.setattr(lan.retention, "apply", refuse)

    card.sure.click()
    card.let_go.click()

    assert "ổ đĩa" in words_of(card).lower()
    assert card.look.isEnabled()


def refuse():
    raise DiskFull(folder="/usb")
