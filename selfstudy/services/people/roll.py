"""The people of a unit: who is listed, who waits, who is the same human, and undoing all that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NotEntitled, SamePerson
from selfstudy.domain.people import PersonRow, Told, UnknownPerson
from selfstudy.domain.progress import FactRow
from selfstudy.domain.record import Admitted, Fact, Matched, Voided
from selfstudy.domain.waiting import Contrary, Decision, DecisionKind
from selfstudy.domain.wire import from_hex
from selfstudy.services.people.retelling import said_again, said_with
from selfstudy.services.people.supervising import Supervising
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.record.tallies import Tallies
from selfstudy.store.contrary import contrary
from selfstudy.store.facts import rows_of
from selfstudy.store.people import Known, decided, merged
from selfstudy.store.seen import Seen
from selfstudy.store.standing import digest_of

TOGETHER = 250  # people of a long list told in one go, so that answers go between
DECISIONS: tuple[DecisionKind, ...] = (
    "admitted", "matched", "device_approved", "key_removed", "listed", "departed",
)  # fmt: skip


class Roll(Supervising):
    """What a supervisor asks about people, and says of them."""

    def people(self) -> tuple[PersonRow, ...]:
        """The roster, by given name; progress and hours, never an answer."""
        self._supervise()
        tallies = Tallies(self.desk)
        rows = [self._row(person, tallies) for person in self._roster()]
        return tuple(sorted(rows, key=lambda row: vietnamese.name_key(row.name)))

    def names(self) -> tuple[tuple[str, str, str], ...]:
        """Id, name and position of everybody on the roster, by given name; nothing is tallied."""
        self._supervise()
        roster = sorted(self._roster(), key=lambda person: vietnamese.name_key(person.name))
        return tuple((p.person.hex(), p.name, self._title(p.position)) for p in roster)

    def unknown(self) -> tuple[UnknownPerson, ...]:
        """People whose facts are kept but whom nobody has admitted or matched."""
        self._supervise()
        self.desk.fold()
        everybody = merged(self._known())
        waiting = self._waiting(everybody)
        if not waiting:
            return ()
        tallies = Tallies(self.desk)
        alike = _Alike([person for person in everybody if person.admitted])
        names = Counter(vietnamese.fold(person.name) for person in waiting)
        rows: dict[bytes, PersonRow] = {}
        found = []
        for person in waiting:
            those = alike.to(person)
            for other in those:
                rows.setdefault(other.person, self._row(other, tallies))
            sure = alike.surely(person, those)
            row = self._row(person, tallies)
            found.append(
                UnknownPerson(
                    row.id, person.name, row.position, person.staff_code, person.facts,
                    person.key.hex()[:8], tuple(rows[other.person] for other in those),
                    sure.person.hex() if sure else "", row.self_study, row.lessons_done,
                    row.last_at, twins=names[vietnamese.fold(person.name)] - 1,
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda person: vietnamese.name_key(person.name)))

    def admit(self, *person_ids: str) -> tuple[str, ...]:
        """Put people on the roster: signed facts that other supervisors and the hub learn.

        Returns the decisions, for `undo`. Broken off, whoever was admitted stays so.
        """
        self._supervise()
        people = self._people(person_ids)
        facts = [
            (p.person, Admitted(p.key.hex(), p.name, p.position, p.staff_code))
            for p in (people[person_id] for person_id in person_ids)
        ]
        parts = (facts[at : at + TOGETHER] for at in range(0, len(facts), TOGETHER))
        return tuple(decision for part in parts for decision in self._say(part))

    def match(self, *pairs: tuple[str, str]) -> tuple[str, ...]:
        """Say of pairs (a person, whom they are) that they are one human, counted as the second.

        Plans and hours said of one id are said of the other too, so that each computer hears of it.
        Returns the decisions, for `undo`. Raises SamePerson when that was said already.
        """
        self._supervise()
        known = self.desk.my_authorities()
        facts: list[tuple[bytes, Fact]] = []
        people = self._people([one for pair in pairs for one in pair])
        for person_id, other_id in pairs:
            person, other = people[person_id], people[other_id]
            if person.root == other.root:
                raise SamePerson(name=person.name)
            if other.expected and not person.expected:  # nobody could be told under an id of a list
                person, other = other, person
            before = self._decided({person.person}, "matched")
            replaces = " ".join(digest_of(self.desk.journal, fact) for fact in before)
            facts.append((person.person, Matched(other.person.hex(), "", replaces)))
            some, others = known.ids_of(person.person), known.ids_of(other.person)
            facts += said_again(self.desk, some, others, self._entries(some | others))
        return self._say(facts)

    def _people(self, person_ids: Collection[str]) -> dict[str, Known]:
        """These people by their ids. Raises NotEntitled for one of whom nothing is held."""
        found = {p.person.hex(): p for p in self._known([bytes.fromhex(i) for i in person_ids])}
        for person_id in person_ids:
            if person_id not in found:
                raise NotEntitled(what=person_id)
        return found

    def settle(self, person_id: str, digest: str) -> tuple[str, ...]:
        """Choose, for the unit, one of the profiles that a person told on several devices."""
        self._supervise()
        person = self._person(person_id)
        told = next((said for said in person.disputed if said.digest == digest), None)
        if told is None:
            raise NotEntitled(what=person.name)
        replaces = " ".join(said.digest for said in person.disputed)
        fact = Admitted(
            told.key.hex(), told.name, told.position, told.staff_code, replaces=replaces
        )
        return self._say([(person.person, fact)])

    def decisions(self, person_id: str) -> tuple[Decision, ...]:
        """What was decided about a person under any of their ids, newest first."""
        self._supervise()
        ids = self.desk.my_authorities().ids_of(bytes.fromhex(person_id))
        found = [(kind, fact) for kind in DECISIONS for fact in self._decided(ids, kind)]
        return tuple(sorted(self._worded(found), key=lambda decision: decision.at, reverse=True))

    def contrary(self, person_id: str = "") -> tuple[Contrary, ...]:
        """What supervisors decided of a person, none knowing of the others, and that disagrees.

        Of everybody when nobody is named.
        """
        self._supervise()
        known = self.desk.my_authorities()
        ids = known.ids_of(from_hex(person_id)) if person_id else None
        found = []
        for kind, facts in contrary(self.desk.journal, known, ids):
            decisions = self._worded([(kind, fact) for fact in facts])
            person = known.root_of(facts[-1].source.subject).hex()
            found.append(Contrary(kind, person, decisions[-1].name, tuple(decisions)))
        return tuple(found)

    def _worded(self, facts: Sequence[tuple[DecisionKind, Seen]]) -> list[Decision]:
        """Decisions as people read them."""
        known = self.desk.my_authorities()
        appointed = {a.key: a.name for a in known.appointments}
        others = [from_hex(fact.object) if kind == "matched" else b"" for kind, fact in facts]
        about = {fact.source.subject for _kind, fact in facts}.union(others) - {b""}
        people = {one.person: one for one in self._known(about)}
        found = []
        for (kind, fact), other in zip(facts, others, strict=True):
            person, whom = people.get(fact.source.subject), people.get(other)
            found.append(
                Decision(
                    self._decision_id(fact), kind, self._local(fact.at),
                    appointed.get(fact.source.author, ""), person.name if person else "",
                    whom.name if whom else "", self._said(kind, fact, whom),
                )
            )  # fmt: skip
        return found

    def _said(self, kind: DecisionKind, fact: Seen, other: Known | None) -> tuple[str, ...]:
        """What a decision says of its person; of a match, who the other one is."""
        name, _tab, code = fact.note.partition("\t")
        said: tuple[str, ...] = ()
        if kind == "matched" and other is not None:
            said = other.name, self._title(other.position), other.department, other.staff_code
        elif kind == "listed":
            said = name, self._title(fact.object), fact.parent, code
        elif kind == "admitted":
            said = name, self._title(fact.parent), code
        elif kind == "departed":
            said = "/".join(reversed(fact.object.split("-"))), fact.note
        return tuple(filter(None, said))

    def undo(self, *decisions: str) -> None:
        """Take decisions back; everything is as it was before, on every computer that learns it."""
        self._supervise()
        said = dict.fromkeys(decisions)
        about = {bytes.fromhex(decision.partition(".")[0]) for decision in decisions}
        known = self.desk.my_authorities()
        for match in self._decided(about, "matched"):
            if self._decision_id(match) in said:
                entries = self._entries(
                    known.ids_of(match.source.subject) | known.ids_of(from_hex(match.object))
                )
                with_it = said_with(self.desk, match, entries)
                said |= dict.fromkeys(map(self._decision_id, with_it))
        self._say(voids(said))

    def facts_behind(self, person_id: str) -> tuple[FactRow, ...]:
        """The records behind a person's line, under all their ids."""
        self._supervise()
        found: list[FactRow] = []
        for one in self.desk.my_authorities().ids_of(bytes.fromhex(person_id)):
            ledger = Ledger(self.desk, one)
            rows = rows_of(self.desk.journal, one)
            mine = [r for r in rows if r.place.source.unit == self.desk.unit]
            found += ledger.fact_rows(r for r in mine if r.place.source.chain != "p")
        return tuple(sorted(found, key=lambda row: (row.at, row.source, row.number), reverse=True))

    def _entries(self, ids: Collection[bytes]) -> set[bytes]:
        """Those ids of which nothing but a list is known."""
        return {one.person for one in self._known(ids) if one.expected}

    def _say(self, facts: Iterable[tuple[bytes, Fact]]) -> tuple[str, ...]:
        """Say facts of people at once, all or none, and look again at who is who."""
        told = list(facts)
        decisions = self._write(told)
        self.desk.know_again({person for person, _fact in told})
        return decisions

    def _write(self, told: Sequence[tuple[bytes, Fact]]) -> tuple[str, ...]:
        """Keep facts of people at once, all or none. Returns the decisions, for `undo`."""
        kept = self.desk.write_about_each(told) if told else []
        return tuple(
            f"{person.hex()}.{said.source.hex()}.{said.number}.{said.digest.hex()}"
            for (person, _fact), said in zip(told, kept, strict=True)
        )

    def _decided(self, ids: Collection[bytes], kind: str) -> list[Seen]:
        return decided(self.desk.journal, self.desk.my_authorities(), ids, kind)

    def _decision_id(self, fact: Seen) -> str:
        digest = digest_of(self.desk.journal, fact)
        return f"{fact.source.subject.hex()}.{fact.source.id.hex()}.{fact.number}.{digest}"

    def _row(self, person: Known, tallies: Tallies) -> PersonRow:
        tally, title = tallies.of(person.person), tallies.framework.position_title
        return PersonRow(
            id=person.person.hex(),
            name=person.name,
            position=title(person.position),
            staff_code=person.staff_code,
            department=person.department,
            roles=person.position,
            expected=person.expected,
            left=person.left,
            lessons_done=tally.lessons,
            self_study=tally.self_study,
            recognised=tally.recognised,
            last_at=self._local(person.last) if person.last else None,
            facts=person.facts,
            known=person.admitted,
            ids=len(self.desk.my_authorities().ids_of(person.person)),
            disputed=tuple(
                Told(s.digest, s.name, title(s.position), s.staff_code, self._local(s.at))
                for s in person.disputed
            ),
        )


def voids(decisions: Iterable[str]) -> list[tuple[bytes, Fact]]:
    """What takes decisions back."""
    found: list[tuple[bytes, Fact]] = []
    for decision in decisions:
        subject, source, number, digest = decision.split(".")
        found.append((bytes.fromhex(subject), Voided(source, int(number), digest)))
    return found


class _Alike:
    """Finds people of a roster by name without marks and by staff code."""

    def __init__(self, roster: Sequence[Known]) -> None:
        self._named: dict[str, list[Known]] = defaultdict(list)
        self._coded: dict[str, list[Known]] = defaultdict(list)
        for person in roster:
            self._named[vietnamese.fold(person.name)].append(person)
            if person.staff_code:
                self._coded[person.staff_code.casefold()].append(person)

    def to(self, person: Known) -> list[Known]:
        """Those of the same name or staff code; of the same staff code first."""
        found = [*self._coded.get(person.staff_code.casefold(), ())] if person.staff_code else []
        same = self._named.get(vietnamese.fold(person.name), ())
        return found + [other for other in same if other not in found]

    @staticmethod
    def surely(person: Known, alike: Sequence[Known]) -> Known | None:
        """The one person of the same name and staff code, if there is exactly one."""
        plain, code = vietnamese.fold(person.name), person.staff_code.casefold()
        same = [
            other
            for other in alike
            if code and other.staff_code.casefold() == code and vietnamese.fold(other.name) == plain
        ]
        return same[0] if len(same) == 1 else None
