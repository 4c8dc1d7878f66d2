"""Tasks of a position, rated twice; the words of a survey."""

from __future__ import annotations

from dataclasses import replace

from selfstudy.domain.competency import TaskRating
from selfstudy.domain.people import Competency
from selfstudy.domain.survey import Survey, asked_of, ratings_of, tasks_of, values_of

DRAFTING = Competency("M2", "Soạn thảo", "Drafting", "Chuyên môn", ((3, "a"), (4, "b"), (4, "c")))


def test_tasks_are_the_behaviours_of_the_level_required() -> None:
    tasks = tasks_of({"M2": 4, "Z9": 2}, {"M2": DRAFTING})
    assert [(task.id, task.text) for task in tasks] == [("M2.4.1", "b"), ("M2.4.2", "c")]


def test_a_task_carries_the_translation_of_its_behaviour() -> None:
    translated = replace(DRAFTING, english=("A", "B", "C"))

    assert [task.english for task in tasks_of({"M2": 4}, {"M2": translated})] == ["B", "C"]
    assert [task.english for task in tasks_of({"M2": 4}, {"M2": DRAFTING})] == ["", ""]


def test_ratings_go_into_a_survey_and_come_back() -> None:
    tasks = tasks_of({"M2": 4}, {"M2": DRAFTING})
    asked = asked_of(tasks, {"M2.4.1/matters": 6, "M2.4.1/done": 4, "M2.4.2/matters": 8})
    assert [one.need for one in asked] == [2, None]
    assert values_of(asked) == (("M2.4.1/matters", 6), ("M2.4.1/done", 4))
    assert ratings_of(asked) == [TaskRating("M2.4.1", 6, 4)]


def test_a_survey_says_what_was_wished_for_and_whether_anything_was() -> None:
    assert Survey(day="2026-10-01").empty
    survey = Survey((("M2", "tờ trình"),))
    assert (survey.empty, survey.wish("M2"), survey.wish("C1")) == (False, "tờ trình", "")
