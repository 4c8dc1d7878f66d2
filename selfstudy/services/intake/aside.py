"""Files set aside: kept within limits, tried again when their cause is gone, taken out by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from selfstudy import __version__
from selfstudy.domain.errors import NoSuchFile
from selfstudy.domain.moments import moment
from selfstudy.domain.people import FileResult, IntakeReport
from selfstudy.domain.waiting import AsideFile, cause_of
from selfstudy.exchange.envelope import CARD, FORMAT, MAGIC, PACKET, ROSTER
from selfstudy.services.intake.intake_log import log_intake
from selfstudy.services.intake.naming import named
from selfstudy.settings import write_whole
from selfstudy.store.aside import Aside, Kept

if TYPE_CHECKING:
    from selfstudy.services.holding.holder import Holder

BEGINNING = 512  # bytes: every sealed file has keys of its own in them
KINDS = {PACKET: "packet", CARD: "card", ROSTER: "roster"}


class Door(Protocol):
    """The door through which files are tried again."""

    @property
    def holder(self) -> Holder:
        """Whose it is."""
        ...

    def take_bytes(self, raw: bytes, name: str) -> FileResult:
        """Take the bytes of a file."""
        ...


def after_taking(holder: Holder, raw: bytes, result: FileResult, begun: set[bytes]) -> None:
    """Set a file of ours aside that was refused; of what was taken whole note how it begins."""
    kept_out = result.erased or result.details.get("reason") == "older"
    if result.quarantined and not kept_out:
        if not came_whole(holder, raw, result.problem, begun):
            set_aside(holder, raw, result)
    elif not result.problem:
        holder.papers.release_cut(raw)
        begun.add(beginning(raw))


def set_aside(holder: Holder, raw: bytes, result: FileResult) -> None:
    """Keep a file of ours that was refused, with what was taken of it all the same.

    When there is too much, the oldest files that their senders can send again are dropped, and
    the trail says which.
    """
    mark = situation(holder).get(cause_of(result.problem), "")
    told = {
        **result.details, "file_kind": _kind(raw), "taken": result.new + result.known,
        "tried": mark,
    }  # fmt: skip
    if not holder.papers.set_aside(result.name, result.problem, told, raw, holder.now()):
        return
    dropped = Aside(holder.database).shrink(_last)
    if dropped:
        log(holder, "dropped", dropped)


def beginning(raw: bytes) -> bytes:
    """A short digest of how a file begins; empty when there is too little of it to tell."""
    return hashlib.sha256(raw[:BEGINNING]).digest()[:16] if len(raw) >= BEGINNING else b""


def came_whole(holder: Holder, raw: bytes, problem: str, begun: Collection[bytes]) -> bool:
    """Whether what was cut is the beginning of a file that was taken whole, now or before."""
    if problem != "error.CutFile":
        return False
    digest = beginning(raw)
    return digest in begun or Aside(holder.database).began(digest)


def wrote(holder: Holder, raw: bytes) -> bool:
    """Whether a file that only others can open was written here."""
    return Aside(holder.database).began(beginning(raw))


def note_whole(holder: Holder, begun: Collection[bytes]) -> None:
    """Remember how files begin that were taken whole, or written here for others."""
    Aside(holder.database).note_taken([one for one in begun if one], holder.now())


def log(holder: Holder, action: str, files: list[Kept]) -> None:
    """Write into the trail what became of files that were set aside."""
    told = [
        {"name": f.name, "problem": f.problem, "digest": f.digest.hex(), "size": f.size}
        for f in files
    ]
    holder.papers.log(holder.now(), action, holder.name, {"files": told})


def _last(file: Kept) -> bool:
    """Packets are sent again by whoever has no receipt; cards and rosters are kept longest."""
    return file.details.get("file_kind") not in {"packet", ""}


def _kind(raw: bytes) -> str:
    """What a file says it is, though it may be cut or newer."""
    place = len(MAGIC) + 1
    return KINDS.get(raw[place], "") if raw.startswith(MAGIC) and len(raw) > place else ""


def situation(holder: Holder) -> dict[str, str]:
    """What files set aside may wait for: this program, the unit's cards and duties, one's keys."""
    duties = []
    for unit, card in sorted(holder.cards().items()):
        known = holder.authorities(unit)
        named = sorted((a.key.hex(), a.since, a.until) for a in known.appointments)
        mine = known.supervises(holder.ring.public, holder.now())
        duties.append((unit.hex(), card.number, named, mine))
    own = holder.ring.public.hex() + holder.ring.seal_public.hex()
    told = hashlib.sha256(json.dumps(duties).encode()).hexdigest()
    return {"program": f"{__version__} {FORMAT}", "card": told, "key": own}


def take_again(door: Door, files: list[Kept]) -> IntakeReport:
    """Try files again: what is sound leaves, what is not may have another reason now."""
    holder, aside = door.holder, Aside(door.holder.database)
    results = []
    for file in files:
        raw = aside.raw(file.digest)
        if raw is None:  # another file of these brought all of it
            continue
        result = door.take_bytes(raw, file.name)
        results.append(result)
        if not result.problem or result.erased:
            holder.papers.release(file.digest)
            continue
        mark = situation(holder).get(cause_of(result.problem), "")
        told = {**file.details, **result.details, "tried": mark}
        if (result.problem, told) != (file.problem, file.details):
            aside.tell_again(file.digest, result.problem, told)
    report = IntakeReport(
        tuple(named(holder, results)), dry=False, at=holder.clock(), by=holder.name
    )
    if report.new:
        log_intake(holder, report, ())
    return report


def mend(door: Door) -> IntakeReport | None:
    """Try again what waited for something that has come; None when nothing did."""
    files = Aside(door.holder.database).files()
    if not files:
        return None
    now = situation(door.holder)
    come = [file for file in files if file.details.get("tried") != now.get(file.cause, "")]
    return take_again(door, come) if come else None


def listed(holder: Holder) -> tuple[AsideFile, ...]:
    """Everything set aside, oldest first."""
    zone = holder.clock().tzinfo
    return tuple(
        AsideFile(
            file.digest.hex(), file.name, moment(file.at).astimezone(zone), file.problem,
            file.details, str(file.details.get("file_kind", "")), _count(file), file.size,
        )
        for file in Aside(holder.database).files()
    )  # fmt: skip


def _count(file: Kept) -> int:
    taken = file.details.get("taken")
    return taken if isinstance(taken, int) else 0


def chosen(holder: Holder, file_id: str) -> Kept:
    """The file whose digest begins so. Raises NoSuchFile."""
    found = [f for f in Aside(holder.database).files() if f.digest.hex().startswith(file_id)]
    if len(found) != 1 or not file_id:
        raise NoSuchFile(name=file_id)
    return found[0]


def discard(holder: Holder, file_id: str) -> None:
    """Drop a file that was set aside; the trail keeps its name and digest. Raises NoSuchFile."""
    file = chosen(holder, file_id)
    holder.papers.release(file.digest)
    log(holder, "discarded", [file])


def export(holder: Holder, file_id: str, folder: Path) -> Path:
    """Write a file that was set aside as it came. Raises NoSuchFile, DiskFull, FolderReadOnly."""
    file = chosen(holder, file_id)
    path = folder / (Path(file.name).name or file.digest.hex()[:12])
    if path.exists():
        path = folder / f"{path.stem}-{file.digest.hex()[:6]}{path.suffix}"
    write_whole(path, Aside(holder.database).raw(file.digest) or b"")
    return path


def count_dropped(holder: Holder) -> int:
    """How many files the limits have cost in all."""
    return sum(
        len(json.loads(line.text).get("files", ())) for line in holder.papers.trail("dropped")
    )
