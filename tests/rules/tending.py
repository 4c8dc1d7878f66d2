"""What people say of themselves, of their computers and of the unit's keys."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from selfstudy.domain.errors import NotEntitled
from tests.rules import forging
from tests.rules.saying import Saying
from tests.rules.stage import MOST_SEATS, WHICH, WHO
from tests.rules.world import WORDS, DeskSeat


class Tending(Saying):
    """Those who mind who they are, which computers are theirs, and what opens the unit's files."""

    # Oneself

    @rule(who=WHO, word=st.sampled_from(["", " Mai", " Lan Anh"]), position=st.sampled_from("25"))
    def say_who_one_is(self, who: int, word: str, position: str) -> None:
        seat = self.desk(who)
        seat.services.devices.tell(f"Người {seat.name[:4]}{word}", f"P0{position}", "")
        self.after(seat)

    @rule(who=WHO, which=WHICH)
    def settle_who_one_is(self, who: int, which: int) -> None:
        """Of what one's computers say one thing counts."""
        seat = self.desk(who)
        disputed = seat.services.devices.disputed()
        if disputed:
            seat.services.devices.settle(disputed[which % len(disputed)].digest)
        self.after(seat)

    @rule(who=WHO)
    def ask_to_be_erased_by_file(self, who: int) -> None:
        """What one erased is asked of the unit in a file of its own."""
        seat = self.desk(who)
        self.world.keep([seat.services.erasure.write_request(self.world.office.stick)])
        self.after(seat)

    # Computers

    @precondition(lambda self: len(self.world.seats) < MOST_SEATS)
    @rule(who=WHO)
    def lose_everything(self, who: int) -> None:
        """Somebody begins anew, and says who they were; a supervisor may believe it."""
        seat = self.desk(who)
        if not seat.reader.units:
            new = forging.newcomer(self.world, seat)
            self.world.sync(new)
            self.after(new, self.world.hub)

    @rule(who=WHO, which=WHICH)
    def take_a_computer_from_somebody(self, who: int, which: int) -> None:
        """A supervisor believes a learner's computer no longer."""
        seat = self.desk(who)
        unit = seat.services.unit
        if seat.desk.is_supervisor():
            officers = {
                s.desk.ring.public.hex() for s in self.world.seats.values() if s.reader.units
            }
            linked = [
                (person.id, device.id)
                for person in unit.people()
                for device in unit.devices_of(person.id)
                if device.state == "linked" and device.id not in officers
            ]
            if linked:
                person, key = linked[which % len(linked)]
                unit.remove_device(person, key)
                self.world.mistrust(bytes.fromhex(key))
        self.after(seat)

    @rule(who=WHO)
    def tell_removed_computers(self, who: int) -> None:
        """A file for each removed computer of one's own says so."""
        seat = self.desk(who)
        for device in seat.services.devices.list():
            if device.state == "removed" and not device.here:
                with contextlib.suppress(NotEntitled):
                    path = seat.services.devices.notice(device.id, self.world.office.stick)
                    self.world.keep([Path(path)])
        self.after(seat)

    # The unit's keys

    @rule(who=WHO)
    def renew_the_card(self, who: int) -> None:
        seat = self.desk(who)
        if self._rules(seat):
            seat.services.unit.renew(WORDS)
        self.after(seat)

    @rule(who=WHO)
    def retire_a_sealing_key(self, who: int) -> None:
        """A supervisor's next files are sealed to another key; the root says so at once."""
        seat = self.desk(who)
        if seat.desk.is_supervisor():
            seat.services.unit.retire_seal_key(WORDS if self._rules(seat) else "")
        self.after(seat)

    def _rules(self, seat: DeskSeat) -> bool:
        """Whether somebody has the root, on a day that others may believe."""
        now = abs(seat.clock.now - self.world.clock.now) < timedelta(days=1)
        return seat.services.unit.is_root() and now

    @rule()
    def begin_the_hubs_receipts_anew(self) -> None:
        self.world.hub.hub.begin_receipt_epoch()
        self.after(self.world.hub)
