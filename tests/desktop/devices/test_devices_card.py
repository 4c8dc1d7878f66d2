"""The card of a person's computers, with the real service behind it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from selfstudy.desktop import dropping
from selfstudy.desktop.devices.card import DevicesCard
from selfstudy.desktop.devices.presenter import DevicesPresenter
from selfstudy.desktop.tasks import InlineTasks
from tests.office import Office


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


class Screen:
    """One computer's card and presenter, wired as the settings wire them."""

    def __init__(self, services):
        self.card, self.offers = DevicesCard(), []
        self.made = made = DevicesPresenter(
            self.card, services.devices, InlineTasks(), lambda: bool(services.desk.profile.unit),
            self.offers.append,
        )  # fmt: skip
        card = self.card
        card.step_asked.connect(made.open)
        card.asked.connect(made.ask)
        card.looked.connect(made.look)
        card.agreed.connect(made.agree)
        card.brought.connect(made.bring)
        card.taken.connect(made.take)
        card.exchange_asked.connect(made.exchange)
        card.remove_asked.connect(made.ask_to_remove)
        card.removed.connect(made.remove)
        card.notice_asked.connect(made.notice)
        card.claimed.connect(made.claim)
        made.load()


@pytest.fixture
def choose(office, monkeypatch):
    """What the person picks in the file dialogs: the stick, and files put in here."""
    files: list[Path] = []
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: office.stick)
    monkeypatch.setattr(dropping, "ask_files", lambda *_asked: tuple(files))
    return files


def test_two_computers_are_linked_and_exchange_by_clicks(qtbot, office, choose):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    office.study(hanh)
    home = office.person("Nguyễn Thị Hạnh", "laptop")
    here, there = Screen(hanh), Screen(home)

    there.card.request.click()
    there.card.step.word.setText("Máy ở nhà")
    there.card.step.yes.click()
    assert there.made.state.said == "devices.asked"
    choose[:] = [next(office.stick.glob("*.thlk"))]
    here.card.link.click()
    assert here.made.state.preview.code == dict(there.made.state.told)["code"]
    here.card.step.word.setText("Máy cơ quan")
    here.card.step.yes.click()
    assert here.made.state.said == "devices.linked"
    choose[:] = [Path(dict(here.made.state.told)["path"])]
    there.card.bring.click()
    assert there.made.state.offer.name == "Nguyễn Thị Hạnh"
    there.card.step.yes.click()

    assert [offer.name for offer in there.offers] == ["Nguyễn Thị Hạnh"]
    assert home.desk.person == hanh.desk.person
    there.card.exchange.click()
    choose[:] = [Path(dict(there.made.state.told)["path"])]
    here.card.bring.click()
    assert here.made.state.said == "devices.received"
    assert here.card.rows.count() == 2

    here.card.rows.itemAt(1).widget().remove.click()
    assert here.made.state.step == "remove"
    here.card.step.yes.click()
    assert [d.state for d in here.made.state.devices] == ["linked", "removed"]
    here.card.bring.click()
    assert here.made.state.said != "devices.received"

    row = here.card.rows.itemAt(1).widget()
    assert not row.remove.isVisibleTo(here.card)
    row.notice.click()
    assert here.made.state.said == "devices.noticed"
    choose[:] = [Path(dict(here.made.state.told)["path"])]
    there.made.load()
    assert not there.card.gone.accessibleName()
    there.card.bring.click()
    assert "từ một máy khác" in there.card.gone.accessibleName()


def test_a_step_is_left_without_a_change(qtbot, office, choose):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    screen = Screen(hanh)
    qtbot.addWidget(screen.card)
    screen.card.show()
    qtbot.waitExposed(screen.card)

    screen.card.request.click()
    assert screen.card.focusWidget() is screen.card.step.word
    assert not screen.card.request.isVisibleTo(screen.card), "one thing at a time"
    screen.card.step.no.click()
    assert screen.card.request.isVisibleTo(screen.card)
    assert screen.card.focusWidget() is screen.card.bring

    assert screen.made.state.step == ""
    assert not list(office.stick.iterdir())
    for idle in (screen.made.take, screen.made.remove, lambda: screen.made.agree(office.stick, "")):
        idle()
    assert screen.made.state.step == ""


def test_what_is_wrong_with_a_file_is_said(qtbot, office, choose):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    screen = Screen(hanh)
    path, _code = hanh.devices.request(office.stick, "x")
    choose[:] = [path]

    screen.card.link.click()

    assert screen.made.state.error is not None
    shutil.copy(path, office.stick / "other.thoc")
    choose[:] = [office.stick / "other.thoc"]
    screen.card.bring.click()
    assert screen.made.state.error is not None


def test_who_was_here_before_tells_the_unit(qtbot, office, choose):
    lan = office.supervisor()
    new = office.learner()
    screen = Screen(new)
    assert screen.card.claim.isVisibleTo(screen.card)

    for code in ("007", "ab" * 16):
        screen.card.claim.click()
        screen.card.step.code.setText(code)
        screen.card.step.yes.click()
        assert screen.made.state.said == "devices.claimed"

    office.hand_over(new, lan)
    assert [d.person for d in lan.unit.waiting_devices()] == ["ab" * 16]
