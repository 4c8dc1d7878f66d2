"""One journal out of several damaged or older ones: union of all that verifies, and what lacks."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from selfstudy.domain import wire
from selfstudy.domain.errors import SelfStudyError, TextTooLong
from selfstudy.domain.record import PRIVATE, SHARED, Chain, Restated, Source
from selfstudy.domain.wire import Carried, Footing, Segment
from selfstudy.exchange.cards import accept_card, card_file, open_card_file, read_receipt
from selfstudy.exchange.keys import KeyRing, verified
from selfstudy.exchange.packet import Signed, batches, checked, checked_all, signed_footings
from selfstudy.services.holding.burial import Burial
from selfstudy.services.holding.holder import Holder
from selfstudy.services.holding.marker import PLAUSIBLE
from selfstudy.services.holding.receipts import keep_receipt
from selfstudy.services.rescue.relinking import Run, relink
from selfstudy.store.facts import cited_again, rows_of
from selfstudy.store.journal import Author
from selfstudy.store.restating import Cited, cited_by
from selfstudy.store.salvage import FoundLine, Salvaged
from selfstudy.store.waiting import digests, family, sources_held, waiting


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a source that are known to have been and could not be read."""

    source: Source
    first: int
    last: int
    held_by: str = ""  # who said in a receipt that they hold them

    @property
    def count(self) -> int:
        """How many records."""
        return self.last - self.first + 1


@dataclass
class Gathered:
    """What a gathering brought: counts of records, and what lacks.

    `damaged` and `unheard` are in no gap: of the one nobody can say where they belong, of the
    other nothing is left but that they were acknowledged.
    """

    new: int = 0
    restated: int = 0
    damaged: int = 0
    homeless: int = 0
    unheard: int = 0
    gaps: list[Gap] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is known to be lost."""
        return not (self.gaps or self.damaged or self.homeless or self.unheard)


class Gathering:
    """Merges what was salvaged into a holder's journal, which stands already."""

    def __init__(self, holder: Holder, person: bytes, unit: bytes) -> None:
        self.holder = holder
        self._burial = Burial(holder)
        self.person = person
        self.unit = unit
        self.found = Gathered()
        self._expected: dict[bytes, set[int]] = defaultdict(set)
        self._broken: list[Segment] = []  # of sources that nothing names any more
        self._sources = sources_held(holder.journal)
        self._loose: list[tuple[Source | None, bytes, FoundLine]] = []
        self._nameless: set[bytes] = set()  # names of sources whose parts are lost

    def expect(self, heads: dict[bytes, int]) -> None:
        """Records up to these numbers are known to have been."""
        for sid, number in heads.items():
            self._expected[sid].add(number)

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
            left = self._take_lines(donor.sources.get(key) or set(), lines)
            if left and not donor.sources.get(key):
                self._count_nameless(left, donor.segments.get(key, ()))
        for kept in donor.receipts:
            try:
                receipt = read_receipt(Signed(kept.body, kept.signature))
            except SelfStudyError:
                continue
            keep_receipt(self.holder, Signed(kept.body, kept.signature), receipt)

    def lacks(self) -> bool:
        """Whether something could not be read that another source may have."""
        lost = self._unheard(set()) or self.found.damaged or self._out_of_place()
        return bool(lost) or any(True for _gap in self._gaps(set()))

    def _count_nameless(self, lines: set[FoundLine], segments: Iterable[Segment]) -> None:
        """Of a source that nothing names any more, the numbers before the last count as lost."""
        numbers = {found.number for found in lines}
        newest = max(numbers)
        for segment in segments:
            numbers |= set(range(segment.first, min(segment.last, newest) + 1))
        self.found.damaged += newest - len(numbers) if newest < PLAUSIBLE else 0

    def finish(self) -> Gathered:
        """Tell again what has no place of its own, and count what lacks."""
        self._burial.remember()
        told = self._restate()
        self.found.gaps = list(self._gaps(told))
        self.found.unheard = self._unheard(told)
        self.found.damaged += self._out_of_place()
        return self.found

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
            self._broken.append(segment)

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

    def _take_lines(self, sources: set[Source], lines: set[FoundLine]) -> set[FoundLine]:
        """Merge own lines; those that have no place are told again, and returned."""
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
        self._loose += [(home, home.id if home else found.digest, found) for found in left]
        if home is not None and lines:
            self.expect({home.id: max(found.number for found in lines)})
        return left

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
            line = wire.read_line(found.line)
        except SelfStudyError:
            self.found.damaged += source is None  # else it lacks there
            return
        chain = source.chain if source is not None else line.fact.chain
        about = source.subject if source is not None else self.person
        if about != self.person or chain not in (SHARED, PRIVATE):
            self.found.homeless += 1
            return
        if isinstance(line.fact, Restated):
            yield chain, line.fact
            return
        text = found.line.decode()
        yield chain, Restated(name.hex(), found.number, found.digest.hex(), text)

    # — what lacks ———————————————————————————————————————————————————————————————————————

    def _gaps(self, told: set[Cited]) -> Iterator[Gap]:
        for sid, source in sorted(self._sources.items()):
            if self._burial.refuses(source):
                continue
            held = max((place.head for place in family(self.holder.journal, source)), default=0)
            expected = _plausible(self._expected[sid], held)
            have = self._waiting_numbers(source) | {n for name, n, _end in told if name == sid}
            missing = [n for n in range(held + 1, expected + 1) if n not in have]
            for first, last in _stretches(missing):
                yield Gap(source, first, last, self._holder_of(source, last))

    def _unheard(self, told: set[Cited]) -> int:
        """How many records were acknowledged in sources of which nothing else is left."""
        again = Counter(name for name, _number, _digest in told)
        gone = {sid: numbers for sid, numbers in self._expected.items() if sid not in self._sources}
        return sum(
            max(0, _plausible(numbers, 0) - again[sid])
            for sid, numbers in gone.items()
            if not self.holder.graves.of(sid)
        )

    def _out_of_place(self) -> int:
        """How many records of broken segments came from nowhere else, as far as can be seen."""
        if not self._broken:
            return 0
        known = [digests(self.holder.journal, source) for source in self._sources.values()]
        return sum(
            min(segment.count, wire.MAX_SEGMENT_RECORDS)
            for segment in self._broken
            if not any(segment.end in numbers.get(segment.last, ()) for numbers in known)
        )

    def _waiting_numbers(self, source: Source) -> set[int]:
        return {
            number
            for place, part in waiting(self.holder.journal, source.author)
            if place.sid == source.id
            for number in range(part.segment.first, part.segment.last + 1)
        }

    def _holder_of(self, source: Source, number: int) -> str:
        """Who confirmed records up to a number of a source."""
        for kept in self.holder.papers.receipts(source.unit):
            try:
                receipt = read_receipt(Signed(kept.body, kept.signature))
            except SelfStudyError:
                continue
            if any(sid == source.id and head >= number for sid, head, _digest in receipt.heads):
                return kept.name
        return ""


def _plausible(numbers: set[int], held: int) -> int:
    """The highest number that may have been; a flipped bit makes impossible ones."""
    return max((n for n in numbers if n - held <= PLAUSIBLE), default=0)


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


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Consecutive numbers as first and last."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[index - 1] + 1:
            yield numbers[start], numbers[index - 1]
            start = index
