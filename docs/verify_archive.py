#!/usr/bin/env python3
"""Verify a record that Tự học wrote as an archive, with Python's standard library alone.

    python3 verify_archive.py HoSo_NguyenThiHanh_20261123.zip

It computes every digest and checks every signature again, and says what holds. Exit code: 0 when
all of it holds, 1 when something does not, 2 when the file is no such archive or cannot be read.
The format is told in archive-format.md; nothing of Tự học is used here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zipfile
import zlib
from collections import Counter
from datetime import datetime, timedelta, timezone

# — Ed25519 verification, from the formulas of RFC 8032 ———————————————————————————————————————————

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def x_of(y: int, sign: int) -> int | None:
    """The x of a point of the curve with this y; None when there is none."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x % 2 != sign else x


def point(raw: bytes) -> tuple[int, int, int, int] | None:
    """The point that 32 bytes stand for, in extended coordinates."""
    number = int.from_bytes(raw, "little")
    y, sign = number % 2**255, number >> 255
    x = x_of(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def add(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The sum of two points."""
    low = (a[1] - a[0]) * (b[1] - b[0]) % P
    high = (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = high - low, d - c, d + c, high + low
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, a: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """A point added to itself `number` times."""
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, a)
        a, number = add(a, a), number >> 1
    return total


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(BASE_Y.to_bytes(32, "little"))


def signed_by(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` was made with the secret half of `key`."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment = point(key), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    left, right = times(scalar, BASE), add(commitment, times(challenge, public))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# — the archive ——————————————————————————————————————————————————————————————————————————————————

FORMAT = 1
MOST = 256 * 1024 * 1024  # bytes of one file in the archive, inflated
REVOKED = "a supervisor whose key was revoked since"
CHAINS = {"s": "shared", "u": "told by the unit", "p": "private"}
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
)  # fmt: skip — whatever a changed text makes its reader say


def identity(key: bytes) -> bytes:
    """The id of the person or unit that a first key founds."""
    return hashlib.sha256(b"tuhoc identity" + key).digest()[:16]


class Verifier:
    """Reads one archive, prints what holds and gathers what does not."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        large = [entry.filename for entry in archive.infolist() if entry.file_size > MOST]
        if large:
            raise ValueError(f"{large[0]} is too large")
        self.raw = archive.read("archive.json")
        self.about = json.loads(self.raw)
        self.person = bytes.fromhex(self.about["person"])
        self.wrong: list[str] = []
        self.digests: dict[bytes, set[tuple[int, bytes]]] = {}
        self.officers: dict[bytes, dict[bytes, str]] = {}
        self.receivers: dict[bytes, list[bytes]] = {}
        self.vouched: list[tuple[dict, bytes]] = []

    def check(self) -> bool:
        """Everything; True when all of it holds."""
        about = self.about
        print(f"{about['name']} ({about['person']}), written {about['made']}")
        for card in about["cards"]:
            self.check_card(card)
        checked = [(source, *self.check_source(source)) for source in about["sources"]]
        keys = self.keys_of_person()
        for source, name, held in checked:
            print(f"source {name}: {self.standing(source, name, keys)}: {held}")
        for receipt in about["receipts"]:
            self.check_receipt(receipt)
        sealed = "signer" in about
        if sealed:
            self.check_seal(keys)
        for sentence in self.wrong:
            print("WRONG:", sentence)
        if not sealed:
            print("NOT SEALED: each record holds by itself, but some may have been taken out,")
            print("and nothing vouches for the name above and for the table ghi-nhan.csv.")
        print("Everything holds." if not self.wrong else f"{len(self.wrong)} things do not hold.")
        return not self.wrong

    def keys_of_person(self) -> set[bytes]:
        """The person's keys: the founding one, what those added and what officers approved."""
        authors = {bytes.fromhex(source["author"]) for source in self.about["sources"]}
        signer = bytes.fromhex(self.about.get("signer", ""))
        keys = {key for key in {*authors, signer} if identity(key) == self.person}
        grown = True
        while grown:
            added = {
                key
                for source, key in self.vouched
                if bytes.fromhex(source["author"])
                in (self.officers_of(source) if source["chain"] == "u" else keys)
            }
            grown, keys = not added <= keys, keys | added
        return keys

    def officers_of(self, source: dict) -> dict[bytes, str]:
        """Who may speak for the unit of a source, by the card in here; none without one."""
        return self.officers.get(bytes.fromhex(source["unit"]), {})

    def standing(self, source: dict, name: str, keys: set[bytes]) -> str:
        """Which chain a source is of, and by what right its author speaks in it."""
        author, chain = bytes.fromhex(source["author"]), source["chain"]
        if chain == "u":
            officer = self.officers_of(source).get(author)
            if officer is None:
                self.wrong.append(f"source {name}: its author may not speak for the unit")
            own = officer or "a key that no card in here names"
        elif identity(author) == self.person:
            own = "founding key of the person"
        else:
            own = "another key of the person" if author in keys else "a key nothing vouches for"
        return f"{CHAINS[chain]}, author {own}"

    def check_seal(self, keys: set[bytes]) -> None:
        """One signature over archive.json, which names every other file."""
        about, signer = self.about, bytes.fromhex(self.about["signer"])
        names = self.archive.namelist()
        seal = self.archive.read("archive.sig") if "archive.sig" in names else b""
        if not signed_by(signer, bytes.fromhex(seal.decode()), b"tuhoc archive 0" + self.raw):
            self.wrong.append("archive.json: the seal over the whole does not hold")
        for name, digest in about["files"].items():
            if name in names and hashlib.sha256(self.archive.read(name)).hexdigest() != digest:
                self.wrong.append(f"{name}: it was changed")
        listed = [s["file"] for source in about["sources"] for s in source["segments"]]
        listed += ["archive.json", "archive.sig", *about["files"]]
        self.wrong.extend(f"{name}: it is lacking" for name in sorted({*listed} - {*names}))
        for name, times_there in Counter(names).items():
            if times_there > 1 or name not in listed:
                self.wrong.append(f"{name}: it was added")
        said = dict.fromkeys(keys, "another key of the person")
        for source in about["sources"]:
            officers = self.officers_of(source)
            said.update({key: what for key, what in officers.items() if what != REVOKED})
        if identity(signer) == self.person:
            said[signer] = "the founding key of the person"
        if signer not in said:
            self.wrong.append("archive.json: sealed by a key that nothing in here names")
        print(f"sealed by {said.get(signer, 'an unknown key')}")

    def check_source(self, source: dict) -> tuple[str, str]:
        """Digests from the source's id on, and the author's signature over each segment.

        Returns how the source is called, and what it holds.
        """
        author, subject = bytes.fromhex(source["author"]), bytes.fromhex(source["subject"])
        whole = author + subject + bytes.fromhex(source["unit"]) + source["chain"].encode()
        name = hashlib.sha256(whole + bytes.fromhex(source["epoch"])).digest()
        ends, kinds, times_seen = {(0, name)}, Counter(), []
        self.check_place(source, name)
        for segment in sorted(source["segments"], key=lambda one: one["first"]):
            where, first = segment["file"], segment["first"]
            digest = bytes.fromhex(segment["previous"])
            if (first - 1, digest) not in ends:
                if any(number == first - 1 for number, _digest in ends) or first == 1:
                    self.wrong.append(f"{where}: does not follow what comes before it")
                else:
                    print(f"  note: records before {first} of {name.hex()[:16]} are not in here")
            lines = self.lines_of(where)
            if len(lines) != segment["count"]:
                self.wrong.append(f"{where}: {len(lines)} records instead of {segment['count']}")
            for number, line in enumerate(lines, first):
                digest = hashlib.sha256(digest + line).digest()
                ends.add((number, digest))
                try:
                    kind, at = self.told(source, line)
                except UNREADABLE:
                    self.wrong.append(f"{where}: line {number} is no record")
                    break
                kinds[kind] += 1
                times_seen.append(at)
            if digest.hex() != segment["end"]:
                self.wrong.append(f"{where}: its records are not those that were signed")
            place = first.to_bytes(8, "big") + segment["count"].to_bytes(8, "big")
            message = b"tuhoc segment 0" + name + place + bytes.fromhex(segment["end"])
            if not signed_by(author, bytes.fromhex(segment["signature"]), message):
                self.wrong.append(f"{where}: the author's signature does not hold")
        self.digests[name] = ends
        said = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        if times_seen:
            said += f"\n  by the device's clock from {min(times_seen)} to {max(times_seen)}"
        return name.hex()[:16], said

    def check_place(self, source: dict, name: bytes) -> None:
        """A source belongs in here: it is about the person, and nothing of it is there twice."""
        files = [segment["file"] for segment in source["segments"]]
        for wrong, why in (
            (bytes.fromhex(source["subject"]) != self.person, "it is about somebody else"),
            (name in self.digests, "it is there twice"),
            (len({*files}) < len(files), "a segment of it is there twice"),
        ):
            if wrong:
                self.wrong.append(f"source {name.hex()[:16]}: {why}")

    def lines_of(self, where: str) -> list[bytes]:
        """The lines of a segment's file; none when it is not there."""
        if where not in self.archive.namelist():
            return []
        return self.archive.read(where).removesuffix(b"\n").split(b"\n")

    def told(self, source: dict, line: bytes) -> tuple[str, datetime]:
        """Kind and time of a record; what key it vouches for is kept with its source."""
        time, offset, kind, content = json.loads(line)
        if (kind, source["chain"]) in {("key_added", "s"), ("device_approved", "u")} and content:
            self.vouched.append((source, bytes.fromhex(str(content[0]))))
        zone = timezone(timedelta(minutes=offset))
        return kind, datetime.fromtimestamp(time / 1000, zone)

    def check_card(self, signed: dict) -> None:
        """A unit's card, signed by the root key that its id follows from.

        It names who may speak for the unit, and whose keys were revoked since.
        """
        body = base64.b64decode(signed["body"])
        card = json.loads(body)
        root = base64.b64decode(card["root"])
        if not signed_by(root, bytes.fromhex(signed["signature"]), b"tuhoc card 0" + body):
            self.wrong.append(f"the card of {card['name']}: its signature does not hold")
            return
        unit = identity(root)
        officers = {base64.b64decode(key): REVOKED for key in card["revoked"]}
        for officer in card["supervisors"]:
            officers.setdefault(
                base64.b64decode(officer["key"]), f"{officer['name']}, a supervisor"
            )
        self.officers[unit] = {root: "the root of the unit", **officers}
        receiving = (*card["supervisors"], *card["hubs"])
        self.receivers[unit] = [base64.b64decode(officer["key"]) for officer in receiving]
        if unit.hex() not in {source["unit"] for source in self.about["sources"]}:
            self.wrong.append(f"the card of {card['name']}: no record in here is of that unit")
        print(f"unit {unit.hex()}: {card['name']}, card number {card['number']}")

    def check_receipt(self, signed: dict) -> None:
        """A receiver's statement of what they hold, compared with what is in here."""
        body = base64.b64decode(signed["body"])
        receipt = json.loads(body)
        key = base64.b64decode(receipt["receiver"])
        if not signed_by(key, bytes.fromhex(signed["signature"]), b"tuhoc receipt 0" + body):
            self.wrong.append(f"the receipt of {receipt['name']}: its signature does not hold")
            return
        if base64.b64decode(receipt["person"]) != self.person:
            self.wrong.append(f"the receipt of {receipt['name']}: it is about somebody else")
            return
        held = 0
        for source, number, digest in receipt["heads"]:
            ends = self.digests.get(base64.b64decode(source), set())
            held += number if (number, base64.b64decode(digest)) in ends else 0
        named = key in self.receivers.get(base64.b64decode(receipt["unit"]), [])
        standing = "named in the unit's card" if named else "not named in a card in here"
        print(f"receipt of {receipt['name']} ({standing}): holds {held} of these records")


def main() -> int:
    """Verify the file named on the command line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    try:
        with zipfile.ZipFile(sys.argv[1]) as archive:
            verifier = Verifier(archive)
            if verifier.about["archive"] > FORMAT:
                print(f"{sys.argv[1]}: written by a newer program; take its verify_archive.py")
                return 2
            return 0 if verifier.check() else 1
    except (
        *UNREADABLE, OSError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error
    ) as error:  # fmt: skip
        print(f"{sys.argv[1]}: not an archive of Tự học, or damaged ({error})")
        return 2


if __name__ == "__main__":
    sys.exit(main())
