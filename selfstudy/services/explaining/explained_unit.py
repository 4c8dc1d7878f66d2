"""The records behind what a supervisor sees of people and of the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from selfstudy.domain.progress import FactRow
from selfstudy.domain.record import SHARED
from selfstudy.sentences import problem_words
from selfstudy.services.explaining.explained_ledgers import (
    Added,
    held,
    lessons,
    recognised,
    self_study,
)
from selfstudy.services.intake import aside
from selfstudy.services.people.supervising import Supervising
from selfstudy.services.record.ledger import Ledger
from selfstudy.store.facts import Row, rows_of
from selfstudy.store.people import Known, belonging, merged

DIGEST_SHOWN = 12  # hex digits of a file


class Behind(Supervising):
    """What stands behind the numbers of a unit."""

    def listed(self) -> list[Known]:
        """The people on the roster, each once."""
        self._supervise()
        return self._roster()

    def ledger(self, person_id: str) -> Ledger:
        """The record of a person of the unit. Raises NotEntitled."""
        self._supervise()
        return Ledger(self.desk, self._person(person_id).person)

    def name(self, person_id: str) -> str:
        """What a person is called."""
        ids = self.desk.my_authorities().ids_of(bytes.fromhex(person_id))
        found = merged(self._known(ids))
        return found[0].name if found else ""

    def records(self, ledger: Ledger) -> Iterator[Added]:
        """Every record that a person's own computers handed in to this unit adds one."""
        for person in ledger.ids():
            for row in self._handed_in(person):
                known = self.desk.my_authorities().spoke_for(row.place.source.author, person)
                yield Added(row, float(known), "" if known else "author")

    def last(self, ledger: Ledger) -> Iterator[Added]:
        """The newest of those records; the others are earlier."""
        found = [added for added in self.records(ledger) if not added.why]
        newest = max((added.row.at for added in found), default=0)
        for added in found:
            late = added.row.at == newest
            yield Added(added.row, added.row.at / 1000 if late else 0.0, "" if late else "earlier")

    def people(self) -> Iterator[Added]:
        """Each human on the roster adds one, at their first admission that stands."""
        for person in self.listed():
            some = False
            for row, why in self._decisions(person, "admitted", "listed"):
                yield Added(row, float(not why and not some), why or ("once" if some else ""))
                some |= not why
            for row, why in self._decisions(person, "matched"):
                yield Added(row, 0.0, why)

    def unknown(self) -> Iterator[Added]:
        """Each human who waits adds one, at the newest word of themselves."""
        self._supervise()
        for person in self._waiting(merged(self._known())):
            ids = self.desk.my_authorities().ids_of(person.person)
            rows = [row for one in ids for row in self._handed_in(one)]
            told = [row for row in rows if row.kind == "profile"] or rows[:1]
            told.sort(key=lambda row: (row.at, row.place.sid, row.number))
            for row in told:
                newest = row is told[-1]
                yield Added(row, float(newest), "" if newest else "newer")

    def year(self, what: str, year: int) -> Iterator[Added]:
        """What everybody on the roster then did in a year: `people` who did anything, or a sum."""
        sums: dict[str, Callable[[Ledger, int], Iterator[Added]]] = {
            "lessons": lessons, "self_study": self_study, "recognised": recognised,
        }  # fmt: skip
        self._supervise()
        day = min(self.desk.today(), f"{year}-12-31")
        for person in belonging(self._known(), day):
            ledger = Ledger(self.desk, person.person)
            if what == "people":
                found = _once([*lessons(ledger, year), *recognised(ledger, year)])
            else:
                found = sums[what](ledger, year)
            for added in found:
                yield added._replace(by=person.name)

    def set_aside(self) -> Iterator[FactRow]:
        """Each file set aside adds one; what it says is not known, so no record is behind it."""
        self._supervise()
        for file in aside.listed(self.desk):
            yield FactRow(
                at=file.at,
                kind="set_aside",
                what=file.name,
                detail=problem_words(file),
                source=file.id[:DIGEST_SHOWN],
                number=0,
                adds=1.0,
            )

    def _handed_in(self, person: bytes) -> list[Row]:
        return [
            row
            for row in rows_of(self.desk.journal, person)
            if row.place.source.chain == SHARED and row.place.source.unit == self.desk.unit
        ]

    def _decisions(self, person: Known, *kinds: str) -> list[tuple[Row, str]]:
        ids = sorted(self.desk.my_authorities().ids_of(person.person))
        found = [
            (one.row, str(one.why))
            for human in ids
            for kind in kinds
            for one in held(Ledger(self.desk, human), kind)
            if one.row.place.source.unit == self.desk.unit
        ]
        return sorted(found, key=lambda pair: (pair[0].at, pair[0].place.sid, pair[0].number))


def _once(found: Iterable[Added]) -> Iterator[Added]:
    """A human counts once, at the first of these records that counts."""
    some = False
    for added in sorted(found, key=lambda one: (one.row.at, one.row.place.sid, one.row.number)):
        sound = not added.why
        yield Added(added.row, float(sound and not some), added.why or ("once" if some else ""))
        some |= sound
