"""Lists of staff: looked at beside the people known, taken by facts, and undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from selfstudy.domain.errors import EncodingNotChosen, NobodyListed, NoNamesChosen, TableTooLong
from selfstudy.domain.people import PersonRow, roles_of
from selfstudy.domain.record import Fact, Listed
from selfstudy.domain.staff_list import NEW, Human, Line, Positions, State, compared, listed_id
from selfstudy.domain.staff_table import MOST_PEOPLE, entries
from selfstudy.domain.vietnamese import name_key, nfc, one_line
from selfstudy.services.people.leaving import Leaving
from selfstudy.services.people.roll import TOGETHER, voids
from selfstudy.services.people.staff_file import Asked, Reading, StaffFile
from selfstudy.services.record.tallies import Tallies
from selfstudy.store.people import merged
from selfstudy.store.seen import Seen
from selfstudy.store.standing import digest_of, newest_of_each, standing

TAKEN: frozenset[State] = frozenset({"new", "changed"})  # without being chosen one by one
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Look:
    """What a list would do; nothing is written.

    `names` are people by their ids, for those who may be meant; `unknown` are words for positions
    that mean none here, with the rows they stand in.
    """

    file: str
    digest: str
    sheets: tuple[str, ...]
    reading: Reading
    lines: tuple[Line, ...]
    names: Mapping[str, str]
    unknown: tuple[tuple[str, int], ...]

    def count(self, state: State) -> int:
        """How many rows are so."""
        return sum(line.state == state for line in self.lines)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from a list; `decisions` are for `undo`."""

    decisions: tuple[str, ...]
    new: int
    changed: int
    cancelled: bool = False


class Staff(Leaving):
    """What a supervisor does with lists of the unit's staff."""

    def open(self, path: Path) -> StaffFile:
        """Open a list. Raises TableUnknown, TableDamaged, TableLocked, TableTooLong, TooLarge."""
        self._supervise()
        return StaffFile(path)

    def look(self, file: StaffFile, asked: Asked = Asked()) -> Look:  # noqa: B008 — frozen
        """What the list says beside the people known. Raises TableTooLong."""
        self._supervise()
        reading = file.read(asked)
        held = entries(reading.name, reading.rows, reading.layout) if reading.layout.names else []
        if len(held) > MOST_PEOPLE:
            raise TableTooLong(name=file.name, limit=MOST_PEOPLE)
        humans = self._humans()
        lines = compared(held, humans, self._positions(asked.positions))
        words = Counter(word for line in lines for word in line.unknown)
        return Look(
            file.name, file.digest, tuple(sheet.name for sheet in file.sheets), reading,
            tuple(lines), {human.id: human.name for human in humans}, tuple(words.most_common()),
        )  # fmt: skip

    def take(
        self,
        look: Look,
        chosen: Mapping[int, str] | None = None,
        *,
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Taken:
        """Put on the roster whom a list names, and take over what changed.

        `chosen` says of doubtful rows and of people who left (by their row) who they are: the id of
        a person, or `new`; other rows of that kind are left out. Broken off, what was taken stays.
        Raises NoNamesChosen, EncodingNotChosen, NobodyListed; then nothing is written.
        """
        self._supervise()
        if not look.reading.layout.names:
            raise NoNamesChosen(name=look.file)
        if look.reading.encoding != "unicode" and not look.reading.chosen:
            raise EncodingNotChosen(name=look.file, encoding=look.reading.encoding)
        told = list(self._facts(look, chosen or {}))
        if not told:
            raise NobodyListed(name=look.file)
        decisions: list[str] = []
        known = {bytes.fromhex(person) for person in look.names}
        for start in range(0, len(told), TOGETHER):
            if cancelled():
                break
            progress(start, len(told))
            decisions += self._say(told[start : start + TOGETHER])
        listed = [one for one, fact in told[: len(decisions)] if fact.kind == "listed"]
        new = sum(one not in known for one in listed)
        self.desk.papers.log(
            self.desk.now(), "staff_list", self.desk.name,
            {"file": look.file, "new": new, "changed": len(listed) - new, "digest": look.digest},
        )  # fmt: skip
        return Taken(tuple(decisions), new, len(listed) - new, len(decisions) < len(told))

    def expected(self) -> tuple[PersonRow, ...]:
        """Who is on a list and never handed anything in."""
        self._supervise()
        tallies = Tallies(self.desk)
        rows = [self._row(person, tallies) for person in self._roster() if person.expected]
        return tuple(sorted(rows, key=lambda row: name_key(row.name)))

    def describe(
        self, person_id: str, name: str, position: str, staff_code: str, department: str
    ) -> tuple[str, ...]:
        """Say of a person what the unit's list says. Returns the decision, for `undo`.

        `position` is one code, or two with a plus between.
        """
        self._supervise()
        person = self._person(person_id)
        before = self._listings().get(person.root or person.person, [])
        fact = Listed(
            one_line(name) or person.name, "+".join(roles_of(position)), one_line(staff_code),
            one_line(department), self._replaces(before),
        )  # fmt: skip
        return self._say([(person.person, fact)])

    # — who is known ———————————————————————————————————————————————————————————————————————

    def _humans(self) -> list[Human]:
        """Everybody on the roster, and those who left."""
        return [
            Human(p.person.hex(), p.name, p.position, p.staff_code, p.department, self._gone(p))
            for p in merged(self._known())
            if p.admitted
        ]

    def _positions(self, chosen: Mapping[str, str]) -> Positions:
        named = []
        for position in self.desk.library.framework.positions:
            words = (position.code, position.title, position.title_en, *position.aliases)
            named += [(word, position.code) for word in words if word]
        return Positions(named, chosen)

    # — what is said —————————————————————————————————————————————————————————————————————

    def _facts(self, look: Look, chosen: Mapping[int, str]) -> Iterator[tuple[bytes, Fact]]:
        listings, known = self._listings(), self.desk.my_authorities()
        taken = {bytes.fromhex(person) for person in look.names}
        for line in look.lines:
            who = line.person if line.state in TAKEN else chosen.get(line.entry.place, "")
            if line.state == "new" or who == NEW:
                fresh = listed_id(self.desk.unit, line.entry, taken)
                taken.add(fresh)
                yield fresh, self._listing(line, [])
            elif who in look.names and line.state != "error":
                person = bytes.fromhex(who)
                if line.state == "left":
                    yield from self._back(person)
                before = listings.get(known.root_of(person), [])
                if line.state != "left" or line.changes:
                    yield person, self._listing(line, before)

    def _listing(self, line: Line, before: list[Seen]) -> Listed:
        """What a row says, and what an earlier list said of which the row is silent."""
        entry, last = line.entry, before[-1] if before else None
        code = last.note.partition("\t")[2] if last else ""
        return Listed(
            nfc(entry.name), line.position or (last.object if last else ""),
            entry.staff_code or code, entry.department or (last.parent if last else ""),
            self._replaces(before),
        )  # fmt: skip

    def _listings(self) -> dict[bytes, list[Seen]]:
        """What lists said of each human, in fold order."""
        known = self.desk.my_authorities()
        found: dict[bytes, list[Seen]] = {}
        for fact in standing(self.desk.journal, "listed", known):
            found.setdefault(known.root_of(fact.source.subject), []).append(fact)
        return found

    def _replaces(self, before: list[Seen]) -> str:
        return " ".join(digest_of(self.desk.journal, fact) for fact in newest_of_each(before))

    def _back(self, person: bytes) -> Iterator[tuple[bytes, Fact]]:
        yield from voids(self.departures(person.hex()))
