"""The survey of one's needs (F2): what one would like to learn, how and when, what is in the way.

Also the tasks of the other way of asking, rated twice: how much each matters, how well it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from selfstudy.domain.competency import TaskRating
from selfstudy.domain.people import Competency

Form = Literal["", "self", "in_person", "mixed"]
Time = Literal["", "in_hours", "after_hours", "weekend"]

FORMS: Final[tuple[Form, ...]] = ("", "self", "in_person", "mixed")
TIMES: Final[tuple[Time, ...]] = ("", "in_hours", "after_hours", "weekend")
LONGEST: Final = 1000  # characters of a wish, of difficulties, of proposals
SURVEY, PROPOSALS, TASKS = "F2", "F2.proposals", "tasks"  # names of surveys among the records
MATTERS, DONE = "matters", "done"
LEAST, MOST = 1, 7  # what a task is rated with


@dataclass(frozen=True, slots=True)
class Survey:
    """The words of a form; `wishes` by competency. `day` (ISO) when it came on paper."""

    wishes: tuple[tuple[str, str], ...] = ()
    form: Form = ""
    time: Time = ""
    difficulties: str = ""
    proposals: str = ""
    day: str = ""

    def wish(self, competency: str) -> str:
        """What was wished for in a competency."""
        return dict(self.wishes).get(competency, "")

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return self == Survey(day=self.day)


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work as its competency's behaviours name it; `id` is `M2.4.1`."""

    id: str
    competency: str
    text: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A task with its two ratings, 0 where none was given."""

    task: Task
    matters: int = 0
    done: int = 0

    @property
    def need(self) -> int | None:
        """How far the task is done worse than it matters; None while one rating is missing."""
        return self.matters - self.done if self.matters and self.done else None


def tasks_of(
    required: Mapping[str, int], competency_of: Mapping[str, Competency]
) -> tuple[Task, ...]:
    """What a position does, by the behaviours of the levels that it requires."""
    found = []
    for code, level in required.items():
        behaviours = competency_of[code].seen if code in competency_of else ()
        texts = [(text, english) for at, text, english in behaviours if at == level]
        found += [
            Task(f"{code}.{level}.{place}", code, text, english)
            for place, (text, english) in enumerate(texts, 1)
        ]
    return tuple(found)


def asked_of(tasks: Iterable[Task], values: Mapping[str, int]) -> tuple[Asked, ...]:
    """Tasks with the ratings among the values of a survey; what is off the scale counts as none."""

    def value(task: Task, side: str) -> int:
        found = values.get(f"{task.id}/{side}", 0)
        return found if LEAST <= found <= MOST else 0

    return tuple(Asked(task, value(task, MATTERS), value(task, DONE)) for task in tasks)


def values_of(asked: Iterable[Asked]) -> tuple[tuple[str, int], ...]:
    """The ratings that were given, as a survey keeps them."""
    found = []
    for one in asked:
        sides = ((MATTERS, one.matters), (DONE, one.done))
        found += [(f"{one.task.id}/{side}", value) for side, value in sides if value]
    return tuple(found)


def ratings_of(asked: Iterable[Asked]) -> list[TaskRating]:
    """The tasks that were rated twice."""
    return [TaskRating(one.task.id, one.matters, one.done) for one in asked if one.need is not None]
