"""An office of people, copies and thieves, with a hub, files on sticks and wires that are cut."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from selfstudy import bootstrap
from selfstudy.bootstrap import Services
from selfstudy.domain.errors import HubUnreachable, LinkRefused, SelfStudyError
from selfstudy.domain.wire import Carried
from selfstudy.exchange.packet import Packet, read, write
from selfstudy.hub.keeper import JOURNAL, Hub
from selfstudy.services.carrying.sync import Sync
from selfstudy.services.holding.desk import Desk
from selfstudy.services.holding.holder import Holder
from selfstudy.services.intake.intake import Intake
from selfstudy.services.rescue.safety import restore
from selfstudy.services.unit.retention import Retention
from selfstudy.settings import Places
from selfstudy.store.retention import Prefix
from tests.fakes import Clock
from tests.office import Office
from tests.rules.truth import Holding, Reader, buried, holding, may_hold

WORDS = "mật khẩu dài"
ORDER = ("hanh", "lan", "tuan", "minh", "mai", "nam")


@contextlib.contextmanager
def same_in_every_run(seed: int = 0) -> Iterator[None]:
    """Random keys, epochs and nonces that are the same in every run."""
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_bytes", lambda size=32: chance.randbytes(size))
        patch.setattr("secrets.token_hex", lambda size=32: chance.randbytes(size).hex())
        yield


@dataclass
class Seat:
    """A computer with somebody's profile, or a hub: open only while it is used."""

    name: str
    home: Path
    clock: Clock
    person: str = ""
    reader: Reader = field(default_factory=Reader)
    held: set[tuple[bytes, int, bytes]] = field(default_factory=set)
    backups: list[Path] = field(default_factory=list)
    past: list[Carried] = field(default_factory=list)  # segments that were let go
    restored: bool = False
    linked_by: bytes = b""  # the key that vouched for the one here

    def close(self) -> None:
        raise NotImplementedError

    @property
    def holder(self) -> Holder:
        raise NotImplementedError

    @property
    def file(self) -> Path:
        raise NotImplementedError

    def holding(self) -> Holding:
        """Everything that is or was here, waiting or placed."""
        return holding(
            self.file,
            [
                (part.source.id, s.first, s.last, s.previous, s.blob)
                for part in self.past
                for s in part.segments
            ],
        )

    def gives(self) -> Holding:
        """What this computer can still give."""
        return holding(self.file)


class Passed(Retention):
    """A term that is over for everything there is."""

    def _before(self, years: int) -> datetime:
        return self.desk.clock() + timedelta(days=9999 * years)

    def found(self) -> list[Prefix]:
        return self._prefixes(1)


class DeskSeat(Seat):
    """A learner's or supervisor's computer."""

    office: Office
    lost: bool = False  # its records went back to a backup's
    _open: Services | None = None

    @property
    def services(self) -> Services:
        if self._open is None:
            places = Places(self.home)
            people = bootstrap.profiles(places, self.clock, self.office.shelf)
            self._open = bootstrap.services(people.open(self.person), places)
            assert self.lost or not self._open.desk.guard.behind, "missed what is there"
        return self._open

    @property
    def desk(self) -> Desk:
        return self.services.desk

    @property
    def holder(self) -> Holder:
        return self.desk

    @property
    def folder(self) -> Path:
        return Places(self.home).profiles / self.person

    @property
    def file(self) -> Path:
        return self.folder / "journal.db"

    def close(self) -> None:
        if self._open is not None:
            self._open.desk.close()
            self._open = None

    def let_go(self) -> None:
        """Let go of all that the term and the receipts allow, as if years had passed."""
        term = Passed(self.desk)
        term.keep_for(1)
        self.past += [Carried(p.place.source, p.segments) for p in term.found()]
        term.apply()

    def backup(self) -> None:
        self.backups.append(self.services.safety.backup())

    def restore(self, *, broken: bool) -> None:
        self.close()
        self.lost |= broken
        if broken:
            shutil.rmtree(self.folder)
        restore(self.backups[-1], Places(self.home).profiles)
        self.held.clear()
        self.restored = True


class HubSeat(Seat):
    """The hub's computer."""

    _open: Hub | None = None

    @property
    def hub(self) -> Hub:
        if self._open is None:
            self._open = Hub.open(self.home, self.clock, "Máy chủ")
        return self._open

    @property
    def holder(self) -> Holder:
        return self.hub

    @property
    def file(self) -> Path:
        return self.home / JOURNAL

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def backup(self) -> None:
        self.close()
        copy = self.home / f"copy{len(self.backups)}"
        shutil.copy(self.file, copy)
        self.backups.append(copy)

    def restore(self, *, broken: bool) -> None:
        self.close()
        shutil.copy(self.backups[-1], self.file)
        self.held.clear()


@dataclass(frozen=True)
class Paper:
    """A file on somebody's stick."""

    name: str
    raw: bytes


class World:
    """Everybody of two units, their computers and all files that were ever written."""

    def __init__(self, folder: Path, template: Path) -> None:
        shutil.copytree(template, folder)
        self.office = Office(folder)
        self.folder = folder
        self.clock = self._clock()
        self.pile: list[Paper] = []
        self.forged: set[bytes] = set()
        self.buried: set[bytes] = set()  # sources that were erased
        self.unsure: set[bytes] = set()  # keys whose person removed them, or erased who vouched
        self.removed: set[bytes] = set()  # keys that somebody removed: they erase their own alone
        self.taken_back: set[bytes] = set()
        self.seats: dict[str, DeskSeat] = {}
        people = (folder / "people.txt").read_text(encoding="utf-8").splitlines()
        for line in sorted(people, key=lambda line: ORDER.index(line.split()[0])):
            name, person = line.split()
            self.sit(name, self._moved(folder / name), person)
        self.hub = HubSeat("hub", folder / "hub", self._clock())
        cards = {seat.desk.unit for seat in self.seats.values()}
        self.lan, self.tuan, self.mai = (self.seats[n] for n in ("lan", "tuan", "mai"))
        self.unit, self.other = self.lan.desk.unit, self.mai.desk.unit
        for seat in self.seats.values():
            seat.reader = Reader(
                bytes.fromhex(seat.person),
                frozenset({seat.desk.ring.public}),
                frozenset({seat.desk.unit}),
                frozenset({seat.desk.unit} if seat in (self.lan, self.tuan, self.mai) else ()),
            )
        self.cards = {s.desk.unit: next(s.home.glob("*.thdv")) for s in (self.lan, self.mai)}
        self.hub.reader = Reader(cards=frozenset(cards), units=frozenset(cards))

    @staticmethod
    def found(folder: Path) -> None:
        """Two units with a hub, as the story begins."""
        office = Office(folder)
        hub = Hub.open(folder / "hub", office.clock, "Máy chủ")
        who = hub.officer
        named = {}
        for unit, root, learners in (("A", "lan", ["hanh", "minh", "tuan"]), ("B", "mai", ["nam"])):
            named[root] = founder = office.person(root.title(), root)
            founder.unit.create(f"Đơn vị {unit}", WORDS)
            founder.unit.name_hub("http://hub", who.key, who.seal_key, who.name, WORDS)
            card = founder.unit.write_card(office.stick)
            for name in learners:
                named[name] = office.person(name.title(), name, card)
            if unit == "A":
                tuan = named["tuan"]
                office.hand_over(tuan, founder)
                founder.unit.admit(tuan.desk.profile.id)
                until = (office.clock() + timedelta(days=300)).date()
                founder.unit.appoint(tuan.desk.profile.id, WORDS, until)
                office.answer_with_receipt(founder, tuan)
            hub.serve_unit(founder.unit.write_card(office.stick))
            founder.unit.write_card(folder / root)
            exchange = exchange_with(hub)
            Sync(founder.desk, exchange).now()
        people = [f"{name} {each.desk.profile.id}" for name, each in named.items()]
        (folder / "people.txt").write_text("\n".join(people), encoding="utf-8")
        office.close()
        hub.close()

    # — computers —————————————————————————————————————————————————————————————————————————

    def _clock(self) -> Clock:
        clock = Clock()
        clock.move(days=1)
        return clock

    def sit(self, name: str, home: Path, person: str) -> DeskSeat:
        seat = DeskSeat(name, home, self._clock(), person)
        seat.office = self.office
        self.seats[name] = seat
        return seat

    @staticmethod
    def _moved(home: Path) -> Path:
        """A copied home whose marker says it is where it was: the image of a whole disk."""
        places = Places(home)
        for marker in places.state.glob("*.mark"):
            number = (places.profiles / marker.stem / "journal.db").stat().st_ino
            marker.write_text(" ".join([*marker.read_text().split()[:-1], str(number)]))
        return home

    def copy(self, seat: DeskSeat, *, image: bool) -> DeskSeat:
        """Another computer that goes on from here; an image of the disk cannot notice it."""
        seat.close()
        name = f"{seat.name}-{len(self.seats)}"
        home = shutil.copytree(seat.home, self.folder / name)
        if image:
            self._moved(home)
        else:
            shutil.rmtree(Places(home).state)
        copy = self.sit(name, home, seat.person)
        copy.reader, copy.clock.now = seat.reader, seat.clock.now
        copy.linked_by = seat.linked_by
        copy.held, copy.past = set(seat.held), list(seat.past)
        return copy

    def everybody(self) -> list[Seat]:
        return [*self.seats.values(), self.hub]

    def supervisors(self, unit: bytes) -> list[DeskSeat]:
        return [s for s in self.seats.values() if unit in s.reader.units and s.desk.unit == unit]

    def close(self) -> None:
        for seat in self.everybody():
            seat.close()

    def bury(self, seat: Seat) -> None:
        """What somebody erased here may be nowhere in the end."""
        self.buried |= buried(seat.file)

    def bury_own(self, seat: DeskSeat) -> None:
        """What a computer erases of its person; one that was removed only what it wrote itself."""
        key, before = seat.desk.ring.public, seat.holding()
        done = seat.services.erasure.erase_own(self.office.stick)
        self.keep([Path(request) for request in done.former])
        if key not in self.removed:
            self.bury(seat)
            return
        gone = buried(seat.file)
        seat.held = {spot for spot in seat.held if spot[0] not in gone}
        self.buried |= {sid for sid in gone & before.keys() if before[sid].origin.author == key}

    def mistrust(self, key: bytes) -> None:
        """A computer was removed; whom it vouched for may not have been heard of before."""
        self.removed.add(key)
        gone = {key}
        while (
            new := {s.desk.ring.public for s in self.seats.values() if s.linked_by in gone} - gone
        ):
            gone |= new
        self.unsure |= gone

    def link_again(self) -> bool:
        """Whoever went back to before they linked a computer does it again."""
        done = False
        for seat in [each for each in self.seats.values() if each.restored]:
            for other in self.seats.values():
                keys = {seat.desk.ring.public, other.desk.ring.public}
                sure = len(keys) == 2 and not keys & self.unsure
                unknown = other.desk.person == seat.desk.person and not all(
                    map(seat.desk.owns, keys)
                )
                if sure and unknown and seat.desk.owns(seat.desk.ring.public):
                    request, _code = other.services.devices.request(self.office.stick, "Máy ấy")
                    written = seat.services.devices.link(request, self.office.stick)
                    request.unlink()
                    self.deliver(self.keep([Path(written.path)])[0], other)
                    done = True
        return done

    def name(self, key: bytes, unit: bytes) -> None:
        """A key is a supervisor's from now on; what it said before may count, by its day."""
        for seat in self.seats.values():
            if seat.desk.ring.public == key:
                seat.reader = replace(seat.reader, units=seat.reader.units | {unit})
                own = [s for s in seat.holding().values() if s.origin.author == key]
                self.forged -= {digest for strand in own for _number, digest in strand.lines}

    # — what travels ——————————————————————————————————————————————————————————————————————

    def keep(self, paths: list[Path]) -> list[Paper]:
        """Files that somebody wrote go to the pile."""
        papers = [Paper(path.name, path.read_bytes()) for path in paths]
        for path in paths:
            path.unlink()
        self.pile += papers
        return papers

    def export(self, seat: DeskSeat) -> Paper:
        (paper,) = self.keep([Path(seat.services.handover.export(self.office.stick).path)])
        for other in self.everybody():
            with contextlib.suppress(SelfStudyError):
                self.expect_entitled(read(paper.raw, [other.holder.ring]), other)
        return paper

    def exchange_own(self, seat: DeskSeat) -> list[DeskSeat]:
        """To all computers of the same person, as far as this one knows of them."""
        with contextlib.suppress(LinkRefused):
            written = seat.services.devices.exchange(self.office.stick)
            (paper,) = self.keep([Path(written.path)])
            for other in self.everybody():
                with contextlib.suppress(SelfStudyError):
                    self.expect_entitled(read(paper.raw, [other.holder.ring]), other)
            mine = seat.reader.person
            others = [each for each in self.seats.values() if each.reader.person == mine]
            for other in others:
                self.deliver(paper, other)
            return others
        return []

    def receipts(self, seat: DeskSeat) -> list[Paper]:
        seat.services.unit.write_receipts(self.office.stick)
        papers = self.keep(sorted(self.office.stick.glob("BienNhan*")))
        for paper in papers:
            for other in self.everybody():
                with contextlib.suppress(SelfStudyError):
                    self.expect_entitled(read(paper.raw, [other.holder.ring]), other)
        return papers

    def expect_entitled(self, packet: Packet, to: Seat) -> None:
        """What can be opened with these keys is for whoever has them, on one computer or two."""
        readers = [s.reader for s in self.everybody() if s.reader.person == to.reader.person]
        for carried in packet.sources:
            theirs = any(may_hold(reader, carried.source) for reader in readers)
            assert theirs, f"{to.name} was told what is not theirs"

    def deliver(self, paper: Paper, seat: Seat) -> object:
        return Intake(seat.holder).take_bytes(paper.raw, paper.name)

    def sync(self, seat: DeskSeat, fault: str = "") -> None:
        """Speak with the hub over a wire that loses a question or an answer, or says it twice."""
        with contextlib.suppress(HubUnreachable):
            Sync(seat.desk, exchange_with(self.hub.hub, self._watch(seat), fault)).now()
        if seat.desk.person == seat.reader.also:  # approved as whom they said they were
            reader = seat.reader
            seat.reader = replace(reader, person=reader.also, also=reader.person)

    def approve(self, key: bytes, person: bytes) -> None:
        """A key is a person's from now on, whatever id it had founded."""
        theirs = [seat for seat in self.seats.values() if seat.reader.person == person]
        new = [seat for seat in self.seats.values() if seat.desk.ring.public == key]
        keys = frozenset({key}).union(*(seat.reader.keys for seat in theirs))
        for seat in (*theirs, *new):
            seat.reader = replace(seat.reader, keys=seat.reader.keys | keys)
            if seat.reader.person != person:
                seat.reader = replace(seat.reader, also=person)

    def _watch(self, seat: DeskSeat) -> Callable[[bytes, bytes], None]:
        def watch(asked: bytes, said: bytes) -> None:
            self.expect_entitled(read(asked, [self.hub.hub.ring]), self.hub)
            self.expect_entitled(read(said, [seat.desk.ring]), seat)

        return watch

    def leak(self, seat: Seat) -> Paper:
        """Everything that a holder has, waiting, private or not, in clear."""
        seat.holder.seal()
        packet = Packet(
            seat.holder.carrier(), self.unit, seat.holder.now(), tuple(self.stored(seat))
        )
        self.pile.append(Paper("ro-ri.thoc", write(packet, seat.holder.ring)))
        return self.pile[-1]

    @staticmethod
    def stored(seat: Seat) -> list[Carried]:
        """All segments of a holder as they lie in its file."""
        journal = seat.holder.journal
        with journal.database.read() as connection:
            places = [p for p in journal.places.read(connection) if p.id == p.root]
            footings = journal.places.footings(connection)
            starts = {p.source.id: journal.places.start(connection, p)[0] for p in places}
            found = [
                Carried(
                    place.source,
                    tuple(journal.places.segments(connection, place)),
                    tuple(footings.get((place.unit, place.id), ())),
                )
                for place in places
            ]
        for part in seat.past:
            gone = tuple(s for s in part.segments if s.last <= starts.get(part.source.id, 0))
            found.append(Carried(part.source, gone))
        return [carried for carried in found if carried.segments]


def exchange_with(
    hub: Hub, watch: Callable[[bytes, bytes], None] | None = None, fault: str = ""
) -> Callable[..., bytes]:
    """The wire to a hub in this process."""
    count = 0

    def exchange(_address: str, raw: bytes, *_stop: object) -> bytes:
        nonlocal count
        count += 1
        assert count < 60, "a sync that never ends"
        if fault == "question lost" and count > 1:
            raise HubUnreachable(address="hub")
        answer = hub.exchange(raw)
        if fault == "said twice":
            answer = hub.exchange(raw)
        if watch is not None:
            watch(raw, answer)
        if fault == "answer lost":
            raise HubUnreachable(address="hub")
        return answer

    return exchange
