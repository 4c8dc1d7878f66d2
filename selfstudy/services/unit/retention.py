"""How long what was learned is kept in full; off unless somebody chose a number of years."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from selfstudy.domain.moments import milliseconds, moment
from selfstudy.domain.record import NO_UNIT, PRIVATE
from selfstudy.services.holding.burial import Burial
from selfstudy.services.record.standing import own_heads, receipts
from selfstudy.store.retention import Prefix, let_go, prefixes
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import seen_of

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk

YEARS = "retention_years"
LONGEST = 100
TRAIL = "retention"
KEY_WORDS = ("key_added", "key_removed")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is, or would be, let go: records older than `before`, in so many sources and people."""

    years: int
    before: datetime | None = None
    lines: int = 0
    sources: int = 0
    people: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class LetGo:
    """What was let go before: when, by whom, how many records of what term."""

    at: datetime
    by: str
    lines: int
    years: int


class Retention:
    """Lets go of what is older than the term: the unit's where one supervises, else one's own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def years(self) -> int:
        """The term; 0 while everything is kept."""
        return int(self.desk.database.setting(YEARS) or 0)

    def keep_for(self, years: int) -> None:
        """Choose the term; 0 keeps everything."""
        self.desk.database.set_setting(YEARS, str(min(LONGEST, max(0, years))))

    def preview(self, years: int | None = None) -> Kept:
        """What a term would let go of now."""
        chosen = self.years if years is None else years
        return self._told(chosen, self._prefixes(chosen), done=False) if chosen else Kept(0)

    def apply(self) -> Kept:
        """Let go of what is older than the term; nothing while there is none."""
        chosen = self.years
        found = self._prefixes(chosen) if chosen else []
        for prefix in found:
            let_go(self.desk.journal, prefix)
        if not found:
            return Kept(chosen)
        told = self._told(chosen, found, done=True)
        content: dict[str, object] = {"lines": told.lines, "sources": told.sources, "years": chosen}
        self.desk.papers.log(self.desk.now(), TRAIL, self.desk.name, content)
        Burial(self.desk).tidy()
        return told

    def trail(self) -> tuple[LetGo, ...]:
        """What was let go before, newest first."""
        zone = self.desk.clock().tzinfo
        found = []
        for line in self.desk.papers.trail(TRAIL):
            told = json.loads(line.text)
            at = moment(line.at).astimezone(zone)
            found.append(LetGo(at, line.who, int(told["lines"]), int(told["years"])))
        return tuple(found)

    def _told(self, years: int, found: list[Prefix], *, done: bool) -> Kept:
        return Kept(
            years,
            self._before(years),
            sum(prefix.lines for prefix in found),
            len(found),
            len({prefix.place.source.subject for prefix in found if prefix.lines}),
            done,
        )

    def _before(self, years: int) -> datetime:
        now = self.desk.clock()
        try:
            return now.replace(year=now.year - years)
        except ValueError:  # the 29th of February
            return now.replace(year=now.year - years, day=28)

    def _prefixes(self, years: int) -> list[Prefix]:
        desk, before = self.desk, max(0, milliseconds(self._before(years)))
        where = source_table.c.subject == desk.person
        if desk.is_supervisor():
            with desk.database.read() as connection:
                unit = desk.journal.interned.known(connection, "unit:" + desk.unit.hex())
            where = where | (source_table.c.unit == unit)
        return prefixes(desk.journal, before, where, upto=self._upto())

    def _upto(self) -> dict[bytes, int]:
        """How far one's own may go: what nobody else was told stays whole.

        So do the words that say which computers are one's own, and what follows them: who links
        another one shows them to it.
        """
        desk, own = self.desk, source_table.c.subject == self.desk.person
        heads: dict[bytes, int] = {}
        for receipt in receipts(desk):
            for sid, (number, _digest) in own_heads(desk, receipt).items():
                heads[sid] = max(number, heads.get(sid, 0))
        with desk.database.read() as connection:
            mine = desk.journal.places.read(
                connection, own | (source_table.c.author == desk.ring.public)
            )
        found = {
            place.sid: heads.get(place.sid, 0)
            for place in mine
            if place.source.chain != PRIVATE and place.source.unit != NO_UNIT
        }
        for words in seen_of(desk.journal, KEY_WORDS, own).values():
            for word in words:
                sid = word.place.sid
                found[sid] = min(found.get(sid, word.number), word.number - 1)
        return found
