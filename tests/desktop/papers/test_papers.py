"""Writing forms from the card, with the real service behind it."""

from __future__ import annotations

import gc
from dataclasses import replace
from types import SimpleNamespace

import pytest

from selfstudy.desktop import dropping
from selfstudy.desktop.papers.card import PapersCard
from selfstudy.desktop.papers.presenter import PapersPresenter, PapersState
from selfstudy.desktop.papers_wiring import ONES_OWN, connect_papers
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import NoSuchFormat
from selfstudy.services.papers.totals_of_needs import GroupNeed
from selfstudy.words import t
from tests.office import Office

FORMS = ("F8", "F1", "F7", "F2", "F3", "F10", "needs")


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
    office.hand_over(made, lan)
    lan.unit.admit(made.desk.person.hex())
    return made


def led(qtbot, services, forms=FORMS, *, own=False, tasks=None):
    card = PapersCard()
    qtbot.addWidget(card)
    year = services.desk.clock().year
    presenter = PapersPresenter(
        card, services.reporting, tasks or InlineTasks(), forms, year, own=own
    )
    card.form_chosen.connect(presenter.choose_form)
    card.who_chosen.connect(presenter.choose_who)
    card.format_chosen.connect(presenter.choose_format)
    card.write_asked.connect(presenter.write)
    card.cancelled.connect(presenter.cancel)
    card.shown.connect(presenter.load)
    card.show_state(presenter.state)
    card.show()
    return card, presenter


def choose(choice, key):
    choice.show_key(key)
    choice.activated.emit(choice.currentIndex())


def keys(choice):
    return [choice.itemData(index) for index in range(choice.count())]


def test_evidence_begins_with_the_days_of_the_appraisal(qtbot, hanh, lan):
    card, presenter = led(qtbot, lan)
    year = lan.desk.clock().year

    assert (card.first.text(), card.last.text()) == (f"01/12/{year - 1}", f"30/11/{year}")
    assert keys(card.who)[:2] == ["", "each"]
    assert len(presenter.state.people) == 2


def test_a_sheet_for_each_is_written_into_a_folder(qtbot, hanh, lan, monkeypatch, tmp_path):
    card, presenter = led(qtbot, lan)
    monkeypatch.setattr(dropping, "ask_folder", lambda *_: tmp_path / "sheets")
    opened = []
    monkeypatch.setattr(dropping, "open_folder", opened.append)

    choose(card.who, "each")
    card.write.click()

    names = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    year = lan.desk.clock().year
    assert names == [f"F8_{year}_NguyenThiHanh.pdf", f"F8_{year}_TranThiLan.pdf"]
    assert str(tmp_path / "sheets") in card.said.accessibleName()
    card.said.pressed.emit()
    assert opened == [str(tmp_path / "sheets")]
    assert presenter.state.progress is None
    assert not card.strip.isVisible()


def test_a_form_of_one_person_is_called_after_them(qtbot, hanh, lan, monkeypatch, tmp_path):
    card, presenter = led(qtbot, lan)
    offered = []

    def ask(_parent, _title, name, _filters):
        offered.append(name)
        return tmp_path / "hanh"

    monkeypatch.setattr(dropping, "ask_new_file", ask)
    choose(card.form, "F1")
    choose(card.format, "docx")
    choose(card.who, hanh.desk.person.hex())
    card.write.click()

    year = lan.desk.clock().year
    assert offered == [f"F1_{year}_NguyenThiHanh.docx"]
    assert (tmp_path / "hanh.docx").is_file()
    assert presenter.state.written is not None
    assert presenter.state.written.people == 1


def test_who_thinks_better_of_it_writes_nothing(qtbot, hanh, lan, monkeypatch, tmp_path):
    card, presenter = led(qtbot, lan)
    for found in (None, None):
        monkeypatch.setattr(dropping, "ask_new_file", lambda *_, found=found: found)
        card.write.click()

    assert presenter.state.written is None
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize(("first", "last"), [("1/13/26", "1/1/27"), ("31/12/2026", "1/1/2026")])
def test_days_that_are_none_are_said_beside_them(qtbot, lan, tmp_path, first, last):
    card, presenter = led(qtbot, lan)

    presenter.write(tmp_path / "x.pdf", first, last)

    assert presenter.state.wrong
    assert not (tmp_path / "x.pdf").exists()
    choose(card.form, "F1")
    assert not presenter.state.wrong


def test_a_year_of_appraisal_chosen_once_is_offered_the_next_time(qtbot, lan, tmp_path):
    _card, presenter = led(qtbot, lan)
    year = lan.desk.clock().year

    presenter.write(tmp_path / "x.pdf", f"1/10/{year - 1}", f"30/9/{year}")
    _card, again = led(qtbot, lan)

    assert again.state.first == f"01/10/{year - 1}"


class Cancelling(InlineTasks):
    """Cancels as soon as there is progress."""

    presenter: PapersPresenter

    def follow(self, work, done, failed=None, progress=None, lane="side"):
        def told(step, total):
            progress(step, total)
            job.append(None)

        job = []
        self.run(lambda: work(told, lambda: len(job) > 1), done, failed, lane)
        return super().follow(lambda _p, _c: None, lambda _r: None)


def test_cancelled_leaves_no_file(qtbot, hanh, lan, tmp_path):
    card, presenter = led(qtbot, lan, tasks=Cancelling())
    choose(card.who, "each")

    presenter.write(tmp_path / "sheets", card.first.text(), card.last.text())

    assert presenter.state.cancelled
    assert card.said.accessibleName() == t("papers.cancelled")
    assert list((tmp_path / "sheets").iterdir()) == []


def test_what_is_under_way_can_be_stopped_and_not_begun_twice(qtbot, lan, tmp_path):
    card, presenter = led(qtbot, lan)
    asked = []

    class Held(InlineTasks):
        def follow(self, work, done, failed=None, progress=None, lane="side"):
            asked.append(work)
            return super().follow(lambda _p, _c: None, lambda _r: None)

    presenter._tasks = Held()
    presenter.cancel()
    for _twice in range(2):
        presenter.write(tmp_path / "x.pdf", card.first.text(), card.last.text())
    presenter._moved(3, 10)
    assert presenter.state.progress == (3, 10)
    assert card.strip.isVisible()
    assert not card.write.isEnabled()

    card.strip.cancelled.emit()

    assert presenter.state.cancelling
    assert len(asked) == 1
    presenter._failed(NoSuchFormat(format="odt", formats="pdf"))
    presenter._moved(4, 10)
    assert presenter.state.progress is None
    assert card.write.isEnabled()


def test_the_needs_are_seen_before_they_are_written(qtbot, hanh, lan, tmp_path):
    card, presenter = led(qtbot, lan)

    choose(card.form, "needs")

    assert keys(card.format)[-1] == "json"
    assert presenter.state.error is not None
    assert not card.write.isEnabled()
    group = GroupNeed("", "", "M2", "Soạn thảo", 6, 3, 0.75)
    card.show_state(replace(presenter.state, error=None, groups=(group,)))
    assert card.preview.isVisible()
    assert card.write.isEnabled()
    choose(card.form, "F7")
    assert not card.preview.isVisible()


def test_a_format_of_another_form_is_left_with_it(qtbot, lan):
    _card, presenter = led(qtbot, lan)
    presenter.choose_form("needs")
    presenter.choose_format("json")
    presenter.choose_form("F2")
    presenter.choose_who("blank")
    presenter.choose_format("json")
    presenter.choose_who("nobody")
    presenter.choose_form("F99")

    assert (presenter.state.form, presenter.state.format) == ("F2", "pdf")
    assert presenter.state.who == "blank"
    presenter.choose_form("F7")
    assert presenter.state.who == ""


def test_a_supervisors_own_record_is_about_themselves(qtbot, hanh, lan, tmp_path):
    card, presenter = led(qtbot, lan, ("F8", "F2"), own=True)
    assert not card._who_row.isVisible()

    choose(card.form, "F2")
    assert [card.who.itemText(0), card.who.itemText(1)] == ["Trần Thị Lan", t("papers.who_blank")]
    presenter.write(tmp_path / "F2.pdf", card.first.text(), card.last.text())

    assert presenter.state.written.people == 1
    assert presenter.state.name.endswith("_TranThiLan.pdf")


def test_a_card_that_says_nothing_opens_nothing(qtbot):
    card = PapersCard()
    qtbot.addWidget(card)
    card.show_state(PapersState(("F8",), "F8"))

    card._open_folder()

    assert card.said.accessibleName() == ""


def test_the_wiring_keeps_what_leads_the_card(qtbot, lan):
    frame = SimpleNamespace(services=lan, tasks=InlineTasks(), clock=lan.desk.clock)
    card = PapersCard()
    qtbot.addWidget(card)

    connect_papers(frame, card, ONES_OWN)
    gc.collect()
    card.show()

    assert card.first.text().startswith("01/12/")
