"""What everything a supervisor asks for stands on: the card, the right to ask, the people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from selfstudy.domain.errors import NotEntitled, NoUnit
from selfstudy.domain.moments import moment
from selfstudy.domain.wire import from_hex
from selfstudy.exchange.cards import UnitCard
from selfstudy.exchange.keys import may_seal_to
from selfstudy.services.holding.desk import Desk
from selfstudy.services.intake.intake import Intake
from selfstudy.store.key_words import seal_key_of
from selfstudy.store.people import Known, belonging, latest_profile, people


class Supervising:
    """A desk that looks after a unit."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.intake_door = Intake(desk)

    def _card(self) -> UnitCard:
        card = self.desk.card
        if card is None:
            raise NoUnit
        return card

    def _supervise(self) -> None:
        if not self.desk.is_supervisor():
            raise NotEntitled(what="supervisor")

    def _known(self, only: Collection[bytes] | None = None) -> list[Known]:
        """Every id whose records of the unit are held."""
        card = self._card()
        return people(self.desk.journal, card.unit, self.desk.authorities(card.unit), only)

    def _roster(self) -> list[Known]:
        """The humans on the roster today."""
        return belonging(self._known(), self.desk.today())

    def _person(self, person_id: str) -> Known:
        found = self._known({bytes.fromhex(person_id)})
        if not found:
            raise NotEntitled(what=person_id)
        return found[0]

    def _waiting(self, everybody: list[Known]) -> list[Known]:
        """Who is not on the list; not those whose key is known as somebody else's by now."""
        known = self.desk.my_authorities()
        waiting = [person for person in everybody if not person.admitted]
        return [person for person in waiting if not known.owner_of(person.key)]

    def _seal_key(self, person: Known) -> bytes:
        """The key that a person wants answers sealed to; empty when it is none."""
        told = latest_profile(self.desk.journal, person.person, self.desk.my_authorities())
        seal_key = from_hex(told[0].seal_key) if told else b""
        return seal_key if may_seal_to(seal_key) else b""

    def _seal_keys(self, person: Known) -> list[bytes]:
        """The keys of a person's own computers now, those only a supervisor approved among them."""
        known = self.desk.my_authorities()
        keys = known.keys.get(person.person, frozenset()) | ({person.key} - {b""})
        own = [key for key in sorted(keys) if known.speaks_for(key, person.person)]
        found = {seal_key_of(self.desk.journal, key) for key in own} | {self._seal_key(person)}
        return sorted(key for key in found if may_seal_to(key))

    def _title(self, position: str) -> str:
        return self.desk.library.framework.position_title(position)

    def _local(self, at: int) -> datetime:
        return moment(at).astimezone(self.desk.clock().tzinfo)
