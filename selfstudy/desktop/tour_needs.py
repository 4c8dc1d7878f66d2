"""The part of the tour about needs: a learner rates themselves, a supervisor the unit's people."""

from __future__ import annotations

from selfstudy.desktop.tour_stage import Stage
from selfstudy.desktop.unit.page import UnitPage
from selfstudy.domain.competency import HIGHEST, LOWEST
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.rating import Rated

ASKED = "P03"  # the position of the learner who answered by tasks


def show_own_needs(stage: Stage) -> None:
    """What is lacking, rating oneself, the survey, tasks, another position."""
    needs = stage.services.needs
    levels = {line.code: Rated(2 + place % 3, 3) for place, line in enumerate(needs.view().lines)}
    needs.rate(levels)
    needs.keep_survey(Survey(form="mixed", time="after_hours", difficulties="Hay bị gọi giữa giờ"))
    stage.show("needs")
    stage.shoot("needs")
    stage.act("needs", section_asked=("rating",))
    stage.act("needs", looked_at=("M2",), rated=(2,))
    stage.shoot("needs-rating")
    stage.act("needs", section_asked=("survey",))
    stage.shoot("needs-survey")
    stage.act("needs", section_asked=("tasks",))
    for place, (matters, done) in enumerate(((7, 3), (6, 5), (5, 5))):
        stage.act("needs", task_rated=(place, "matters", matters))
        stage.act("needs", task_rated=(place, "done", done))
    stage.act("needs", tasks_kept=())
    stage.shoot("needs-tasks")
    stage.act("needs", section_asked=("gaps",), position_chosen=("P08",))
    stage.shoot("needs-compared")
    stage.act("needs", position_chosen=("",))


def show_unit_needs(stage: Stage) -> None:
    """The map and who is behind a square, the list, the grid, what to talk about, a person."""
    needs = stage.services.unit_needs
    board = needs.board()
    ratings = {
        one.person: {
            need.competency: Rated(_near(need.required, place + step), 4)
            for step, need in enumerate(one.needs.needs)
        }
        for place, one in enumerate(board.people[:18])
    }
    needs.rate(board, ratings)
    stage.act("unit", section_asked=("needs",))
    stage.shoot("unit-needs-map")
    page = stage.page("unit")
    if not isinstance(page, UnitPage):
        return
    view = page.needs
    position = board.people[0].position
    view.cell_opened.emit(position, "M2")
    stage.settle()
    view.map.bring(view.map.behind)
    stage.shoot("unit-needs-behind")
    for part in ("ranking", "rating", "apart", "tasks"):
        view.part_asked.emit(part)
        stage.settle()
        stage.shoot(f"unit-needs-{part}")
    view.tasks_asked.emit(ASKED)
    stage.settle()
    stage.shoot("unit-needs-tasks-told")
    view.person_opened.emit(board.people[0].person)
    stage.settle()
    stage.shoot("unit-needs-person")
    view.paper_begun.emit()
    stage.settle()
    stage.shoot("unit-needs-paper")
    view.paper_dropped.emit()
    view.person_closed.emit()
    stage.settle()


def _near(required: int, place: int) -> int:
    """A level at or about what is required, so that the squares differ."""
    return max(LOWEST, min(HIGHEST, required + (place * 7) % 4 - 2))
