"""One journal out of several damaged or older ones: union of all that verifies, and what lacks."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from selfstudy.domain import wire
from selfstudy.domain.errors import SelfStudyError, TextTooLong
from selfstudy.domain.record import PRIVATE, SHARED, Chain, Restated, Source
from selfstudy.domain.wire import Carried, Footing, Segment
from selfstudy.exchange.cards import accept_card, card_file, open_card_file, read_receipt
from selfstudy.exchange.keys import KeyRing, verified
from selfstudy.exchange.packet import Signed, batches, checked, checked_all, signed_footings
from selfstudy.services.holding.burial import Burial
from selfstudy.services.holding.holder import Holder
from selfstudy.services.holding.receipts import keep_receipt
from selfstudy.services.rescue.lacking import Gathered, Lacking, before_newest, newest_of
from selfstudy.services.rescue.relinking import Run, relink
from selfstudy.store.facts import cited_again, rows_of
from selfstudy.store.journal import Author
from selfstudy.store.restating import Cited, cited_by
from selfstudy.store.salvage import FoundLine, Salvaged
from selfstudy.store.waiting import digests, sources_held, waiting


class Gathering:
    """Merges what was salvaged into a holder's journal, which stands already."""

    def __init__(self, holder: Holder, person: bytes, unit: bytes) -> None:
        self.holder = holder
        self._burial = Burial(holder)
        self.person = person
        self.unit = unit
        self.found = Gathered()
        self._sources = sources_held(holder.journal)
        self._lacking = Lacking(holder, self._burial, self._sources)
        self.expect = self._lacking.expect
        self._loose: list[tuple[Source | None, bytes, FoundLine]] = []
        self._homeless: set[Cited] = set()
        self._nameless: set[bytes] = set()  # names of sources whose parts are lost

    def take(self, donor: Salvaged) -> None:
        """Merge everything of a damaged or older journal that verifies."""
        self.expect(donor.heads)
        for sources in donor.sources.values():
            self._sources.update((source.id, source) for source in sources)
        firsts = (s for segments in donor.segments.values() for s in segments if s.first == 1)
        self._nameless.update(segment.previous for segment in firsts)
        for raw in donor.cards:
            self._take_card(raw)
        for body, signature in donor.stones:
            with contextlib.suppress(SelfStudyError):
                self._burial.take(Signed(body, signature))
        for key, segments in donor.segments.items():
            sources = donor.sources.get(key) or set()
            self._take_segments(sources, segments, donor.footings.get(key, ()))
        for key, lines in donor.lines.items():
            self._take_lines(donor.sources.get(key) or set(), lines, donor.segments.get(key, ()))
        for kept in donor.receipts:
            try:
                receipt = read_receipt(Signed(kept.body, kept.signature))
            except SelfStudyError:
                continue
            keep_receipt(self.holder, Signed(kept.body, kept.signature), receipt)

    def lacks(self) -> bool:
        """Whether something could not be read that another source may have."""
        return not self._lacking.told(replace(self.found), set(), self._lacking.short()).whole

    def finish(self) -> Gathered:
        """Tell again what has no place of its own, and count what lacks."""
        self._burial.remember()
        short = self._lacking.short()
        told = self._restate()
        return self._lacking.told(self.found, told | self._homeless, short)

    # — segments —————————————————————————————————————————————————————————————————————————

    def _take_card(self, raw: bytes) -> None:
        try:
            card, signed = open_card_file(raw)
            held = self.holder.cards().get(card.unit)
            if held is not None and held.number >= card.number:
                return
            accept_card(card, held, card.since)  # an expired one was held, and stays
        except SelfStudyError:
            return
        self.holder.papers.keep_card(card.unit, card.number, card_file(signed))
        self.holder.know_again()

    def _take_segments(
        self, sources: set[Source], segments: Iterable[Segment], footings: Iterable[Footing]
    ) -> None:
        left = list(segments)
        for source in sources:
            broken: list[Segment] = []
            whole = signed_footings(Carried(source, tuple(left), tuple(footings)))
            for part in batches(whole):
                sound, refused = checked_all(part)
                self._merge(part, sound)
                broken += [segment for segment, _error in refused]
            left = broken
        for segment in left:
            self._adopt(segment, named=bool(sources))

    def _merge(self, carried: Carried, sound: list[wire.OpenSegment]) -> None:
        source = carried.source
        if not sound or self._burial.refuses(source):
            return
        self._sources[source.id] = source
        self.expect({source.id: max(part.segment.last for part in sound)})
        self.found.new += self.holder.journal.merge(carried, sound).new

    def _adopt(self, segment: Segment, *, named: bool) -> None:
        """Find out who wrote a segment whose source is not known, or whose signature is spoilt.

        Of one that is `named` the numbers lack in its source, unless they come from elsewhere.
        """
        for source in list(self._sources.values()):
            whole = self._signed_again(source, segment)
            try:
                opened = checked(source, whole)
            except SelfStudyError:
                continue
            self._merge(Carried(source, (whole,)), [opened])
            return
        if not (self._own_nameless(segment) or named):
            self._lacking.broken.append(segment)

    def _own_nameless(self, segment: Segment) -> bool:
        """Whether we signed it in a source that only its name is left of: then it is told again."""
        for sid in self._nameless:
            message = wire.seal_message(sid, segment.first, segment.count, segment.end)
            if not verified(self.holder.ring.public, segment.signature, message):
                continue
            with contextlib.suppress(SelfStudyError):
                part = wire.open_segment(sid, segment)
                numbered = zip(part.lines, part.digests, strict=True)
                self._loose += [
                    (None, sid, FoundLine(number, digest, line))
                    for number, (line, digest) in enumerate(numbered, segment.first)
                ]
                return True
        return False

    def _signed_again(self, source: Source, segment: Segment) -> Segment:
        """Our own segment whose digests lead to records that are held is signed anew."""
        ring = self.holder.ring
        if source.author != ring.public or segment.first < 1 or segment.count < 1:
            return segment
        known = digests(self.holder.journal, source)
        if segment.previous not in known.get(segment.first - 1, ()):
            return segment
        return _signed(ring, source, segment)

    # — own lines that were never handed over ————————————————————————————————————————————

    def _take_lines(
        self, sources: set[Source], lines: set[FoundLine], segments: Iterable[Segment]
    ) -> None:
        """Merge own lines; those that have no place are told again."""
        own = {source for source in sources if source.author == self.holder.ring.public}
        others = own or {
            source
            for source in self._sources.values()
            if source.author == self.holder.ring.public and not sources
        }
        left = lines
        for source in others:
            left = self._take_runs(source, left, rooted=not own)
        home = next(iter(own or sources), None)
        name = home.id if home else self._lacking.likely(left)
        self._loose += [(self._sources.get(name), name or found.digest, found) for found in left]
        if home is not None and lines:
            self.expect({home.id: newest_of(lines)})
        elif left and not name:
            self.found.damaged += before_newest(left, segments)

    def _take_runs(self, source: Source, lines: set[FoundLine], *, rooted: bool) -> set[FoundLine]:
        """Sign and merge what holds in a source; what is left. `rooted`: only what surely is."""
        known = digests(self.holder.journal, source)
        made = relink(lines, lambda number: known.get(number, set()))
        taken: set[tuple[int, bytes]] = set()
        for run in made.runs:
            if rooted and run.previous not in known.get(run.first - 1, ()):
                continue
            for segment in _segments(self.holder.ring, source, run):
                self._merge(Carried(source, (segment,)), [checked(source, segment)])
            taken |= {(number, line) for number, line in enumerate(run.lines, run.first)}
        if not rooted:  # what is spoilt lacks in its source
            taken |= {(found.number, found.line) for found in made.spoilt}
        return {found for found in lines if (found.number, found.line) not in taken}

    # — telling again ————————————————————————————————————————————————————————————————————

    def _restate(self) -> set[Cited]:
        """What waits behind a gap is told again in a new source, at its own time, once."""
        rows = rows_of(self.holder.journal, self.person, ("restated",))
        told = cited_again(self.holder.journal, rows)
        facts: dict[Chain, list[Restated]] = defaultdict(list)
        for chain, fact in self._untold():
            cited = cited_by(fact)
            if cited not in told:
                told.add(cited)
                facts[chain].append(fact)
        author = Author(self.holder.ring.public, self.person, self.unit)
        for chain, each in facts.items():
            for fact in each:
                try:
                    self.holder.append(author, [fact], chain=chain)
                except TextTooLong:
                    self.found.homeless += 1
                else:
                    self.found.restated += 1
        return told

    def _untold(self) -> Iterator[tuple[Chain, Restated]]:
        for place, part in waiting(self.holder.journal, self.holder.ring.public):
            numbered = zip(part.lines, part.digests, strict=True)
            for number, (line, digest) in enumerate(numbered, part.segment.first):
                found = FoundLine(number, digest, line)
                yield from self._again(place.source, place.source.id, found)
        for source, name, found in self._loose:
            yield from self._again(source, name, found)

    def _again(
        self, source: Source | None, name: bytes, found: FoundLine
    ) -> Iterator[tuple[Chain, Restated]]:
        """One's own line as a restating fact; what speaks for the unit is not told in its place."""
        try:
            line, text = wire.read_line(found.line), found.line.decode()
        except (SelfStudyError, UnicodeDecodeError):
            self.found.damaged += name == found.digest  # else it lacks there
            return
        chain = source.chain if source is not None else line.fact.chain
        about = source.subject if source is not None else self.person
        if about != self.person or chain not in (SHARED, PRIVATE):
            self.found.homeless += 1
            self._homeless.add((name, found.number, found.digest))
            return
        if isinstance(line.fact, Restated):
            yield chain, line.fact
            return
        yield chain, Restated(name.hex(), found.number, found.digest.hex(), text)


def _signed(ring: KeyRing, source: Source, segment: Segment) -> Segment:
    message = wire.seal_message(source.id, segment.first, segment.count, segment.end)
    return replace(segment, signature=ring.sign(message))


def _segments(ring: KeyRing, source: Source, run: Run) -> Iterator[Segment]:
    """A run as segments that its author signs now."""
    first, previous, left = run.first, run.previous, run.lines
    while left:
        lines = wire.fitting(left[: wire.MAX_SEGMENT_RECORDS // 4])
        segment = _signed(ring, source, wire.make_segment(first, previous, lines, b""))
        yield segment
        first, previous, left = first + len(lines), segment.end, left[len(lines) :]
