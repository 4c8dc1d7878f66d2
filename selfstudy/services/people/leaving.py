"""Who leaves a unit: from a day on they are on none of its lists, and what was stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

from selfstudy.domain.errors import DayRefused
from selfstudy.domain.people import PersonRow
from selfstudy.domain.record import Departed
from selfstudy.domain.vietnamese import name_key, one_line
from selfstudy.services.people.roll import Roll
from selfstudy.services.record.tallies import Tallies
from selfstudy.store.people import Known, merged
from selfstudy.store.standing import digest_of, newest_of_each

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(days=366)


class Leaving(Roll):
    """What a supervisor says of people who move to another unit, and of those who did."""

    def leave(self, person_id: str, day: date, to: str = "") -> tuple[str, ...]:
        """Say that a person belongs to the unit no more from a day on. Returns it, for `undo`.

        Raises DayRefused, NotEntitled.
        """
        self._supervise()
        if not EARLIEST <= day <= self.desk.clock().date() + AHEAD:
            raise DayRefused(day=f"{day:%d/%m/%Y}")
        person = self._person(person_id)
        before = self._decided(self.desk.my_authorities().ids_of(person.person), "departed")
        replaces = " ".join(digest_of(self.desk.journal, fact) for fact in newest_of_each(before))
        return self._say([(person.person, Departed(day.isoformat(), one_line(to), replaces))])

    def gone(self) -> tuple[PersonRow, ...]:
        """Who left, by the day; `left` says when."""
        self._supervise()
        tallies = Tallies(self.desk)
        those = [p for p in merged(self._known()) if p.admitted and self._gone(p)]
        rows = [self._row(person, tallies) for person in those]
        return tuple(sorted(rows, key=lambda row: (row.left, name_key(row.name))))

    def departures(self, person_id: str) -> tuple[str, ...]:
        """What was said of a person's leaving and stands, for `undo`."""
        ids = self.desk.my_authorities().ids_of(bytes.fromhex(person_id))
        return tuple(self._decision_id(fact) for fact in self._decided(ids, "departed"))

    def _gone(self, person: Known) -> str:
        """The day from which they are gone, empty while they belong."""
        return "" if person.belongs(self.desk.today()) else person.left
