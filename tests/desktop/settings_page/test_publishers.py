"""Publishers in the settings: listed as they stand, refused and trusted after a second question."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from selfstudy.desktop.settings_page.publishers import PublishersPresenter
from selfstudy.desktop.settings_page.publishers_card import PublishersCard
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import FolderReadOnly
from selfstudy.exchange.keys import KeyRing
from selfstudy.services.packs.publishers import OWN_KEY, Publishers
from selfstudy.settings import Places

ACADEMY, STRANGER = "ab" * 32, "cd" * 32


@pytest.fixture
def publishers(tmp_path):
    made = Publishers(Places(tmp_path / "home"))
    made.trust(ACADEMY, "Học viện Cán bộ", module="CM03", automatic=True)
    made.distrust(STRANGER)
    return made


@pytest.fixture
def card(qtbot, publishers):
    made = PublishersCard()
    qtbot.addWidget(made)
    made.resize(520, 600)
    presenter = PublishersPresenter(made, publishers, InlineTasks())
    made.asked.connect(presenter.ask)
    made.decided.connect(presenter.decide)
    made.put_away.connect(presenter.put_away)
    made.presenter = presenter
    presenter.load()
    made.show()
    return made


def words(widget):
    QApplication.processEvents()
    found = widget.findChildren(object)
    return "\n".join(w.text() for w in found if hasattr(w, "text") and w.isVisible())


def test_publishers_are_listed_as_they_stand(card):
    said = words(card)

    assert "Học viện Cán bộ" in said
    assert "abab abab" in said
    assert "không ghi tên" in said
    assert "Tự cập nhật" in said
    assert "CM03" in said
    assert card.buttons[ACADEMY].text() == "Từ chối"
    assert card.buttons[STRANGER].text() == "Tin người này"
    assert not card.yes.isVisible()


def test_a_publisher_is_refused_and_trusted_again_after_a_second_question(card, publishers):
    card.buttons[ACADEMY].click()
    assert publishers.of(ACADEMY).trusted
    assert "Từ nay không nhận gói của Học viện Cán bộ" in words(card)
    card.yes.click()

    assert publishers.of(ACADEMY).standing == "distrusted"
    assert "không nhận gói của “Học viện Cán bộ”" in words(card)
    assert card.buttons[ACADEMY].text() == "Tin người này"

    card.buttons[ACADEMY].click()
    card.yes.click()
    assert publishers.of(ACADEMY).standing == "trusted"
    assert "Từ nay máy này nhận gói" in words(card)


def test_not_now_leaves_everything_as_it_is(card, publishers):
    card.buttons[STRANGER].click()
    card.no.click()
    card.presenter.decide()

    assert publishers.of(STRANGER).standing == "distrusted"
    assert not card.yes.isVisible()


def test_ones_own_key_has_no_button(tmp_path, card, publishers):
    own = KeyRing.new()
    own.save(Places(tmp_path / "home").config / OWN_KEY)
    card.presenter.load()

    assert own.public.hex() not in card.buttons
    assert "của máy này" in {badge.accessibleName() for badge in card.findChildren(object)
                             if hasattr(badge, "accessibleName")}  # fmt: skip


def test_a_computer_that_knows_nobody_says_so(card):
    class Nobody:
        def all(self):
            return ()

    PublishersPresenter(card, Nobody(), InlineTasks()).load()

    assert "Chưa có người phát hành nào" in words(card)


def test_a_decision_that_cannot_be_kept_is_told(card, publishers, monkeypatch):
    def full(_key):
        raise FolderReadOnly(folder="/x")

    monkeypatch.setattr(publishers, "distrust", full)
    card.buttons[ACADEMY].click()
    card.yes.click()

    assert isinstance(card.presenter.state.error, FolderReadOnly)
    assert publishers.of(ACADEMY).trusted
