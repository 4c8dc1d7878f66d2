"""One person's record as an archive that anybody can read and verify without this program.

`docs/archive-format.md` says what is in it; `docs/verify_archive.py` verifies it with nothing but
Python's standard library.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfstudy.domain import vietnamese, wire
from selfstudy.domain.audience import Audience, to_own_device, to_person
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.record import NO_UNIT, PRIVATE
from selfstudy.sentences import kind_words
from selfstudy.services.record.ledger import Ledger
from selfstudy.settings import write_whole
from selfstudy.store.facts import rows_of
from selfstudy.words import day, moment, t

if TYPE_CHECKING:
    from selfstudy.domain.progress import FactRow
    from selfstudy.domain.wire import Carried, Segment
    from selfstudy.services.holding.desk import Desk

FORMAT = 1
STAMP = (1980, 1, 1, 0, 0, 0)  # files of an archive bear no time of their own
READ_ME, TABLE, ABOUT, SEAL = "DOC-TOI.txt", "ghi-nhan.csv", "archive.json", "archive.sig"


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that was written."""

    path: str
    records: int
    segments: int
    size: int


class Archive:
    """Writes the record of the desk's own person, or of a person whose supervisor they are."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def write(self, folder: Path, *, private: bool = False) -> Archived:
        """One's own record; the private chain only when it is asked for."""
        self.desk.seal()
        found = self._held(to_own_device(self.desk.person))
        chosen = [part for part in found if private or part.source.chain != PRIVATE]
        return self._write(folder, self.desk.person, self.desk.profile.name, chosen)

    def write_of(self, folder: Path, person: bytes, name: str) -> Archived:
        """The unit's record of a person. Raises NotEntitled."""
        if not self.desk.is_supervisor():
            raise NotEntitled(what="supervisor")
        self.desk.seal()
        found = self._held(to_person(person, self.desk.unit))
        return self._write(folder, person, name, [p for p in found if p.source.subject == person])

    def _held(self, audience: Audience) -> list[Carried]:
        return self.desk.journal.since({}, audience)

    def _write(self, folder: Path, person: bytes, name: str, parts: Sequence[Carried]) -> Archived:
        """Lay everything into one zip. Raises DiskFull, FolderReadOnly."""
        now = self.desk.clock()
        path = folder / f"HoSo_{vietnamese.file_name(name, 'NguoiHoc')}_{now:%Y%m%d}.zip"
        held = {part.source.id for part in parts}
        rows = [r for r in rows_of(self.desk.journal, person) if r.place.source.id in held]
        readable = Ledger(self.desk, person).fact_rows(rows)
        beside = {READ_ME: _read_me(name, day(now), path.name), TABLE: _table(readable)}
        about: dict[str, Any] = {
            "archive": FORMAT,
            "person": person.hex(),
            "name": name,
            "made": now.isoformat(),
            "sources": [_source(part) for part in parts],
            "receipts": self._receipts(person, parts),
            "cards": self._cards(parts),
            "files": {called: hashlib.sha256(raw).hexdigest() for called, raw in beside.items()},
            "signer": self.desk.ring.public.hex(),
        }
        told = json.dumps(about, ensure_ascii=False, indent=1).encode()
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for called, content in beside.items():
                _put(archive, called, content)
            _put(archive, ABOUT, told)
            _put(archive, SEAL, self.desk.ring.sign(b"tuhoc archive 0" + told).hex().encode())
            for part in parts:
                for segment in part.segments:
                    lines = wire.unpack_lines(segment.blob)
                    _put(archive, _file(part, segment), b"\n".join(lines) + b"\n")
        raw = file.getvalue()
        write_whole(path, raw)
        self.desk.papers.log(
            self.desk.now(), "archive", self.desk.name, {"file": path.name, "facts": len(readable)}
        )
        segments = sum(len(part.segments) for part in parts)
        return Archived(str(path), sum(part.records for part in parts), segments, len(raw))

    def _receipts(self, person: bytes, parts: Sequence[Carried]) -> list[dict[str, str]]:
        """What receivers confirmed; not what own computers told each other, private heads."""
        units = [unit for unit in _units(parts) if unit != NO_UNIT]
        found = [kept for unit in units for kept in self.desk.papers.receipts(unit, person)]
        return [_signed(kept.body, kept.signature) for kept in found]

    def _cards(self, parts: Sequence[Carried]) -> list[dict[str, str]]:
        found = [self.desk.signed_card(unit) for unit in _units(parts)]
        return [_signed(card.body, card.signature) for card in found if card is not None]


def _units(parts: Sequence[Carried]) -> list[bytes]:
    return sorted({part.source.unit for part in parts})


def _read_me(name: str, on: str, file: str) -> bytes:
    lines = [
        t("archive.read_me_title", name=name, day=on),
        "",
        *(t(f"archive.read_me_{part}") for part in ("table", "segments", "index")),
        "",
        t("archive.read_me_how"),
        f"    python3 verify_archive.py {file}",
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _signed(body: bytes, signature: bytes) -> dict[str, str]:
    return {"body": base64.b64encode(body).decode(), "signature": signature.hex()}


def _source(part: Carried) -> dict[str, Any]:
    source = part.source
    return {
        "author": source.author.hex(),
        "subject": source.subject.hex(),
        "unit": source.unit.hex(),
        "chain": source.chain,
        "epoch": source.epoch.hex(),
        "segments": [
            {
                "file": _file(part, segment),
                "first": segment.first,
                "count": segment.count,
                "previous": segment.previous.hex(),
                "end": segment.end.hex(),
                "signature": segment.signature.hex(),
            }
            for segment in part.segments
        ],
    }


def _file(part: Carried, segment: Segment) -> str:
    return f"segments/{part.source.id.hex()[:16]}-{segment.first:08}-{segment.end.hex()[:8]}.jsonl"


def _table(rows: Iterable[FactRow]) -> bytes:
    """The records as a table for people: what a spreadsheet opens, oldest first."""
    text = io.StringIO()
    table = csv.writer(text)
    columns = ("at", "kind", "what", "detail", "counted", "source", "number")
    table.writerow([t(f"archive.column_{name}") for name in columns])
    for row in rows:
        counted = t("archive.counted" if row.counted else "archive.not_counted")
        said = kind_words(row.kind)
        fields = (moment(row.at), said, row.what, row.detail, counted, row.source, row.number)
        table.writerow(_plain(field) for field in fields)
    return ("﻿" + text.getvalue()).encode()


def _plain(field: object) -> object:
    """Text that no spreadsheet takes for a formula."""
    text = str(field)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else field
