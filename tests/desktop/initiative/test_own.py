"""What is for oneself alone, on its cards, without any unit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from selfstudy.bootstrap import Services
from selfstudy.desktop.initiative.cards import OwnCards
from selfstudy.desktop.initiative.presenter import OwnPresenter
from selfstudy.desktop.initiative.wording import goal_words, rhythm_words
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DayRefused, GoalRefused, NoSuchEntry
from selfstudy.domain.initiative import Goal, Goals, Rhythm
from selfstudy.services.initiative.own import Own
from tests.office import Office

WORDS = "Dùng mẫu công văn mới cho ba văn bản."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def hanh(office: Office) -> Services:
    return office.person("Nguyễn Thị Hạnh", "hanh")


@pytest.fixture
def cards(qtbot) -> OwnCards:
    cards = OwnCards()
    qtbot.addWidget(cards)
    cards.resize(1000, 1400)
    cards.show()
    return cards


def led(office: Office, cards: OwnCards, who: Services) -> OwnPresenter:
    presenter = OwnPresenter(
        cards, Own(who.desk), InlineTasks(), today=lambda: office.clock().date()
    )
    cards.goals.asked.connect(presenter.set_goals)
    journal = cards.journal
    journal.kept.connect(presenter.keep)
    journal.changed.connect(presenter.change)
    journal.shared.connect(presenter.share)
    journal.taken_back.connect(presenter.take_back)
    journal.dropped.connect(presenter.drop)
    journal.undone.connect(presenter.undo)
    cards.summary.chosen.connect(presenter.look_at)
    presenter.load()
    return presenter


def test_goals_are_typed_and_kept_and_what_is_no_number_changes_nothing(
    office: Office, cards: OwnCards, hanh: Services
) -> None:
    presenter = led(office, cards, hanh)
    cards.goals.week["minutes"].setText("60")
    cards.goals.quarter["lessons"].setText("6")
    cards.goals.days[1].setChecked(True)
    cards.goals.set.click()
    assert presenter.state.rhythm is not None
    goals = presenter.state.rhythm.goals
    assert goals == Goals(Goal(60), Goal(lessons=6), (1,), 8)
    cards.goals.week["minutes"].setText("nhiều")
    cards.goals.set.click()
    assert isinstance(presenter.state.error, GoalRefused)
    assert Own(hanh.desk).aims.goals() == goals


def test_an_entry_is_written_changed_dropped_and_brought_back(
    office: Office, cards: OwnCards, hanh: Services
) -> None:
    presenter = led(office, cards, hanh)
    journal = cards.journal
    journal.text.setPlainText(WORDS)
    journal.module.show_key("CM03")
    journal.keep.click()
    assert journal.text.toPlainText() == ""
    (row,) = journal.rows
    assert not row.share.isVisible()  # there is no unit to share with
    row.change.click()
    assert (journal.text.toPlainText(), journal.module.key) == (WORDS, "CM03")
    journal.leave.click()
    assert journal.text.toPlainText() == ""
    journal.rows[0].drop.click()
    assert presenter.state.entries == ()
    journal.undone.emit()
    assert [entry.text for entry in presenter.state.entries] == [WORDS]


def test_an_entry_is_shared_with_the_unit_and_taken_back(office: Office, cards: OwnCards) -> None:
    office.supervisor()
    presenter = led(office, cards, office.learner())
    presenter.keep(WORDS, "", "")
    cards.journal.rows[0].share.click()
    assert presenter.state.entries[0].shared
    cards.journal.rows[0].back.click()
    assert not presenter.state.entries[0].told


def test_what_cannot_be_kept_is_told_and_stays_in_the_field(
    office: Office, cards: OwnCards, hanh: Services
) -> None:
    presenter = led(office, cards, hanh)
    cards.journal.keep.click()
    assert isinstance(presenter.state.error, NoSuchEntry)
    cards.journal.text.setPlainText(WORDS)
    cards.journal.day.setText("1/13/26")
    cards.journal.keep.click()
    assert isinstance(presenter.state.error, DayRefused)
    assert cards.journal.text.toPlainText() == WORDS


def test_more_than_five_entries_are_shown_when_asked_for(
    office: Office, cards: OwnCards, hanh: Services
) -> None:
    presenter = led(office, cards, hanh)
    for number in range(7):
        presenter.keep(f"việc {number}", "", "")
    assert len(cards.journal.rows) == 5
    cards.journal.more.click()
    assert cards.journal.rows[0].change.accessibleDescription() == "việc 6"
    assert len(cards.journal.rows) == 7


def test_a_quarter_is_looked_back_on_and_copied(
    office: Office, cards: OwnCards, hanh: Services
) -> None:
    office.study(hanh, seconds=600)
    presenter = led(office, cards, hanh)
    presenter.keep(WORDS, "", "")
    cards.summary.chosen.emit("quarter")
    cards.summary.copy.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Từ 01/10/2026 đến 31/12/2026")
    assert "1 bài đã học xong" in copied
    assert WORDS in copied
    presenter.look_at("year")
    assert presenter.state.summary is not None
    assert presenter.state.summary.period.is_year


def test_a_rhythm_is_told_without_a_reproach() -> None:
    goals = Goals(Goal(60, reviews=20), Goal(lessons=8))
    rhythm = Rhythm(goals, Goal(45), Goal(lessons=2), 10)
    assert rhythm_words(rhythm) == "10 trong 12 tuần gần đây có học."
    assert goal_words(rhythm) == "Tuần này: 45/60 phút · 0/20 câu ôn; Quý này: 2/8 bài"
    assert "0" not in rhythm_words(Rhythm(Goals(), Goal(), Goal(), 0))
