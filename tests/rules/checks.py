"""What must hold after every step, and when everything has been exchanged."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa

from selfstudy.exchange.cards import Receipt
from selfstudy.exchange.packet import checked_all
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.record.standing import confirmed, own_heads, receipts, results
from selfstudy.store.facts import rows_of
from selfstudy.store.journal import Journal
from selfstudy.store.people import authorities
from selfstudy.store.schema import memory as memory_table
from selfstudy.store.schema import progress as progress_table
from selfstudy.store.schema import source as source_table
from selfstudy.store.schema import stale as stale_table
from tests.builders import a_journal
from tests.rules.shown import check_plans, check_said
from tests.rules.truth import (
    Holding,
    buried,
    expected_rows,
    joined,
    may_hold,
    said_rows,
    spots,
)
from tests.rules.world import DeskSeat, Seat, World

RESULTS = {"lesson_finished", "answered", "section_read"}
THIEF = "Kẻ gian"

Rows = dict[str, list[tuple[object, ...]]]


def check(world: World, seat: Seat) -> None:
    """Everything that must hold of one computer at any moment."""
    held = seat.holding()
    kept = spots(held)
    for strand in held.values():
        assert may_hold(seat.reader, strand.origin), f"{seat.name} holds what is not theirs"
    back = held.keys() & buried(seat.file)
    assert not back, f"{seat.name} keeps what was erased"
    lost = {spot for spot in seat.held - kept if spot[0] not in world.buried}
    assert not lost, f"{seat.name} lost records"
    seat.held = kept
    heads, facts, connected = expected_rows(held)
    said_heads, said_facts, segments = said_rows(seat.file)
    assert heads == said_heads, f"{seat.name}: heads"
    assert facts == said_facts, f"{seat.name}: facts"
    placed = {(sid, number, digest) for sid, number, digest in connected}
    ids = {s.origin.id: name for name, s in held.items()}
    assert len(ids) == len(held)
    assert {(s, n, d, int((s, n, d) in placed)) for s, n, d, _ in segments} == segments
    check_folds(seat)
    if isinstance(seat, DeskSeat):
        check_promises(world, seat, held)
        check_plans(seat, held)


def check_folds(seat: Seat) -> None:
    """What is remembered of authority is what the journal says; who is not stale is folded."""
    holder = seat.holder
    for unit, card in holder.cards().items():
        fresh = authorities(holder.journal, card.root, frozenset(card.revoked))
        assert holder.authorities(unit) == fresh, f"{seat.name} remembers other authorities"
    if not isinstance(seat, DeskSeat):
        return
    journal, known = seat.desk.journal, seat.desk.my_authorities()
    with journal.database.read() as connection:
        stale = {bytes(row) for row in connection.scalars(sa.select(stale_table.c.subject))}
        for subject in connection.scalars(sa.select(source_table.c.subject).distinct()):
            person = bytes(subject)
            if person in stale:
                continue
            folded = journal.folds.folded(connection, journal.places, person, known)
            progress = journal.folds.progress(connection, person)
            memory = journal.folds.memory(connection, person)
            assert sorted(progress, key=repr) == sorted(folded.progress, key=repr), seat.name
            assert sorted(memory, key=repr) == sorted(folded.memory, key=repr), seat.name


def check_promises(world: World, seat: DeskSeat, held: Holding) -> None:
    """What a learner is told to be in safe hands is in them, unless those were restored since."""
    rows = results(seat.desk)
    named = {name: dict(stretch) for s in held.values() for name, stretch in s.named().items()}
    roots = {name: root for root, s in held.items() for name in s.named()}
    for receipt in receipts(seat.desk):
        keeper = kept_by(world, receipt)
        if keeper is None:
            continue
        theirs = spots(keeper.holding())
        heads = own_heads(seat.desk, receipt)
        for row in rows:
            sid = row.place.sid
            if confirmed(row, [heads]) and roots[sid] not in world.buried:
                spot = (roots[sid], row.number, named[sid][row.number])
                assert spot in theirs, f"{keeper.name} never had what {seat.name} was promised"


def kept_by(world: World, receipt: Receipt) -> Seat | None:
    """Whoever gave a receipt, if no restore came in between."""
    for seat in world.everybody():
        database = seat.holder.database
        mine = seat.holder.ring.public == receipt.receiver
        if mine and database.setting("receipt_epoch") == receipt.epoch.hex():
            return seat
    return None


# When everything has been exchanged


def exchange_all(world: World) -> None:
    """Clocks are put right; then every file to everybody, and the hub, until nothing is new."""
    for seat in world.everybody():
        seat.clock.now = world.clock.now
    before: object = None
    for _round in range(8):
        for seat in list(world.seats.values()):
            world.sync(seat)
            world.exchange_own(seat)
            for supervisor in world.supervisors(seat.desk.unit):
                world.deliver(world.export(seat), supervisor)
            for receipt in world.receipts(seat) if seat.desk.is_supervisor() else ():
                for other in world.seats.values():
                    world.deliver(receipt, other)
        now = {seat.name: spots(seat.holding()) for seat in world.everybody()}
        if now == before and not world.link_again():
            return
        before = now
    raise AssertionError("they never fall silent")


def check_end(world: World) -> None:
    """Everybody holds exactly what they may, and folds it alike."""
    for unit in (world.unit, world.other):
        everything, given = told_of(world, unit), told_of(world, unit, given=True)
        keepers = [*world.supervisors(unit), world.hub]
        for keeper in keepers:
            mine = {n: s for n, s in keeper.holding().items() if s.origin.unit == unit}
            theirs = {n: s for n, s in mine.items() if s.origin.chain != "p"}
            assert spots(given) <= spots(theirs), f"{keeper.name} lacks something"
            assert spots(theirs) <= spots(everything), f"{keeper.name} has too much"
        check_learners(world, unit, given)
        check_views(world, unit, keepers, everything)
    check_own(world)
    check_erased(world)
    check_hours(world)
    check_said(world)
    for seat in world.seats.values():
        check_counted(world, seat)
    for seat in world.seats.values():
        assert rebuilt(seat) == rows(seat), f"{seat.name}: a rebuild differs"


def told_of(world: World, unit: bytes, *, given: bool = False) -> Holding:
    """What a unit has been told, or could be by those who are in it; or only what is left of it."""
    found = []
    for seat in world.everybody():
        keeps = unit in seat.reader.units
        there = isinstance(seat, DeskSeat) and seat.desk.unit == unit
        for name, strand in (seat.gives() if given else seat.holding()).items():
            origin = strand.origin
            if name in world.buried:
                continue
            own = there and origin.subject == seat.reader.person and origin.chain == "s"
            if origin.unit == unit and origin.chain != "p" and (keeps or own):
                found.append({name: strand})
    return joined(found)


def check_learners(world: World, unit: bytes, everything: Holding) -> None:
    """A member's computer has all that those who may speak said of them."""
    known = world.hub.hub.authorities(unit)
    for seat in world.seats.values():
        if seat.desk.unit != unit or unit in seat.reader.units:
            continue
        me, key = seat.reader.person, seat.desk.ring.public
        mine = known.keys.get(me, frozenset())
        if key not in mine or key in world.unsure:  # who is not believed is told nothing
            continue
        member = me in known.members
        officers = {a.key for a in known.appointments} | {known.root}
        due = {
            name: strand
            for name, strand in everything.items()
            if (
                (strand.origin.chain == "s" and strand.origin.subject == me)
                and (strand.origin.author in mine)
            )
            or (
                (strand.origin.chain == "u" and strand.origin.author in officers)
                and (strand.origin.subject == me or (strand.origin.subject == unit and member))
            )
        }
        lacking = spots(due) - spots(seat.holding())
        assert not lacking, f"{seat.name} was not told what is said of them"


def check_erased(world: World) -> None:
    """What was erased is at no keeper, nor with whom it is about."""
    for seat in world.everybody():
        for name in world.buried & seat.holding().keys():
            origin = seat.holding()[name].origin
            keeps = origin.unit in seat.reader.units
            assert not keeps or origin.chain == "p", f"{seat.name} keeps what was erased"


def check_hours(world: World) -> None:
    """All supervisors of a unit count the same people alike, and a lesson once for one human."""
    for unit in (world.unit, world.other):
        keepers = [s for s in world.supervisors(unit) if s.desk.is_supervisor()]
        hub = world.hub.hub.authorities(unit)
        for keeper in keepers:
            known = keeper.desk.my_authorities()
            assert (known.roots, known.members) == (hub.roots, hub.members), keeper.name
            lessons = tables(keeper.desk.journal)["progress"]
            for person in keeper.services.unit.people():
                ids = known.ids_of(bytes.fromhex(person.id))
                done = {(r[1], r[2]): 0 for r in lessons if r[0] in ids and r[8] is not None}
                assert person.lessons_done == len(done), f"{keeper.name} counts twice"


def check_own(world: World) -> None:
    """Whoever has several computers has everything of their own on each, private or not.

    A copy under the same key speaks for both in its receipts: private records reach one of them.
    """
    for person in {seat.reader.person for seat in world.seats.values()}:
        seats = [seat for seat in world.seats.values() if seat.reader.person == person]
        if len({seat.desk.ring.public for seat in seats}) == len(seats):
            if any(seat.desk.ring.public in world.unsure for seat in seats):
                continue
            given = set().union(*(own_spots(world, seat, seat.gives()) for seat in seats))
            for seat in seats:
                mine = own_spots(world, seat, seat.holding())
                assert given <= mine, f"{seat.name} lacks what is its person's"


def own_spots(world: World, seat: DeskSeat, holding: Holding) -> set[tuple[bytes, int, bytes]]:
    """What is a person's own, erased or not told to the unit apart."""
    own = {
        name: strand
        for name, strand in holding.items()
        if strand.origin.subject == seat.reader.person
        and strand.origin.chain != "u"
        and name not in world.buried
    }
    return spots(own)


def check_counted(world: World, seat: DeskSeat) -> None:
    """No lie counts anywhere; of one's own results all count that one did not take back."""
    named = {n: dict(stretch) for s in seat.holding().values() for n, stretch in s.named().items()}
    for subject in {s.origin.subject for s in seat.holding().values()}:
        found = rows_of(seat.desk.journal, subject)
        told = Ledger(seat.desk, subject).fact_rows(found)
        for row, fact in zip(found, told, strict=True):
            digest = named[row.place.sid][row.number]
            assert not (fact.counted and digest in world.forged), f"{seat.name} believes a lie"
            own = subject == seat.reader.person and row.place.source.author in seat.reader.keys
            if own and row.kind in RESULTS and row.place.source.author not in world.unsure:
                assert fact.counted or digest in world.taken_back, f"{seat.name}: {row.kind}"
    if seat.desk.is_supervisor():
        people = [*seat.services.unit.people(), *seat.services.unit.unknown()]
        assert THIEF not in {person.name for person in people}


def check_views(world: World, unit: bytes, keepers: list[Seat], everything: Holding) -> None:
    """Whoever holds the same folds the same."""
    people = {s.origin.subject for s in everything.values() if s.origin.chain == "s"}
    people -= {keeper.reader.person for keeper in keepers}
    people -= {s.origin.subject for k in keepers for s in k.holding().values() if s.footings}
    for seat in world.seats.values():
        here = {s.origin.subject for s in seat.holding().values() if s.origin.unit != unit}
        people -= here if seat in keepers else set()
    views = []
    for keeper in keepers:
        with a_fresh_journal(keeper, unit) as journal:
            fold_alone(world, journal, unit)
            views.append(tables(journal, people))
        if isinstance(keeper, DeskSeat) and len(keeper.reader.cards) == 1:
            keeper.desk.fold()
            assert tables(keeper.desk.journal, people) == views[-1], keeper.name
    assert all(view == views[0] for view in views)
    for seat in world.seats.values():
        person = seat.reader.person
        gaps = {s.origin.subject for s in seat.holding().values() if s.footings}
        sure = seat.desk.ring.public not in world.unsure
        if sure and seat.desk.unit == unit and person in people - gaps:
            with a_fresh_journal(seat, unit, "su") as journal:
                fold_alone(world, journal, unit)
                theirs = [row for row in tables(journal, {person})["progress"] if row[8]]
                ours = [row for row in views[0]["progress"] if row[8] and row[0] == person]
                assert theirs == ours, f"{seat.name} and the unit count otherwise"


def fold_alone(world: World, journal: Journal, unit: bytes) -> None:
    """Fold by what a unit has been told, and nothing that is only known from elsewhere."""
    card = world.hub.hub.cards()[unit]
    journal.fold_stale(authorities(journal, card.root, frozenset(card.revoked)))


@contextlib.contextmanager
def a_fresh_journal(
    seat: Seat, unit: bytes | None = None, chains: str = "sup"
) -> Iterator[Journal]:
    """A journal of its own with a holder's segments, taken in any order."""
    seat.holder.seal()
    parts = [
        part
        for part in World.stored(seat)
        if unit in (None, part.source.unit) and part.source.chain in chains
    ]
    random.Random(len(parts)).shuffle(parts)
    with tempfile.TemporaryDirectory() as folder, a_journal(Path(folder)) as journal:
        for part in parts:
            for opened in reversed(checked_all(part)[0]):
                journal.merge(part, [opened])
        yield journal


def tables(journal: Journal, people: Iterable[bytes] | None = None) -> Rows:
    """The projections of some people, or of all."""
    with journal.database.read() as connection:
        found = {}
        for table in (progress_table, memory_table):
            every = (tuple(row) for row in connection.execute(sa.select(table)))
            found[table.name] = sorted(
                (row for row in every if people is None or row[0] in set(people)), key=repr
            )
    return found


def rows(seat: DeskSeat) -> Rows:
    seat.desk.fold()
    return tables(seat.desk.journal)


def rebuilt(seat: DeskSeat) -> Rows:
    """The projections folded anew from the records, in a journal that met them otherwise."""
    with a_fresh_journal(seat) as journal:
        journal.fold_stale(seat.desk.my_authorities())
        return tables(journal)
