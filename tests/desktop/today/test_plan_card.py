"""The unit's plan and one's own goals on Today."""

from __future__ import annotations

from datetime import date

import pytest

from selfstudy.desktop.today.page import TodayPage
from selfstudy.desktop.today.plan_card import PlanCard, due_tone, due_words, reason_lines
from selfstudy.desktop.today.state import TodayState
from selfstudy.domain.initiative import Goal, Goals, Rhythm
from selfstudy.domain.plans import PlanTask, Why

TODAY = date(2026, 11, 22)
NAMES = {"M3": "Thủ tục hành chính"}


def task(due: date | None = date(2026, 12, 31), **more: object) -> PlanTask:
    told = {"plan": "p", "plan_title": "Năm", "module": "CM07", "title": "Một cửa",
            "title_en": "One stop", "due": due, "reason": "Theo kế hoạch", "lessons": 6,
            "why": (Why("M3", 4, 2.0),), "following": "CM07-01"}  # fmt: skip
    return PlanTask(**(told | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (None, "Không đặt hạn", "neutral"),
        (date(2026, 12, 31), "Hạn 31/12/2026", "neutral"),
        (date(2026, 11, 30), "Hạn 30/11/2026, còn 8 ngày", "warning"),
        (TODAY, "Hạn là hôm nay", "warning"),
        (date(2026, 11, 1), "Hạn 01/11/2026 đã qua", "neutral"),
    ],
)
def test_a_deadline_is_told_calmly(due: date | None, words: str, tone: str) -> None:
    assert due_words(task(due), TODAY) == words
    assert due_tone(task(due), TODAY) == tone


def test_the_reason_is_the_unit_s_and_one_s_own(qtbot) -> None:
    lines = reason_lines(task(), TODAY, NAMES)
    assert lines == [
        "Theo kế hoạch",
        "Vị trí của anh/chị cần Thủ tục hành chính mức 4; hiện ở mức 2.",
    ]
    over = reason_lines(task(date(2026, 11, 1), why=(), held=False), TODAY, NAMES)
    assert "chưa có học phần này" in over[1]
    assert "Học xong lúc nào cũng được ghi nhận" in over[2]


def test_three_tasks_are_shown_and_the_others_when_asked_for(qtbot) -> None:
    card = PlanCard()
    qtbot.addWidget(card)
    tasks = [task(module=f"CM0{n}") for n in range(5)] + [task(module="LL01", step="done")]
    card.show_tasks(tasks, TODAY, NAMES)
    assert len(card.rows) == 3
    assert "1 học phần" in card._done.text()
    card.more.click()
    assert len(card.rows) == 5
    with qtbot.waitSignal(card.lesson_asked) as asked:
        card.rows[0].button.click()
    assert asked.args == ["CM07-01"]


def test_a_module_that_is_not_held_leads_to_the_library(qtbot) -> None:
    card = PlanCard()
    qtbot.addWidget(card)
    card.show_tasks([task(held=False, lessons=0, following="")], TODAY, NAMES)
    with qtbot.waitSignal(card.library_asked):
        card.rows[0].button.click()


def test_today_has_a_plan_and_goals_only_while_there_are_some(qtbot) -> None:
    page = TodayPage()
    qtbot.addWidget(page)
    page.show_state(TodayState())
    assert (page.plan, page.own) == (None, None)
    rhythm = Rhythm(Goals(Goal(60)), Goal(45), Goal(), 7)
    page.show_state(TodayState(plans=(task(),), rhythm=rhythm))
    assert page.plan is not None
    assert page.own is not None
    assert "45/60 phút" in page.own.words
    with qtbot.waitSignal(page.hours_asked):
        page.own.button.click()
    page.show_state(TodayState(rhythm=Rhythm(Goals(Goal(60)), Goal(), Goal(), 7, remind=True)))
    assert "ngày anh/chị đã chọn để học" in page.own.words
    page.show_state(TodayState())
    assert not page.own.isVisibleTo(page)
