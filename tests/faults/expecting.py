"""What must be true whatever was broken off; and a scene, which says what else must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from selfstudy.bootstrap import Services
from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device, to_unit
from selfstudy.domain.question import right_response
from selfstudy.domain.record import Answered
from selfstudy.exchange.packet import checked_all
from selfstudy.services.holding.desk import Desk
from selfstudy.services.upkeep import rebuild
from tests.builders import LESSON, dump
from tests.faults.deeds import Stage
from tests.faults.homes import BEFORE


@dataclass(frozen=True)
class Scene:
    """A deed, the homes it needs, and what must be true after it was broken off anywhere."""

    deed: str
    homes: tuple[str, ...]
    check: Callable[[Stage, list[str]], None]

    def __str__(self) -> str:
        return self.deed


def facts(desk: Desk) -> list[object]:
    """Every fact of one's own, in every chain."""
    with desk.database.read():
        places = desk.journal.sources(to_own_device(desk.person))
        return [
            wire.read_line(line).fact
            for place in places
            for _number, line in desk.journal.lines(place)
        ]


def expect_sound(desk: Desk) -> None:
    """Every chain verifies, and what is shown equals what a rebuild folds."""
    desk.seal()
    for audience in (to_own_device(desk.person), to_unit(desk.unit)):
        for carried in desk.journal.since({}, audience):
            sound, broken = checked_all(carried)
            assert not broken
            assert len(sound) == len(carried.segments)
    desk.fold()
    before = dump(desk.database, without=["stale"])
    rebuild(desk)
    assert dump(desk.database, without=["stale"]) == before


def expect_answers(desk: Desk, said: list[str], before: int = BEFORE) -> None:
    """Every answer that was said is there once, at most one more that was on its way."""
    held = Counter(f.milliseconds for f in facts(desk) if isinstance(f, Answered))
    held = Counter(
        {number: n for number, n in held.items() if number < before + 1 or 1000 <= number < 2000}
    )
    told = [int(word.split()[1]) for word in said if word.startswith("answered ")]
    upto = 1000 + len(told)
    assert told == list(range(1000, upto))
    assert held in (
        Counter([*range(1, before + 1), *told]),
        Counter([*range(1, before + 1), *told, upto]),
    )


def expect_going_on(stage: Stage, services: Services, said: list[str]) -> None:
    """The next action works, and is kept."""
    question = stage.shelf.lesson(LESSON).questions[0]
    services.study.answer(LESSON, question.id, right_response(question), "sure", 7777)
    expect_sound(services.desk)
    services.desk.close()
    computer = services.desk.folder.relative_to(stage.folder).parts[0]
    again = stage.open(computer, services.desk.profile.id)
    numbers = [f.milliseconds for f in facts(again.desk) if isinstance(f, Answered)]
    assert numbers.count(7777) == 1
