"""What every story stands on: the people of two units, looked at after each step."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.rules.checks import check, check_end, exchange_all
from tests.rules.world import DeskSeat, Paper, Seat, World, same_in_every_run

WHO = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 6, 6, 7, 7, 8])
WHICH = st.integers(0, 30)
MOST_SEATS = 9


class Stage(RuleBasedStateMachine):
    """People, computers and files; `world` is made anew for each example."""

    template: Path
    made = 0

    def __init__(self) -> None:
        super().__init__()
        Stage.made += 1
        self.random = same_in_every_run()
        self.random.__enter__()
        self.world = World(self.template.parent / f"world{Stage.made}", self.template)
        for seat in self.world.everybody():
            check(self.world, seat)

    def desk(self, who: int) -> DeskSeat:
        seats = list(self.world.seats.values())
        return seats[who % len(seats)]

    def seat(self, who: int) -> Seat:
        seats = self.world.everybody()
        return seats[who % len(seats)]

    def paper(self, which: int) -> Paper:
        return self.world.pile[-1 - which % len(self.world.pile)]

    def after(self, *seats: Seat) -> None:
        """Look at those who were touched, and let a minute pass."""
        for seat in seats:
            check(self.world, seat)
        for each in (*self.world.everybody(), self.world):
            each.clock.move(minutes=1)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # a step that failed says more than what follows from it
                self.fall_silent()
        finally:
            self.world.close()
            self.random.__exit__(None, None, None)

    def fall_silent(self) -> None:
        exchange_all(self.world)
        for seat in self.world.everybody():
            check(self.world, seat)
        check_end(self.world)
