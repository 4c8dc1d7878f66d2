"""What is known to have been and is not there: gaps by number, and counts where none is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from selfstudy.domain import wire
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.record import Source
from selfstudy.domain.wire import Segment
from selfstudy.exchange.cards import read_receipt
from selfstudy.exchange.packet import Signed
from selfstudy.services.holding.burial import Burial
from selfstudy.services.holding.holder import Holder
from selfstudy.services.holding.marker import MOST, OTHERS, PLAUSIBLE
from selfstudy.store.restating import Cited
from selfstudy.store.salvage import FoundLine
from selfstudy.store.waiting import count_beside, digests, family, waiting


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
    other nothing is left but that they were acknowledged; nor are those of `others`.
    """

    new: int = 0
    restated: int = 0
    damaged: int = 0
    homeless: int = 0
    unheard: int = 0
    others: int = 0
    gaps: list[Gap] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is known to be lost."""
        return not (self.gaps or self.damaged or self.homeless or self.unheard or self.others)


class Lacking:
    """Collects what was, then says what of it a holder's journal does not hold."""

    def __init__(self, holder: Holder, burial: Burial, sources: dict[bytes, Source]) -> None:
        self._holder, self._burial = holder, burial
        self._sources = sources  # all that are known by now, by their names
        self._expected: dict[bytes, set[int]] = defaultdict(set)
        self._acknowledged: Mapping[bytes, int] = {}
        self.broken: list[Segment] = []  # of sources that nothing names any more

    def expect(self, heads: Mapping[bytes, int]) -> None:
        """Records up to these numbers are known to have been, of all others so many."""
        if OTHERS in heads:
            self._acknowledged = heads
        for sid, number in heads.items():
            if sid != OTHERS:
                self._expected[sid].add(number)

    def short(self) -> int:
        """How many records of others were acknowledged and have no place now."""
        told = self._acknowledged.get(OTHERS, 0)
        held = count_beside(self._holder.journal, self._acknowledged) if told else 0
        return told - held if 0 < told - held <= MOST else 0

    def likely(self, lines: Collection[FoundLine]) -> bytes:
        """The own source that lines without a name are of: where most find room; or nothing."""
        chain = _chain_of(lines)
        fitting = []
        for sid, numbers in self._expected.items():
            source = self._sources.get(sid)
            mine = source is None or (source.author, source.chain) == (
                self._holder.ring.public, chain,
            )  # fmt: skip
            head = _plausible(numbers, 0)
            inside = [line.number for line in lines if 0 < line.number <= head]
            if mine and inside:
                fitting.append((-len(inside), head - max(inside), source is None, sid))
        return min(fitting)[-1] if fitting else b""

    def told(self, found: Gathered, again: set[Cited], short: int) -> Gathered:
        """What was found, with what lacks, though these are told again.

        Where it was noted how much had been, that is the sum; else what is seen to be damaged.
        """
        found.gaps = list(self._gaps(again))
        found.unheard = self._unheard(again)
        found.damaged = 0 if self._acknowledged else found.damaged + self._out_of_place(found)
        explained = sum(
            max(0, expected - held)
            for source, held, expected in self._heads()
            if source.id not in self._acknowledged
        )
        found.others = max(0, short - explained)
        return found

    def _heads(self) -> Iterator[tuple[Source, int, int]]:
        """Of each source how far it is held, and how far it went."""
        for sid, source in sorted(self._sources.items()):
            if not self._burial.refuses(source):
                places = family(self._holder.journal, source)
                held = max((place.head for place in places), default=0)
                yield source, held, _plausible(self._expected[sid], held)

    def _gaps(self, told: set[Cited]) -> Iterator[Gap]:
        for source, held, expected in self._heads():
            have = self._waiting_numbers(source) | {
                n for name, n, _end in told if name == source.id
            }
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
            if not self._holder.graves.of(sid)
        )

    def _out_of_place(self, found: Gathered) -> int:
        """How many records of broken segments came from nowhere else and are in no other count."""
        if not self.broken:
            return 0
        known = [digests(self._holder.journal, source) for source in self._sources.values()]
        lost, unheard = 0, found.unheard
        for segment in self.broken:
            count = min(segment.count, wire.MAX_SEGMENT_RECORDS)
            if any(segment.end in numbers.get(segment.last, ()) for numbers in known):
                continue
            if any(gap.first <= segment.first and segment.last <= gap.last for gap in found.gaps):
                continue
            counted = min(count, unheard)
            unheard -= counted
            lost += count - counted
        return lost

    def _waiting_numbers(self, source: Source) -> set[int]:
        return {
            number
            for place, part in waiting(self._holder.journal, source.author)
            if place.sid == source.id
            for number in range(part.segment.first, part.segment.last + 1)
        }

    def _holder_of(self, source: Source, number: int) -> str:
        """Who confirmed records up to a number of a source."""
        for kept in self._holder.papers.receipts(source.unit):
            try:
                receipt = read_receipt(Signed(kept.body, kept.signature))
            except SelfStudyError:
                continue
            if any(sid == source.id and head >= number for sid, head, _digest in receipt.heads):
                return kept.name
        return ""


def newest_of(lines: Iterable[FoundLine]) -> int:
    """The highest number; one that stands apart from all others is a flipped bit."""
    numbers = {found.number for found in lines}
    beside = {number for number in numbers if numbers & {number - 1, number + 1}}
    return max(beside or numbers)


def before_newest(lines: Iterable[FoundLine], segments: Iterable[Segment]) -> int:
    """Of a source that nothing names any more: how many numbers lack before its last line."""
    numbers = {found.number for found in lines}
    newest = newest_of(lines)
    for segment in segments:
        numbers |= set(range(segment.first, min(segment.last, newest) + 1))
    return max(0, newest - len(numbers)) if newest < PLAUSIBLE else 0


def _chain_of(lines: Iterable[FoundLine]) -> str:
    """The chain that lines are of, as the first that can be read says."""
    for found in lines:
        try:
            return wire.read_line(found.line).fact.chain
        except SelfStudyError:
            continue
    return ""


def _plausible(numbers: set[int], held: int) -> int:
    """The highest number that may have been; a flipped bit makes impossible ones."""
    return max((n for n in numbers if n - held <= PLAUSIBLE), default=0)


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Consecutive numbers as first and last."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[index - 1] + 1:
            yield numbers[start], numbers[index - 1]
            start = index
