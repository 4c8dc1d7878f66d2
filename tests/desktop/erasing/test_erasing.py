"""Erasing from the settings and from a person's page, with the real service behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from selfstudy.desktop import dropping
from selfstudy.desktop.erasing.card import ErasingCard, goes_words, more_words
from selfstudy.desktop.erasing.presenter import ErasingPresenter, Wish
from selfstudy.desktop.erasing.targets import Oneself, Person
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.erasure import ErasurePreview
from selfstudy.words import t
from tests.office import Office

PASSPHRASE = "mật khẩu dài"


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    made = office.learner()
    office.study(made)
    return made


def led(qtbot, target, *, of_person: bool):
    card = ErasingCard(of_person=of_person)
    qtbot.addWidget(card)
    finished = []
    presenter = ErasingPresenter(
        card, target, InlineTasks(), by_word=not of_person,
        finished=lambda wish, done: finished.append((wish, done)),
    )  # fmt: skip
    card.looked.connect(presenter.look)
    card.closed.connect(presenter.close)
    card.erased.connect(presenter.erase)
    card.show()
    return card, presenter, finished


def test_the_counts_come_before_the_button_and_the_word_before_the_erasure(qtbot, hanh):
    card, presenter, finished = led(qtbot, Oneself(hanh.erasure), of_person=False)
    assert not card.erase.isVisible()

    card.look.click()
    records = presenter.state.preview.records
    card.typed.setText("không")
    card.erase.click()

    assert records > 0
    assert (presenter.state.wrong, finished) == ("word", [])
    assert hanh.erasure.preview_own().records == records
    card.typed.setText(" xoá ")
    card.erase.click()
    assert presenter.state.step == "done"
    assert finished[0][1].records == records
    assert hanh.erasure.preview_own().records == 0


def test_whoever_thinks_better_of_it_has_lost_nothing(qtbot, hanh):
    card, presenter, finished = led(qtbot, Oneself(hanh.erasure), of_person=False)

    card.look.click()
    card.cancel.click()

    assert (presenter.state.step, finished) == ("closed", [])
    assert card.look.isVisible()
    presenter.erase(Wish(t("erasure.word")))
    assert finished == []


def test_backups_go_at_once_where_that_is_ticked(qtbot, hanh):
    path = hanh.safety.backup()
    card, _presenter, _finished = led(qtbot, Oneself(hanh.erasure), of_person=False)

    card.look.click()
    card.backups.setChecked(True)
    card.typed.setText(t("erasure.word"))
    card.erase.click()

    assert not path.exists()


def test_a_whole_profile_writes_its_request_first_and_is_gone(qtbot, office, hanh, monkeypatch):
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: office.stick)
    card, _presenter, finished = led(qtbot, Oneself(hanh.erasure), of_person=False)

    card.look.click()
    card.scope.chosen.emit("profile")
    card.scope.show_key("profile")
    card.typed.setText(t("erasure.word"))
    card.erase.click()

    assert not hanh.desk.folder.exists()
    assert Path(finished[0][1].path).parent == office.stick


def test_a_unit_left_behind_is_named_and_its_request_written(qtbot, office, lan, hanh, monkeypatch):
    office.hand_over(hanh, lan)
    office.supervisor("Đỗ Thị Mai", "mai")
    hanh.handover.join(office.card)
    folders = [None, office.stick]
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: folders.pop(0))
    card, presenter, finished = led(qtbot, Oneself(hanh.erasure), of_person=False)

    card.look.click()
    assert lan.desk.card.name in card._more.text()
    card.typed.setText(t("erasure.word"))
    card.erase.click()
    assert presenter.state.step == "shown"  # no folder was chosen: nothing is erased
    card.erase.click()

    (request,) = finished[0][1].former
    assert request in card._said.accessibleName()
    assert lan.unit.intake([Path(request)]).gone > 0


def test_a_person_is_erased_with_the_passphrase_and_a_notice(qtbot, office, lan, hanh, monkeypatch):
    office.hand_over(hanh, lan)
    person = hanh.desk.profile.id
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: office.stick)
    target = Person(lan.erasure, lambda: person)
    card, presenter, finished = led(qtbot, target, of_person=True)

    card.look.click()
    card.typed.setText("một mật khẩu khác")
    card.erase.click()

    assert presenter.state.wrong == "passphrase"
    assert presenter.state.step == "shown"
    card.typed.setText(PASSPHRASE)
    card.erase.click()
    assert Path(finished[0][1].path).exists()
    assert lan.erasure.preview_person(person).records == 0


def test_no_folder_chosen_erases_nothing(qtbot, lan, hanh, office, monkeypatch):
    office.hand_over(hanh, lan)
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: None)
    target = Person(lan.erasure, lambda: hanh.desk.profile.id)
    card, presenter, finished = led(qtbot, target, of_person=True)

    card.look.click()
    card.erase.click()

    assert (presenter.state.step, finished) == ("shown", [])


def test_an_error_is_said_and_the_card_goes_back(qtbot, lan, hanh):
    target = Person(hanh.erasure, lambda: lan.desk.profile.id)
    _card, presenter, _finished = led(qtbot, target, of_person=True)

    presenter.look()

    assert presenter.state.step == "closed"
    assert presenter.state.error is not None
    presenter.state = replace(presenter.state, error=None)


def test_of_what_goes_along_only_what_there_is_is_told_and_one_day_is_said_once():
    day, later = datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    some = ErasurePreview(13, first=day, last=day, lines=1, receipts=1_250)

    assert goes_words(some) == "Sẽ xoá 13 bản ghi, đều của ngày 22/11/2026."
    assert "từ 22/11/2026 đến 01/12/2026" in goes_words(replace(some, last=later))
    assert more_words(some) == ["Cùng mất: 1.250 biên nhận, tên trong 1 dòng nhật ký."]
    assert more_words(ErasurePreview(1)) == []
