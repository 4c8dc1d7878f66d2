"""What the hub said that it has of packs, until it is installed or the hub says otherwise."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import msgspec

from selfstudy.content.module_file import MODULE_ID
from selfstudy.content.pack import LARGEST_PACK
from selfstudy.domain.record import DIGEST_SIZE, KEY_SIZE
from selfstudy.exchange.packet import Ask, PackOffer

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk

SETTING = "hub_packs"
MOST_OFFERS = 500
LONGEST_TITLE = 500

Held = list[tuple[str, int]]


class _Said(msgspec.Struct):
    """The mark of the hub's shelf, what was held when it was asked, and its offers.

    `whole` are modules that no update fits, so that the whole pack is asked for.
    """

    mark: str = ""
    held: str = ""
    offers: list[PackOffer] = []
    whole: list[str] = []


class Offered:
    """The offers of the hub of a desk's unit."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def known(self) -> str:
        """The mark of the shelf that was told; empty when the hub should be asked anew."""
        said = self._said()
        return said.mark if said.held == _digest(self.held()) else ""

    def held(self) -> Held:
        """The modules that are held, by version; 0 for one of which the whole pack is wanted."""
        whole = set(self._said().whole)
        modules = self.desk.library.modules()
        return [(m.id, 0 if m.id in whole else m.version) for m in modules]

    def must_ask(self, said: Ask, known: str) -> bool:
        """Whether an answer tells of a shelf that is not the one `known`; an empty one is kept."""
        if not said.shelf and self._said().offers:
            self.forget()
        return bool(said.shelf) and said.shelf != known

    def keep(self, said: Ask, held: Held) -> None:
        """Keep what the hub offers for what is held."""
        sound = [offer for offer in said.offers[:MOST_OFFERS] if _sound(offer)]
        self._keep(_Said(said.shelf, _digest(held), sound, self._said().whole))

    def waiting(self) -> tuple[PackOffer, ...]:
        """Offers that are newer than what is in use."""
        in_use = {module.id: module.version for module in self.desk.library.modules()}
        offers = self._said().offers
        return tuple(offer for offer in offers if offer.version > in_use.get(offer.module, 0))

    def forget(self) -> None:
        """Ask the hub anew at the next sync."""
        self._keep(_Said(whole=self._said().whole))

    def want_whole(self, module: str) -> None:
        """Ask for the whole pack of a module at the next sync: no update fits what is here."""
        self._keep(_Said(whole=sorted({*self._said().whole, module})))

    def took(self, module: str) -> None:
        """A module was installed: updates fit again."""
        said = self._said()
        if module in said.whole:
            said.whole.remove(module)
            self._keep(said)

    def _said(self) -> _Said:
        try:
            return msgspec.json.decode(self.desk.database.setting(SETTING) or "{}", type=_Said)
        except msgspec.DecodeError:
            return _Said()

    def _keep(self, said: _Said) -> None:
        self.desk.database.set_setting(SETTING, msgspec.json.encode(said).decode())


def _digest(held: Held) -> str:
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()[:16]


def _sound(offer: PackOffer) -> bool:
    return (
        MODULE_ID.fullmatch(offer.module) is not None
        and 0 <= offer.base < offer.version
        and 0 < offer.size <= LARGEST_PACK
        and (len(offer.digest), len(offer.publisher)) == (DIGEST_SIZE, KEY_SIZE)
        and max(len(offer.title), len(offer.title_en)) <= LONGEST_TITLE
    )
