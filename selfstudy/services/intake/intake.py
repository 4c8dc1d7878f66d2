"""The one door through which records enter: verify, place, report, merge, receipt.

Whatever the carrier (a file, a hub's answer, a learner's request), it passes `Intake.accept`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from selfstudy.domain.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DiskFull,
    FolderReadOnly,
    NotForUs,
    SelfStudyError,
    TooLarge,
    UnreadableFile,
)
from selfstudy.domain.people import FileResult, IntakeReport
from selfstudy.domain.record import SHARED, Source
from selfstudy.domain.wire import Carried, OpenSegment
from selfstudy.exchange.cards import open_card_file, read_card, read_receipt
from selfstudy.exchange.envelope import CARD, MAGIC, PACK, PACKET, ROSTER, UPDATE, shell
from selfstudy.exchange.packet import (
    MAX_INFLATED,
    Packet,
    Signed,
    batches,
    checked_all,
    most_inflated,
    read,
    signed_footings,
)
from selfstudy.services.holding.burial import Burial
from selfstudy.services.holding.holder import Holder
from selfstudy.services.holding.receipts import anything, keep_receipt, receipt_for
from selfstudy.services.intake.aside import after_taking, mend, note_whole, wrote
from selfstudy.services.intake.codes import Reading, is_picture, unread_kind
from selfstudy.services.intake.files import expand, lists_last, read_bytes, shown
from selfstudy.services.intake.intake_log import log_intake
from selfstudy.services.intake.naming import named
from selfstudy.store.journal import Heads
from selfstudy.store.withheld import head_of, release, withheld_heads, withhold

OURS = (DatabaseBusy, DatabaseDamaged, DiskFull, FolderReadOnly)  # not the file's fault

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody cancels."""
    return False


class _Rehearsal(Exception):
    pass


@dataclass
class _Tally:
    """What became of one packet."""

    name: str
    new: int = 0
    known: int = 0
    waiting: int = 0
    quarantined: int = 0
    forks: int = 0
    papers: int = 0
    papers_known: int = 0
    erased: int = 0
    gone: int = 0
    inflated: int = 0
    problem: str = ""
    details: dict[str, object] = field(default_factory=dict)
    subjects: set[bytes] = field(default_factory=set)

    def refuse(self, problem: str, details: dict[str, object]) -> None:
        """Count something that was set aside, and keep its first reason."""
        self.quarantined += 1
        if not self.problem:
            named = {"name": self.name} | {key: told for key, told in details.items() if told != ""}
            self.problem, self.details = problem, named

    def told(self) -> dict[str, object]:
        """The details of its problem, and how many records were taken all the same."""
        return (
            {**self.details, "taken": self.new + self.known} if self.quarantined else self.details
        )


class Intake:
    """Takes records into a holder's journal."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        self._seen: set[tuple[bytes, bytes]] = set()
        self._listed: set[bytes] = set()
        self._begun: set[bytes] = set()
        self._carrier, self._live, self._retired = b"", False, False
        self._withheld: Heads = {}
        self._graves: Burial | None = None
        self._erased: set[str] = set()
        self._reading = Reading(holder.database)

    # — files ————————————————————————————————————————————————————————————————————————————

    def take_files(
        self,
        paths: Sequence[Path],
        *,
        dry: bool = False,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> IntakeReport:
        """Take files and folders, one packet at a time; a dry run keeps nothing."""
        self._seen.clear()
        self._listed.clear()
        self._erased.clear()
        self._reading = Reading(self.holder.database)
        files = lists_last(expand(paths))
        results = []
        stopped = False
        for index, path in enumerate(files):
            if cancelled():
                stopped = True
                break
            try:
                results.append(self.take_file(path, dry=dry))
            except OURS:
                if not dry:
                    self._tell_of(results)
                raise
            progress(index + 1, len(files))
        report = self._report(results, dry=dry, stopped=stopped)
        if not dry and files:
            log_intake(self.holder, report, self._erased)
            mend(self)
            note_whole(self.holder, self._begun)
            self._begun.clear()
        return report

    def _tell_of(self, results: list[FileResult]) -> None:
        """Log what was taken before the computer failed, if it still can."""
        with contextlib.suppress(SelfStudyError):
            log_intake(self.holder, self._report(results), self._erased)

    def _report(
        self, results: Sequence[FileResult], *, dry: bool = False, stopped: bool = False
    ) -> IntakeReport:
        files = tuple(named(self.holder, results, self._listed))
        return IntakeReport(files, dry, self.holder.clock(), self.holder.name, stopped)

    def take_file(self, path: Path, *, dry: bool = False) -> FileResult:
        """Take one file. What is wrong with it is in the result, never raised."""
        name = shown(path)
        try:
            raw = read_bytes(path)
        except SelfStudyError as error:
            return refused(name, error)
        if is_picture(raw):
            return self._take_picture(raw, name, dry=dry)
        if kind := unread_kind(raw):
            return FileResult(name, problem=f"intake.is_{kind}", details={"name": name})
        return self.take_bytes(raw, name, dry=dry)

    def _take_picture(self, raw: bytes, name: str, *, dry: bool) -> FileResult:
        from selfstudy.services.intake.pictures import take_picture

        def take(packet: bytes) -> FileResult:
            return named(self.holder, [self.take_bytes(packet, name, dry=dry)], self._listed)[0]

        found = self._reading.take(raw, name, self.holder.now(), dry=dry)
        return take_picture(found, name, take)

    def take_bytes(self, raw: bytes, name: str, *, dry: bool = False) -> FileResult:
        """Take the bytes of a file of ours, by what they are and not by their name.

        A file of ours that is refused is set aside whole. What is wrong with this computer and
        not with the file is raised: DiskFull, FolderReadOnly, DatabaseBusy, DatabaseDamaged.
        """
        result = self._take_bytes(raw, name, dry=dry)
        if not dry and raw.startswith(MAGIC):
            after_taking(self.holder, raw, result, self._begun)
        return result

    def _take_bytes(self, raw: bytes, name: str, *, dry: bool) -> FileResult:
        try:
            kind = shell(raw, name).kind
            if kind == PACKET:
                return self.accept(read(raw, [self.holder.ring], name), name, dry=dry)
            if kind == CARD:
                return self._take_card(raw, name, dry=dry)
            if kind == ROSTER:
                from selfstudy.services.intake.roster import take_roster

                return take_roster(self.holder, raw, name, dry=dry, listed=self._listed)
            if kind in {PACK, UPDATE}:
                return FileResult(name, problem="problem.pack_here", details={"name": name})
            raise UnreadableFile(name=name)
        except OURS:
            raise
        except SelfStudyError as error:
            own = isinstance(error, NotForUs) and wrote(self.holder, raw)
            return FileResult(name, papers_known=1, own=True) if own else refused(name, error)

    def _take_card(self, raw: bytes, name: str, *, dry: bool) -> FileResult:
        card, signed = open_card_file(raw, name)
        held = self.holder.cards().get(card.unit)
        if held is None:
            return FileResult(name, problem="intake.card_to_join", details={"unit": card.name})
        fresh = False if dry else self.holder.take_card(card, signed)
        return FileResult(name, carrier=card.name, papers=int(fresh), papers_known=int(not fresh))

    # — packets ——————————————————————————————————————————————————————————————————————————

    def accept(
        self, packet: Packet, name: str = "", *, dry: bool = False, live: bool = False
    ) -> FileResult:
        """Take a packet whose shell and carrier hold; each segment is checked by itself.

        `live` is an answer to one's own question: what it says is newer than all that is held.
        """
        tally = _Tally(name)
        self.holder.journal.look_again()
        self._carrier, self._live = packet.carrier.key, live
        self._retired, self._withheld = packet.retired, withheld_heads(self.holder.journal)
        for signed in packet.cards:
            self._accept_card(signed, tally, dry=dry)
        burial = Burial(self.holder)
        burial.take_all(packet.tombstones, tally, dry=dry)
        self._graves = burial if burial.graves.any() else None
        changed: set[bytes] = set()
        for carried in packet.sources:
            try:
                changed |= self._accept_source(carried, tally, dry=dry)
            except TooLarge as error:  # what was taken of it before is kept, and counted
                tally.refuse(error.key, error.details)
                break
        if changed and not dry:
            self.holder.know_again(changed)
        if self._graves is not None and not dry:
            tally.gone = burial.settle()
            self._erased |= burial.names
            if burial.not_entitled and packet.tombstones and not tally.problem:
                tally.problem, tally.details = "intake.tombstone_refused", {"name": name}
        for signed in packet.receipts:
            self._accept_receipt(signed, tally, dry=dry)
        return FileResult(
            name=name, new=tally.new, known=tally.known, waiting=tally.waiting,
            quarantined=tally.quarantined, carrier=packet.carrier.name, problem=tally.problem,
            details=tally.told(), digest=packet.digest, papers=tally.papers,
            papers_known=tally.papers_known, erased=tally.erased, gone=tally.gone,
            unit=packet.unit, subjects=frozenset(tally.subjects),
        )  # fmt: skip

    def _accept_source(self, carried: Carried, tally: _Tally, *, dry: bool) -> set[bytes]:
        """Merge one source's segments; the subject, when they may change who is entitled."""
        if not self.holder.may_keep(carried.source, self._carrier):
            tally.refuse("intake.not_ours", {})
            return set()
        if self._graves is not None and self._graves.refuses(carried.source, dry=dry):
            tally.erased += sum(segment.count for segment in carried.segments)
            return set()
        if carried.source.chain == SHARED and carried.segments:
            tally.subjects.add(carried.source.subject)
        carried = signed_footings(carried)
        changes = False
        new = tally.new
        before = head_of(self.holder.journal, carried.source) if self._retired else (0, b"")
        with self._rehearsal(dry=dry):
            for part in batches(carried):
                changes |= self._accept_part(part, tally, dry=dry)
        if self._retired and tally.new > new:
            tally.problem = tally.problem or "intake.retired_key"
            if not dry:
                withhold(self.holder.journal, carried.source, before)
        elif carried.source.id in self._withheld and not (dry or self._retired):
            release(self.holder.journal, carried.source)
        return {carried.source.subject} if changes else set()

    def _accept_part(self, part: Carried, tally: _Tally, *, dry: bool) -> bool:
        """Merge what is sound of a part; whether that may change who is entitled."""
        whole, part = part, self.holder.journal.lacking(part)
        tally.known += whole.records - part.records
        if not part.segments:
            return False
        sound, broken = checked_all(part)
        for _segment, error in broken:
            tally.refuse(error.key, error.details)
        tally.inflated += sum(sum(map(len, opened.lines)) for opened in sound)
        tally.inflated += sum(most_inflated(segment) for segment, _error in broken)
        if tally.inflated > MAX_INFLATED:
            raise TooLarge(name=tally.name, limit=MAX_INFLATED)
        repeated = [o for o in sound if dry and self._place(part, o) in self._seen]
        fresh = [o for o in sound if o not in repeated]
        if repeated:  # another file of this dry run had them
            again = self.holder.journal.merge(part, repeated)
            tally.known += again.new + again.known + again.waiting
        if not fresh:
            return False
        counts = self.holder.journal.merge(part, fresh)
        self.holder.received(part.source, 0 if dry else counts.new)
        self._seen.update(self._place(part, opened) for opened in fresh if dry)
        tally.new += counts.new
        tally.known += min(counts.known, part.records)
        tally.waiting += counts.waiting
        tally.forks += counts.forks
        return bool(counts.new) and (
            counts.followed or self._ended(part.source) or self._changes_authority(part, fresh)
        )

    def _ended(self, source: Source) -> bool:
        """Whether a source is of a removed key: how far it is believed may change with it."""
        ended = self.holder.authorities(source.unit).ended
        return any(key == source.author for _owner, key in ended)

    @staticmethod
    def _place(part: Carried, opened: OpenSegment) -> tuple[bytes, bytes]:
        return part.source.id, opened.segment.end

    @staticmethod
    def _changes_authority(carried: Carried, sound: list[OpenSegment]) -> bool:
        if carried.source.chain == SHARED:
            marks: tuple[bytes, ...] = (b"key_added", b"key_removed")
        else:
            marks = (
                b"appointed", b"admitted", b"matched", b"voided", b"device_approved",
                b"key_removed", b"listed", b"departed",
            )  # fmt: skip
        return any(mark in line for part in sound for line in part.lines for mark in marks)

    @contextlib.contextmanager
    def _rehearsal(self, *, dry: bool) -> Iterator[None]:
        """A dry run does what a merge would do, in a transaction that is then undone."""
        if not dry:
            yield
            return
        try:
            with self.holder.database.write():
                yield
                raise _Rehearsal  # noqa: TRY301 — it undoes the transaction
        except _Rehearsal:
            self.holder.journal.forget()

    def _accept_card(self, signed: Signed, tally: _Tally, *, dry: bool) -> None:
        try:
            card = read_card(signed)
            if card.unit in self.holder.cards() and not dry:
                self.holder.take_card(card, signed)
        except SelfStudyError as error:
            if error.details.get("reason") != "older":
                tally.refuse(error.key, error.details)

    def _accept_receipt(self, signed: Signed, tally: _Tally, *, dry: bool) -> None:
        try:
            receipt = read_receipt(signed)
        except SelfStudyError as error:
            tally.refuse(error.key, error.details)
            return
        if not self.holder.believes(receipt):
            tally.refuse("intake.unknown_receiver", {"name": receipt.name})
            return
        if dry:
            tally.papers += 1
            return
        fresh = keep_receipt(self.holder, signed, receipt, live=self._live)
        tally.papers += int(fresh)
        tally.papers_known += int(not fresh)

    # — receipts —————————————————————————————————————————————————————————————————————————

    def receipt_for(
        self, unit: bytes, person: bytes, only: Callable[[Source], bool] = anything
    ) -> Signed:
        """A signed statement of what is held of a person; only after the commit that holds it."""
        return receipt_for(self.holder, unit, person, only)


def refused(name: str, error: SelfStudyError) -> FileResult:
    """The result of a file that could not be taken at all."""
    details = {**error.details, "name": name}
    return FileResult(name, quarantined=1, problem=error.key, details=details)
