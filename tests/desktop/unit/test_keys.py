from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.unit.computers import Computers
from selfstudy.desktop.unit.keys_card import KeysCard
from selfstudy.desktop.unit.overview import OverviewView
from selfstudy.desktop.unit.presenter import UnitPresenter
from selfstudy.desktop.unit.state import UnitState
from selfstudy.domain.devices import Device, KeyHolder, KeysView
from selfstudy.domain.errors import BadSignature, DiskFull, NotEntitled
from selfstudy.domain.people import UnitView
from tests.desktop.unit.test_presenter import ANH, Service

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
UNIT = UnitView("aa", "Phường Bến Thành", 3, "", ("Lan",), True, True, NOW, 2, 0, 0)
KEYS = KeysView(
    3,
    NOW,
    (
        KeyHolder("a1", "Trần Thị Lan", NOW, here=True),
        KeyHolder("b2", "Phạm Văn Minh"),
        KeyHolder("c3", "Máy chủ", hub=True),
    ),
    (("Đỗ Mai", "d4d4d4d4"), ("", "e5e5e5e5")),
)
STATE = UnitState(loaded=True, unit=UNIT, keys=KEYS)
LAPTOP = Device("d1", "Máy ở nhà", False, "linked", 12, NOW)
NAMELESS = Device("d2", "", False, "linked", 0, None)
GONE = replace(LAPTOP, id="d3", state="removed")


class Screen:
    def show_state(self, state):
        pass


@pytest.fixture
def presenter():
    made = UnitPresenter(Screen(), Service(), InlineTasks())
    made.load()
    return made


# — what a supervisor can do ————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("step", "key", "call"),
    [
        ("renew", "", ("renew", "cụm từ")),
        ("revoke", "b2", ("revoke", "b2", "cụm từ")),
        ("retire", "", ("retire", "cụm từ")),
    ],
)
def test_a_step_is_opened_and_then_confirmed(presenter, step, key, call):
    presenter.keys.open(step, key)
    assert (presenter.state.key_step, presenter.state.key) == (step, key)

    presenter.keys.confirm("cụm từ")

    assert presenter._unit.calls == [call]
    assert (presenter.state.done, presenter.state.key_done) == ("keys", step)
    assert presenter.state.key_step == ""
    presenter.keys.confirm("cụm từ")
    assert len(presenter._unit.calls) == 1, "nothing is open"


def test_another_passphrase_is_asked_for_and_the_step_stays(presenter):
    presenter.keys.open("renew")
    presenter._unit.error = BadSignature(name="root")
    presenter.keys.confirm("sai")
    assert (presenter.state.wrong, presenter.state.key_step) == ("root", "renew")

    presenter._unit.error = DiskFull(folder="/")
    presenter.keys.confirm("đúng")
    assert presenter.state.error_at == "keys"
    presenter.keys.open("")
    assert (presenter.state.key_step, presenter.state.error) == ("", None)


def test_a_lost_computer_is_removed_after_a_question_and_that_is_undone(presenter):
    presenter.open_person(ANH.id)
    assert [device.name for device in presenter.state.computers] == ["Máy ở nhà"]
    presenter.keys.remove()
    assert presenter.state.done == "", "nothing was asked"

    presenter.keys.ask_to_remove("cd")
    presenter.keys.remove()

    assert ("remove_device", ANH.id, "cd") in presenter._unit.calls
    assert (presenter.state.done, presenter.state.removing) == ("remove", "")
    presenter.waiting.undo()
    assert ("undo", "remove-d1") in presenter._unit.calls


def test_what_may_not_be_removed_is_said(presenter):
    presenter.open_person(ANH.id)
    presenter.keys.ask_to_remove("cd")
    presenter._unit.error = NotEntitled(what="x")

    presenter.keys.remove()

    assert presenter.state.error_at == "remove"
    presenter.close_person()
    assert presenter.state.removing == ""


def test_who_holds_the_root_alone_sees_the_card_too():
    service = Service()
    service.unit = service._view(supervisor=False)
    made = UnitPresenter(Screen(), service, InlineTasks())
    made.load()

    assert made.state.keys is not None


# — the card ————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture
def card(qtbot):
    made = KeysCard()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def words(widget):
    QApplication.processEvents()
    found = widget.findChildren(object)
    return "\n".join(w.text() for w in found if hasattr(w, "text") and w.isVisible())


def test_the_card_says_who_receives(card):
    card.show_state(STATE, UNIT)

    said = words(card)
    assert "Thẻ số 3" in said
    assert "Trần Thị Lan (máy này)" in said
    assert "phụ trách đến 23/11/2026" in said
    assert "máy chủ của đơn vị" in said
    assert "Đỗ Mai (d4d4d4d4), e5e5e5e5" in said
    shown = [key for key, row in card.holders.items() if row.end.isVisible()]
    assert shown == ["b2"], "neither one's own key nor the hub's is revoked here"


def test_without_the_root_only_the_own_key_can_be_replaced(card, qtbot):
    card.show_state(STATE, replace(UNIT, is_root=False))

    assert not card.renew.isVisible()
    with qtbot.waitSignal(card.step_asked) as asked:
        card.retire.click()
    assert asked.args == ["retire", ""]
    card.show_state(replace(STATE, key_step="retire"), replace(UNIT, is_root=False))
    assert "Người giữ khoá gốc" in words(card)
    assert not card.step.passphrase.isVisible()


def test_revoking_names_whom_and_asks_for_the_passphrase(card, qtbot):
    card.show_state(STATE, UNIT)
    with qtbot.waitSignal(card.step_asked) as asked:
        card.holders["b2"].end.click()
    assert asked.args == ["revoke", "b2"]
    card.show_state(replace(STATE, key_step="revoke", key="b2"), UNIT)
    assert "Phạm Văn Minh" in words(card.step)
    assert "không hoàn tác được" in words(card.step)

    card.step.passphrase.setText("cụm từ")
    with qtbot.waitSignal(card.confirmed) as sent:
        card.step.end.click()

    assert sent.args == ["cụm từ"]
    card.show_state(replace(STATE, key_step="revoke", key="b2", wrong="root"), UNIT)
    assert card.step.passphrase.text() == "cụm từ"
    with qtbot.waitSignal(card.step_asked) as put_away:
        card.step.no.click()
    assert put_away.args == ["", ""]
    card.show_state(STATE, UNIT)
    assert (card.step.passphrase.text(), card.step.isHidden()) == ("", True)


@pytest.mark.parametrize("step", ["renew", "retire", "revoke"])
def test_what_was_done_says_what_to_do_next(card, step):
    card.show_state(replace(STATE, done="keys", key_done=step), UNIT)

    assert f"số {KEYS.number}" in card._said.accessibleName()


def test_what_went_wrong_is_said_and_no_keys_no_card(card):
    card.show_state(replace(STATE, error=DiskFull(folder="/usb"), error_at="keys"), UNIT)
    assert "/usb" in words(card)
    card.show_state(replace(STATE, keys=None), UNIT)
    assert card.isHidden()
    card.show_state(replace(STATE, keys=replace(KEYS, until=None)), UNIT)
    assert "hiệu lực" not in words(card)


def test_what_ends_soon_is_said_first_and_leads_to_the_keys(qtbot):
    view = OverviewView()
    qtbot.addWidget(view)
    view.resize(1100, 500)
    view.show()
    ending = replace(UNIT, reminder="devices.expires", reminder_at=NOW)
    view.show_state(replace(STATE, unit=ending))
    assert "hết hạn ngày 23/11/2026" in words(view.soon)

    view.soon.pressed.emit()

    assert view.keys.visibleRegion().boundingRect().height() > 100
    view.show_state(replace(STATE, unit=replace(ending, is_root=False)))
    view.soon.pressed.emit()
    assert view.keys.retire.hasFocus()
    view.show_state(STATE)
    assert view.soon.isHidden()


# — a person's computers ————————————————————————————————————————————————————————————————————————


@pytest.fixture
def computers(qtbot):
    made = Computers()
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    return made


def test_each_computer_says_what_it_told_and_a_linked_one_can_be_removed(computers, qtbot):
    computers.show_state(replace(STATE, person=ANH, computers=(LAPTOP, NAMELESS, GONE)))

    said = words(computers)
    assert "Máy ở nhà · đang dùng · 12 bản ghi · mới nhất 23/11/2026" in said
    assert "Máy chưa đặt tên · đang dùng · chưa có bản ghi" in said
    assert set(computers.buttons) == {"d1", "d2"}
    with qtbot.waitSignal(computers.asked) as asked:
        computers.buttons["d2"].click()
    assert asked.args == ["d2"]


def test_removing_asks_first_and_offers_to_undo(computers, qtbot):
    shown = replace(STATE, person=ANH, computers=(LAPTOP,))
    computers.show_state(replace(shown, removing="d1"))
    assert "Gỡ “Máy ở nhà”" in words(computers)
    with qtbot.waitSignal(computers.asked) as kept:
        computers.no.click()
    assert kept.args == [""]
    with qtbot.waitSignal(computers.removed):
        computers.yes.click()

    computers.show_state(replace(shown, computers=(GONE,), done="remove", decided=("x",)))

    assert "Đã gỡ" in words(computers)
    with qtbot.waitSignal(computers.undone):
        computers.said.findChild(QAbstractButton).click()
    computers.show_state(replace(shown, error=NotEntitled(what="x"), error_at="remove"))
    assert computers.said.isHidden()
