"""Stops of the tour: a plan is made, hours are recognised, a post is looked at; one's own goals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from selfstudy.desktop.tour_stage import Stage
from selfstudy.domain.initiative import Goal, Goals
from selfstudy.services.initiative.own import Own
from selfstudy.services.needs.rating import Rated, Rating

if TYPE_CHECKING:
    from selfstudy.desktop.record.page import RecordPage
    from selfstudy.desktop.unit.page import UnitPage

REASON = "Kế hoạch bồi dưỡng năm 2027 của phường"
WORDS = "Dùng mẫu công văn mới cho ba văn bản, không văn bản nào phải sửa thể thức."
HIGHER_POST = "P08"


def show_plan(stage: Stage) -> None:
    """What people need becomes a plan; hours of a class; who may fall short; a planned post."""
    _rate(stage)
    page: UnitPage = stage.page("unit")  # type: ignore[assignment]
    stage.act("unit", section_asked=("plan",))
    stage.shoot("unit-plan-empty")
    builder = page.plan.builder
    page.plan.plans.begin.click()
    builder.title.setText("Kế hoạch học tập quý I")
    builder.due.setText(f"{stage.clock().date() + timedelta(days=40):%d/%m/%Y}")
    builder.reason.setText(REASON)
    builder.budget.setText("20")
    builder.budget.returnPressed.emit()
    stage.shoot("unit-plan-building")
    page.plan.ensureWidgetVisible(builder.publish)
    stage.shoot("unit-plan-modules")
    builder.publish.click()
    stage.shoot("unit-plan-live")
    _hours(stage, page)
    _post(stage, page)


def _rate(stage: Stage) -> None:
    """A supervisor's levels for everybody: one below what the post requires in some."""
    rating = Rating(stage.services.desk)
    rating.rate(
        {
            one.person: {
                need.competency: Rated(max(1, need.required - (at + place) % 3), 4)
                for place, need in enumerate(one.needs.needs)
            }
            for at, one in enumerate(rating.grid())
        }
    )


def _hours(stage: Stage, page: UnitPage) -> None:
    stage.act("unit", section_asked=("hours",))
    giving, year = page.hours.giving, stage.clock().year
    giving.course.setText("Bồi dưỡng kỹ năng số")
    giving.hours.setText("16")
    giving.decision.setText("125/QĐ-UBND")
    giving.day.setText(f"{date(year, 11, 20):%d/%m/%Y}")
    giving.people.all.click()
    stage.shoot("unit-hours")
    giving.look.click()
    page.hours.ensureWidgetVisible(giving.record)
    stage.shoot("unit-hours-look")
    giving.record.click()
    page.hours.bring(page.hours.duties)
    stage.shoot("unit-hours-year")


def _post(stage: Stage, page: UnitPage) -> None:
    stage.act("unit", section_asked=("people",))
    one = stage.services.unit.people()[0]
    stage.act("unit", person_opened=(one.id,))
    card = page.people.one.posting
    card.first.show_key(HIGHER_POST)
    card.go.click()
    page.people.one.bring(card)
    stage.shoot("unit-posting")
    stage.act("unit", person_closed=())


def show_own(stage: Stage) -> None:
    """Goals, something applied at work, and a look back."""
    own = Own(stage.services.desk)
    own.aims.set(Goals(Goal(60, 1), Goal(lessons=8), (stage.clock().weekday(),)))
    own.journal.keep(WORDS, stage.services.desk.library.modules()[0].id)
    stage.show("record")
    page: RecordPage = stage.page("record")  # type: ignore[assignment]
    page.parts.chosen.emit("own")
    stage.shoot("record-own")
    page.own.summary.chosen.emit("quarter")
    stage.settle()
    page.frame.ensureWidgetVisible(page.own.summary)
    stage.shoot("record-own-summary")
    page.parts.chosen.emit("proved")
