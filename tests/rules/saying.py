"""What supervisors say of people and of the unit: plans, ratings, papers, hours, lists, terms."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from selfstudy.domain.errors import (
    NobodyListed,
    NotEntitled,
    NotHeardFrom,
    PlanDayRefused,
    PlanForNobody,
    SamePerson,
)
from selfstudy.domain.plans import Plan, PlanItem
from selfstudy.domain.survey import Survey
from selfstudy.services.framework.setting import FrameworkSetting
from selfstudy.services.hours.minimum import Minimum
from selfstudy.services.hours.recognising import Given, Recognising
from selfstudy.services.needs.planning import Planning, Published
from selfstudy.services.needs.rating import Rated, Rating
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.people.staff import Staff
from tests.rules import forging
from tests.rules.stage import WHICH, WHO, Stage
from tests.rules.world import WORDS, DeskSeat

UNDONE = ("admitted", "matched", "listed", "departed")
LISTED = "Họ và tên;Mã;Phòng\nĐỗ Thị Mận;M1;Tổ A\nLê Văn Đào;;Tổ B\n"
WHOM = st.sampled_from(["everybody", "positions", "people", "people"])
LEVELS = st.integers(1, 5)
TERM = timedelta(days=300)


class Saying(Stage):
    """Those who look after a unit, and say so where they may."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Published] = []

    # Who is who

    @rule(who=WHO, which=WHICH)
    def admit(self, who: int, which: int) -> None:
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            unknown = seat.services.unit.unknown()
            if unknown:
                seat.services.unit.admit(unknown[which % len(unknown)].id)
        self.after(seat)

    @rule(who=WHO, one=WHICH, other=WHICH)
    def match(self, who: int, one: int, other: int) -> None:
        """A supervisor says that two people are one."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            unit = seat.services.unit
            people = sorted({person.id for person in (*unit.people(), *unit.unknown())})
            if people:
                with contextlib.suppress(SamePerson):
                    unit.match((people[one % len(people)], people[other % len(people)]))
        self.after(seat)

    @rule(who=WHO, which=WHICH)
    def undo(self, who: int, which: int) -> None:
        """A supervisor takes a decision about somebody back, whoever made it."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            unit = seat.services.unit
            people = (*unit.people(), *unit.unknown())
            made = [d for p in people for d in unit.decisions(p.id) if d.kind in UNDONE]
            if made:
                unit.undo(made[which % len(made)].id)
        self.after(seat)

    @rule(who=WHO)
    def take_a_list(self, who: int) -> None:
        """A supervisor lists people who never handed anything in: the same everywhere."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            staff, path = Staff(seat.desk), self.world.folder / "ds.csv"
            path.write_text(LISTED, encoding="utf-8")
            with contextlib.suppress(NobodyListed):
                staff.take(staff.look(staff.open(path)))
        self.after(seat)

    @rule(who=WHO, which=WHICH, leaves=st.booleans())
    def describe_or_let_go(self, who: int, which: int, leaves: bool) -> None:
        """A supervisor says of somebody where they work, or that they left."""
        seat = self.desk(who)
        people = seat.services.unit.people() if seat.desk.is_supervisor() else ()
        if people:
            staff, person = Staff(seat.desk), people[which % len(people)]
            if leaves:
                staff.leave(person.id, seat.desk.clock().date())
            else:
                staff.describe(person.id, person.name, "P02+P05", person.staff_code, "Tổ C")
        self.after(seat)

    @rule(who=WHO)
    def approve_a_computer(self, who: int) -> None:
        """A supervisor approves a computer that nobody vouched for, if it is no thief's."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            known = {p.id for p in (*seat.services.unit.people(), *seat.services.unit.unknown())}
            for device in seat.services.unit.waiting_devices():
                thief = device.key == forging.MALLORY.public.hex()
                if device.person in known and not thief:
                    seat.services.unit.approve_device(device.person, device.key)
                    self.world.approve(bytes.fromhex(device.key), bytes.fromhex(device.person))
                    break
        self.after(seat)

    @rule(who=WHO, about=WHO)
    def appoint(self, who: int, about: int) -> None:
        """Whoever has the root names a supervisor, or one anew for another term."""
        seat, other = self.desk(who), self.desk(about)
        now = abs(seat.clock.now - self.world.clock.now) < timedelta(days=1)
        if seat.services.unit.is_root() and now and self._may_be_named(seat, other):
            unit, key = seat.desk.unit, other.desk.ring.public
            until = (seat.clock() + TERM).date()
            with contextlib.suppress(NotEntitled, NotHeardFrom):  # who told nothing here
                seat.services.unit.appoint(other.person, WORDS, until)
                self.world.name(key, unit)
        self.after(seat)

    def _may_be_named(self, seat: DeskSeat, other: DeskSeat) -> bool:
        """Whether somebody of the unit whose founding key everybody believes may have a term."""
        key, here = other.desk.ring.public, seat.desk.unit
        return (
            other.desk.unit == here
            and other.reader.cards == {here}
            and other.desk.ring.identity == other.desk.person
            and key not in self.world.unsure
            and any(p.id == other.person for p in seat.services.unit.people())
        )

    # Plans

    @rule(who=WHO, which=WHICH, whom=WHOM, days=st.sampled_from([-1, 0, 30, 60]))
    def plan(self, who: int, which: int, whom: str, days: int) -> None:
        """A supervisor tells a plan, or another word of one that stands."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            planning = Planning(seat.desk)
            before = [view.plan for view in planning.plans()]
            people = [person.id for person in planning.people()]
            some = [people[(which + step) % len(people)] for step in (0, 1)] if people else []
            wanted = replace(
                before[which % len(before)] if before and which % 3 else Plan(""),
                title=f"Kế hoạch {which}", items=(PlanItem("CM03"),),
                due=(seat.clock() + timedelta(days=days)).date().isoformat(),
                positions=("P02",) if whom == "positions" else (),
                people=tuple(dict.fromkeys(some)) if whom == "people" else (),
            )  # fmt: skip
            with contextlib.suppress(PlanForNobody, PlanDayRefused):
                self.told.append(planning.publish(wanted))
        self.after(seat)

    @rule(who=WHO, which=WHICH)
    def retire_a_plan(self, who: int, which: int) -> None:
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            planning = Planning(seat.desk)
            live = [view.plan for view in planning.plans() if view.plan.state == "live"]
            if live:
                self.told.append(planning.retire(live[which % len(live)].id))
        self.after(seat)

    @precondition(lambda self: self.told)
    @rule(who=WHO, which=WHICH)
    def take_a_plan_back(self, who: int, which: int) -> None:
        """Whoever supervises takes back what somebody told, heard of here or not."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            Planning(seat.desk).undo(*self.told[-1 - which % len(self.told)].decisions)
        self.after(seat)

    # What people can, need and are given

    def _of_somebody(self, who: int, which: int, say: Callable[[DeskSeat, str], object]) -> None:
        seat = self.desk(who)
        people = seat.services.unit.people() if seat.desk.is_supervisor() else ()
        if people:
            say(seat, people[which % len(people)].id)
        self.after(seat)

    @rule(who=WHO, which=WHICH, level=LEVELS, back=st.booleans())
    def rate(self, who: int, which: int, level: int, back: bool) -> None:
        """A supervisor rates somebody, or takes all ratings of them back."""

        def say(seat: DeskSeat, person: str) -> object:
            return Rating(seat.desk).rate({person: {"M2": None if back else Rated(level, 3)}})

        self._of_somebody(who, which, say)

    @rule(who=WHO, which=WHICH, level=LEVELS, days=st.sampled_from([0, 30]))
    def type_a_paper_in(self, who: int, which: int, level: int, days: int) -> None:
        """A supervisor types in what somebody wrote on paper some days ago."""

        def say(seat: DeskSeat, person: str) -> object:
            day = (seat.clock() - timedelta(days=days)).date().isoformat()
            survey = Survey((("M2", f"viết báo cáo {level}"),), "online")
            return Surveying(seat.desk).type_in(person, day, {"M2": Rated(level, 2)}, survey)

        self._of_somebody(who, which, say)

    @rule(who=WHO, which=WHICH, number=st.integers(1, 3))
    def recognise(self, who: int, which: int, number: int) -> None:
        """A supervisor gives somebody the hours of a decision."""

        def say(seat: DeskSeat, person: str) -> object:
            day = seat.clock().date()
            given = Given("Lớp soạn thảo", 400 * number, f"{number}/QĐ-UBND", day)
            return Recognising(seat.desk).recognise([person], given)

        self._of_somebody(who, which, say)

    @rule(who=WHO, level=LEVELS)
    def say_what_one_needs(self, who: int, level: int) -> None:
        """Somebody rates themselves and fills the survey in."""
        seat = self.desk(who)
        Rating(seat.desk).rate_myself({"M2": Rated(level, 1)})
        Surveying(seat.desk).keep(Survey((("M2", f"soạn công văn {level}"),)))
        self.after(seat)

    # The unit's own rules

    @rule(who=WHO, level=st.integers(0, 5), days=st.integers(-1, 1))
    def rule_the_unit(self, who: int, level: int, days: int) -> None:
        """A supervisor requires another level of a position, and another minimum of hours."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            FrameworkSetting(seat.desk).set_level("P02", "M2", level)
            since = (seat.clock() + timedelta(days=days)).date()
            Minimum(seat.desk).set("cong_chuc", 800 * level, since, f"{level}/QĐ")
        self.after(seat)
