"""Anything that anybody may do, in any order: what must never happen does not happen."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.record import AppliedAtWork, Restated, Voided, identity
from selfstudy.store.facts import rows_of
from tests.builders import answered, finished, opened, read
from tests.rules import forging
from tests.rules.checks import rebuilt, rows
from tests.rules.stage import MOST_SEATS, WHICH, WHO
from tests.rules.tending import Tending
from tests.rules.world import WORDS, DeskSeat, Paper, World, same_in_every_run

FACTS = [
    answered("q1"), answered("q1", 0), answered("q2", sure="guess"), finished(),
    finished("CM03-02", 50, 6), read("a", anchor="a:1"), read("b", seconds=30), opened(),
    AppliedAtWork("CM03", "soạn được công văn", "e1", "2026-11-20"),
]  # fmt: skip
JUMPS = [-40, -1, 1, 40, 400]  # days


class Everybody(Tending):
    """All that people, computers and files may do."""

    # Studying

    @rule(who=WHO, facts=st.lists(st.sampled_from(FACTS), min_size=1, max_size=3))
    def study(self, who: int, facts: list[Any]) -> None:
        seat = self.desk(who)
        for fact in facts:
            seat.desk.write(fact)
        self.after(seat)

    @rule(who=WHO)
    def study_a_whole_lesson(self, who: int) -> None:
        seat = self.desk(who)
        self.world.office.study(seat.services)
        self.after(seat)

    @rule(who=WHO, which=WHICH, private=st.booleans())
    def take_back(self, who: int, which: int, private: bool) -> None:
        seat = self.desk(who)
        row = self._some_row(seat, which, "p" if private else "s")
        if row is not None:
            place, number, digest, _line = row
            fact = Voided(place.source.id.hex(), number, digest.hex(), "nhầm")
            seat.desk.append(seat.desk.author(), [fact], chain=place.source.chain)
            self.world.taken_back.add(digest)
        self.after(seat)

    @rule(who=WHO, which=WHICH)
    def share(self, who: int, which: int) -> None:
        """A private answer is told again in the shared chain."""
        seat = self.desk(who)
        row = self._some_row(seat, which, "p")
        if row is not None:
            place, number, digest, line = row
            seat.desk.write(Restated(place.source.id.hex(), number, digest.hex(), line.decode()))
        self.after(seat)

    def _some_row(self, seat: DeskSeat, which: int, chain: str) -> Any:
        journal = seat.desk.journal
        found = rows_of(journal, seat.desk.person)
        chosen = [row for row in found if row.place.source.chain == chain]
        if not chosen:
            return None
        row = chosen[-1 - which % len(chosen)]
        digest, line = journal.digest(row.place, row.number), journal.line(row.place, row.number)
        if digest is None or line is None:  # let go
            return None
        return row.place, row.number, digest, line

    @rule(who=WHO)
    def look(self, who: int) -> None:
        """Looking writes no record."""
        seat = self.desk(who)
        before = seat.holding()
        seat.services.study.today()
        seat.services.study.my_record()
        seat.services.handover.preview()
        if seat.desk.is_supervisor():
            seat.services.unit.people()
            seat.services.unit.unknown()
        after = seat.holding()
        assert {n: s.lines for n, s in before.items()} == {n: s.lines for n, s in after.items()}
        self.after(seat)

    # Files

    @rule(who=WHO)
    def export(self, who: int) -> None:
        seat = self.desk(who)
        self.world.export(seat)
        self.after(seat)

    @rule(who=WHO)
    def hand_over(self, who: int) -> None:
        """Export, deliver to every supervisor, and bring the receipts back."""
        seat = self.desk(who)
        paper = self.world.export(seat)
        supervisors = self.world.supervisors(seat.desk.unit)
        for supervisor in supervisors:
            self.world.deliver(paper, supervisor)
            if supervisor.desk.is_supervisor():
                for receipt in self.world.receipts(supervisor):
                    self.world.deliver(receipt, seat)
        self.after(seat, *supervisors)

    @rule(who=WHO)
    def write_receipts(self, who: int) -> None:
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            self.world.receipts(seat)
        self.after(seat)

    @precondition(lambda self: self.world.pile)
    @rule(which=WHICH, who=WHO)
    def deliver(self, which: int, who: int) -> None:
        seat = self.seat(who)
        self.world.deliver(self.paper(which), seat)
        self.after(seat)

    @precondition(lambda self: self.world.pile)
    @rule(which=WHICH, how=st.sampled_from(["cut", "flip", "name"]), where=st.integers(0, 10**6))
    def spoil(self, which: int, how: str, where: int) -> None:
        paper = self.paper(which)
        raw = bytearray(paper.raw)
        if how == "cut":
            del raw[where % len(raw) :]
        elif how == "flip":
            raw[where % len(raw)] ^= 1 << where % 8
        self.world.pile.append(Paper("ảnh.jpg", bytes(raw)))

    @rule(who=WHO)
    def leak(self, who: int) -> None:
        self.world.leak(self.seat(who))

    @rule(who=WHO)
    def try_quarantine_again(self, who: int) -> None:
        seat = self.desk(who)
        seat.services.unit.retry()
        self.after(seat)

    # The hub

    @rule(
        who=WHO,
        fault=st.sampled_from(["", "", "question lost", "answer lost", "said twice"]),
    )
    def sync(self, who: int, fault: str) -> None:
        seat = self.desk(who)
        self.world.sync(seat, fault)
        self.after(seat, self.world.hub)

    # Copies, backups, clocks

    @precondition(lambda self: len(self.world.seats) < MOST_SEATS)
    @rule(who=WHO, image=st.booleans())
    def copy(self, who: int, image: bool) -> None:
        seat = self.desk(who)
        copy = self.world.copy(seat, image=image)
        assert copy.desk.copied is not image
        self.after(seat, copy)

    @rule(who=WHO)
    def back_up(self, who: int) -> None:
        seat = self.seat(who)
        seat.backup()
        self.after(seat)

    @rule(who=WHO, broken=st.booleans())
    def restore(self, who: int, broken: bool) -> None:
        """Go back to a backup, or have nothing else left on a new disk."""
        seat = self.seat(who)
        if seat.backups:
            seat.restore(broken=broken)
        self.after(seat)

    @rule(who=WHO)
    def restart(self, who: int) -> None:
        seat = self.seat(who)
        seat.close()
        self.after(seat)

    @rule(who=WHO, days=st.sampled_from(JUMPS))
    def jump(self, who: int, days: int) -> None:
        self.seat(who).clock.move(days=days)

    @rule(who=WHO)
    def rebuild(self, who: int) -> None:
        seat = self.desk(who)
        before = rows(seat)
        seat.desk.journal.folds.mark_all(seat.desk.database)
        assert rows(seat) == before
        assert rebuilt(seat) == before
        self.after(seat)

    @rule(who=WHO)
    def bring_the_past(self, who: int) -> None:
        seat = self.desk(who)
        seat.services.handover.bring_earlier()
        self.after(seat)

    # Who is who

    @rule(who=WHO)
    def move_to_the_other_unit(self, who: int) -> None:
        seat = self.desk(who)
        world = self.world
        if not seat.reader.units and seat.desk.unit == world.unit:
            seat.reader = forging.with_card(seat.reader, world.other)
            seat.services.handover.join(world.cards[world.other])
        self.after(seat)

    @precondition(lambda self: len(self.world.seats) < MOST_SEATS)
    @rule(who=WHO)
    def link_a_second_computer(self, who: int) -> None:
        seat = self.desk(who)
        if not seat.desk.owns(seat.desk.ring.public):  # its own vouching was erased: refused
            return
        device = forging.second_device(self.world, seat)
        self.after(seat, device)

    @rule(who=WHO)
    def exchange_with_ones_own_computers(self, who: int) -> None:
        seat = self.desk(who)
        for other in self.world.exchange_own(seat):
            self.after(other)
        self.after(seat)

    @rule(who=WHO)
    def remove_a_computer(self, who: int) -> None:
        """The first computer of somebody believes another one no longer."""
        seat = self.desk(who)
        others = [d for d in seat.services.devices.list() if d.state == "linked" and not d.here]
        if others and seat.desk.ring.identity == seat.desk.person:
            gone = bytes.fromhex(others[0].id)
            if gone not in self.world.unsure:
                seat.services.devices.remove(others[0].id)
                self.world.mistrust(gone)
        self.after(seat)

    # What goes

    @rule(who=WHO)
    def let_go(self, who: int) -> None:
        """What is old and confirmed loses its words, and nothing that it counted for."""
        seat = self.desk(who)
        before = rows(seat)
        seat.let_go()
        assert rows(seat) == before
        self.after(seat)

    @rule(who=WHO)
    def erase_oneself(self, who: int) -> None:
        seat = self.desk(who)
        self.world.bury_own(seat)
        self.world.unsure |= {
            key
            for key in seat.reader.keys
            if identity(key) != seat.reader.person  # who vouched for it was erased too
        }
        self.after(seat)

    @rule(who=WHO, about=WHO)
    def erase_somebody(self, who: int, about: int) -> None:
        """Whoever has the unit's root erases somebody of it."""
        seat, other = self.desk(who), self.desk(about)
        person = other.reader.person
        if seat.services.unit.is_root() and person != seat.reader.person:
            with contextlib.suppress(NotEntitled):  # of whom nothing is held here
                seat.services.erasure.erase_person(person.hex(), WORDS)
            self.world.bury(seat)
            self.world.unsure |= {key for key in other.reader.keys if identity(key) != person}
        self.after(seat)

    # Lies

    @rule(who=WHO, about=WHO, kind=st.sampled_from(sorted(forging.KINDS)))
    def forge(self, who: int, about: int, kind: str) -> None:
        """Somebody says in a unit's name what is not theirs to say."""
        seat = self.desk(who)
        self.world.forged |= forging.forge(self.world, seat, self.desk(about), kind)
        self.after(seat)

    @rule(who=WHO, sealed=st.booleans(), epoch=st.integers(0, 1), chain=st.sampled_from("su"))
    def steal(self, who: int, sealed: bool, epoch: int, chain: str) -> None:
        """A stranger speaks in somebody's name."""
        paper, digests = forging.stolen(self.world, self.desk(who), epoch, chain, sealed=sealed)
        self.world.forged |= digests
        self.world.pile.append(paper)


def run(folder: Path, examples: int, steps: int, *, always: bool = False) -> None:
    """Tell stories; those of every day are the same each day and are not made smaller."""
    template = folder / "template"
    with same_in_every_run(1):
        World.found(template)
    machine = type("Everybody", (Everybody,), {"template": template})
    run_state_machine_as_test(
        machine,
        settings=hypothesis.settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=always,
            phases=[hypothesis.Phase.generate] if always else list(hypothesis.Phase),
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )


def test_whatever_everybody_does_nothing_is_lost_told_or_believed_that_should_not(tmp_path):
    run(tmp_path, examples=3, steps=18, always=True)


@pytest.mark.slow
def test_it_stays_so_for_long(tmp_path):
    run(tmp_path, examples=60, steps=40)
