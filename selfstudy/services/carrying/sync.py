"""Syncing with the unit's hub: one exchange brings what each lacks; repeating it is harmless."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from selfstudy.domain.audience import to_person
from selfstudy.domain.errors import BadSignature, HubUnreachable, NotForUs, NoUnit
from selfstudy.domain.progress import Handed
from selfstudy.domain.readers import Reader, reader_of
from selfstudy.domain.record import ID_SIZE, NO_UNIT, SHARED
from selfstudy.domain.wire import Carried
from selfstudy.exchange.cards import Officer, UnitCard
from selfstudy.exchange.packet import ALL_PACKS, Ask, Packet, read, write
from selfstudy.services.errata.writing import Errata
from selfstudy.services.holding.burial import signed_stones
from selfstudy.services.holding.desk import Desk
from selfstudy.services.holding.receipts import anything
from selfstudy.services.holding.told import PART, digest_of, sealed_heads, told
from selfstudy.services.intake.intake import Intake
from selfstudy.services.packs.offered import Held, Offered
from selfstudy.services.record.standing import handed, hub_receipt, own_heads
from selfstudy.store.fresh import cut, fresh, newest
from selfstudy.store.graves import Stone
from selfstudy.store.journal import Heads
from selfstudy.store.places import Place

NONCE = 16
ROUNDS = 2000  # parts of one sync; half a gigabyte

Exchange = Callable[[str, bytes, threading.Event], bytes]
Report = Callable[[str, bytes, threading.Event], None]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the talk with a hub stands. Losing it costs bytes, never a record.

    `cursor` is the hub's mark of what it has told; `sent` is the arrival up to which a supervisor
    has told the hub; `card` is the number of the hub's card; `buried` is the arrival of the last
    tombstone that the hub was told.
    """

    hub: str = ""
    unit: str = ""
    role: str = ""
    cursor: str = ""
    sent: int = 0
    card: int = 0
    buried: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one exchange carries: records, the last arrival among them, whether more is left."""

    carried: tuple[Carried, ...] = ()
    last: int = 0
    more: bool = False

    @property
    def name(self) -> tuple[tuple[bytes, int, bytes], ...]:
        """What tells this part from another."""
        return tuple((c.source.id, s.first, s.end) for c in self.carried for s in c.segments)


class Sync:
    """A desk's side of the talk with the hub that its unit's card names."""

    def __init__(
        self, desk: Desk, exchange: Exchange | None = None, report: Report | None = None
    ) -> None:
        self.desk = desk
        self.intake = Intake(desk)
        self._exchange, self._report = exchange, report
        self.errata = Errata(desk)
        self._one = threading.Lock()
        self._stop = threading.Event()

    def possible(self) -> bool:
        """Whether the unit's card names a hub."""
        card = self.desk.card
        return card is not None and bool(card.hub and card.hubs)

    def state(self) -> Handed:
        """Whether the unit holds what was learned, and when the hub was last spoken with."""
        return handed(self.desk)

    def stop(self) -> None:
        """Give up the exchange that is under way: the program closes."""
        self._stop.set()

    def now(self) -> Handed:
        """Exchange with the hub until neither lacks anything.

        Raises NoUnit, HubUnreachable, CaptivePortal, HubRefused, BadSignature. Whatever is
        raised, what was taken so far is kept, and doing it again is harmless.
        """
        with self._one:
            talk = _Talk(self.desk, self.intake, self._call)
            talk.run()
            talk.ask_for_packs()
            self._come_back(talk.known_as)
            self.errata.send(self._post)
            self.desk.database.set_setting("synced", str(self.desk.now()))
            waiting = talk.offered.waiting()
        octets = sum(offer.size for offer in waiting)
        return replace(self.state(), packs=len(waiting), pack_bytes=octets)

    def _come_back(self, person: bytes) -> None:
        """Be the person as whom a supervisor approved this computer's key, if that was asked for.

        The hub then brings back what they had shared.
        """
        from selfstudy.services.devices.linking import Linking  # only who lost everything needs it

        linking = Linking(self.desk)
        if len(person) == ID_SIZE and person != self.desk.person and linking.claimed():
            linking.come_back(person, self.desk.unit, _Talk(self.desk, self.intake, self._call).run)
            _Talk(self.desk, self.intake, self._call).run()

    def _call(self, address: str, body: bytes) -> bytes:
        if self._exchange is None:
            from selfstudy.exchange import hub_client  # HTTP and TLS load with the first sync

            self._exchange = hub_client.exchange
        return self._exchange(address, body, self._stop)

    def _post(self, address: str, body: bytes) -> None:
        if self._report is None:
            from selfstudy.exchange import hub_client

            self._report = hub_client.report
        self._report(address, body, self._stop)


class _Talk:
    """One sync, from the first exchange to the last."""

    def __init__(self, desk: Desk, intake: Intake, call: Callable[[str, bytes], bytes]) -> None:
        card = desk.card
        if desk.unit == NO_UNIT or card is None:
            raise NoUnit
        if not card.hub or not card.hubs:
            raise HubUnreachable(address=card.name)
        self.desk = desk
        self.intake = intake
        self.call = call
        self.card: UnitCard = card
        self.hub: Officer = card.hubs[0]
        self.mark = self._last_mark()
        self.known_as = b""
        self.offered = Offered(desk)
        self._shelf = self.offered.known()
        self._new_packs = False
        self._retold = False

    def run(self) -> None:
        """One exchange when the hub and this desk go on from where they were, more if not."""
        said = self._catch_up()
        if not said.digest or said.digest == digest_of(self._heads()):
            return
        said = self._speak(Part(), held=True)
        if self._stones():  # what the hub asked for was erased here
            said = self._speak(Part(), held=True)
        for part in self._lacking(said.held or []):
            self._speak(part)
        for _round in range(ROUNDS):
            if not said.more:
                return
            said = self._speak(Part(), held=True)

    def ask_for_packs(self) -> None:
        """Ask what the hub has of packs, when what is known of it is not so any more."""
        if self._new_packs:
            held = self.offered.held()
            self.offered.keep(self._speak(Part(), packs=held), held)

    def _catch_up(self) -> Ask:
        """Send what is new here and take what is new there, part by part."""
        part = self._fresh()
        said = self._speak(part)
        gone = {part.name}
        for _round in range(ROUNDS):
            part = self._fresh()
            if part.name in gone:
                part = replace(part, carried=())
            begun_anew = bool(said.cursor) and not self.mark.cursor
            if not (part.carried or said.more or begun_anew or self._stones()):
                break
            said = self._speak(part)
            gone.add(part.name)
        return said

    # — what goes out ————————————————————————————————————————————————————————————————————

    def _fresh(self) -> Part:
        """What a supervisor met since the last sync, or a learner has no receipt for."""
        self.desk.seal()
        reader = self._reader()
        journal = self.desk.journal
        if reader.role == "supervisor":
            found = fresh(journal, self.mark.sent, reader.audience, anything, PART)
            return Part(found.carried, found.last, found.more)
        receipt = own_heads(self.desk, hub_receipt(self.desk))
        since = journal.since(receipt, to_person(self.desk.person, self.desk.unit))
        own = [
            carried
            for carried in since
            if carried.source.subject == self.desk.person and carried.source.chain == SHARED
        ]
        return Part(cut(own, PART)[0])

    def _lacking(self, behind: Sequence[tuple[bytes, int, bytes]]) -> Iterator[Part]:
        """What the hub lacks of all heads that it was told, part by part."""
        places = self._told()
        heads = sealed_heads(self.desk.journal, places) | {
            sid: (number, end) for sid, number, end in behind
        }
        readable = {place.source.id for place in places}
        rest: Sequence[Carried] = [
            carried
            for carried in self.desk.journal.since(heads, self._reader().audience)
            if carried.source.id in readable
        ]
        while behind and rest:
            part, rest = cut(rest, PART)
            yield Part(part)

    def _stones(self) -> list[Stone]:
        """Tombstones that the hub was not told of; of a unit left behind too, if it is its hub."""
        cards = self.desk.cards().items()
        served = {unit for unit, card in cards if self.hub.key in {hub.key for hub in card.hubs}}
        told = [self.desk.graves.told(unit, self.mark.buried) for unit in {self.desk.unit, *served}]
        return sorted((stone for some in told for stone in some), key=lambda stone: stone.arrived)

    def _heads(self) -> Heads:
        """What is held of all that this desk may read."""
        return sealed_heads(self.desk.journal, self._told())

    def _told(self) -> list[Place]:
        return told(self.desk, self._reader(), self.desk.my_authorities())

    def _reader(self) -> Reader:
        desk = self.desk
        return reader_of(
            desk.my_authorities(), desk.ring.public, desk.person, desk.unit, desk.now()
        )

    # — one exchange —————————————————————————————————————————————————————————————————————

    def _speak(self, part: Part, *, held: bool = False, packs: Held | None = None) -> Ask:
        """Send a part, take the answer, remember where the talk stands."""
        desk = self.desk
        number = (desk.card or self.card).number
        nonce = secrets.token_bytes(NONCE)
        receipt = hub_receipt(desk)
        ask = Ask(
            self.hub.key, desk.unit, nonce, person=desk.person, cursor=self.mark.cursor,
            card=number,
            receipt=receipt.mark if receipt else "",
            held=[(sid, *head) for sid, head in self._heads().items()] if held else None,
            shelf=self._shelf if packs is None else ALL_PACKS, packs=packs or [],
        )  # fmt: skip
        signed = desk.signed_card(desk.unit) if number > self.mark.card else None
        cards = (signed,) if signed else ()
        stones = self._stones()
        request = Packet(
            desk.carrier(), desk.unit, desk.now(), part.carried, cards=cards, ask=ask,
            tombstones=signed_stones(stones),
        )  # fmt: skip
        address = self.card.hub
        raw = self.call(address, write(request, desk.ring, [self.hub.seal_key]))
        try:
            answer = read(raw, [desk.ring], address)
        except NotForUs as error:
            raise BadSignature(name=address) from error
        said = answer.ask
        if answer.carrier.key != self.hub.key or said is None or said.nonce != nonce:
            raise BadSignature(name=address)
        self._new_packs = self.offered.must_ask(said, self._shelf)
        buried = stones[-1].arrived if stones else self.mark.buried
        self._take(answer, said, part, buried)
        return said

    def _take(self, answer: Packet, said: Ask, part: Part, buried: int) -> None:
        """Keep what came, then where the talk stands: cut in between, it is only said again."""
        journal, unit = self.desk.journal, self.desk.unit
        untouched = newest(journal, unit) == part.last and not part.more
        taken = self.intake.accept(answer, live=True)
        self.known_as = said.person
        if taken.erased and not self._retold:  # the hub, restored, does not know of it any more
            buried, self._retold = 0, True
        role = self._reader().role
        self.mark = replace(
            self.mark,
            role=role,
            # A supervisor is told the unit's from its beginning.
            cursor="" if role == "supervisor" != self.mark.role else said.cursor,
            # What came from the hub need not go back to it.
            sent=newest(journal, unit) if untouched else max(self.mark.sent, part.last),
            card=said.card,
            buried=buried,
        )
        self.desk.database.set_setting("sync", json.dumps(asdict(self.mark)))

    def _last_mark(self) -> Mark:
        """Where the talk stood last time; with another hub or unit it begins anew."""
        hub, unit, role = self.hub.key.hex(), self.desk.unit.hex(), self._reader().role
        try:
            found = Mark(**json.loads(self.desk.database.setting("sync") or "{}"))
        except (ValueError, TypeError):
            found = Mark()
        if (found.hub, found.unit) != (hub, unit):
            return Mark(hub, unit, role)
        if role == "supervisor" != found.role:
            return replace(found, role=role, cursor="")
        return found
