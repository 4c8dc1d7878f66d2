"""Prints the test vectors of `packet-format.md`, or with the argument `kinds` its table of kinds.

Everything follows from two fixed seeds. Deflated and sealed bytes may differ from one library to
another, so the packets are vectors for reading; the rest must come out the same everywhere.
"""

from __future__ import annotations

import json
import sys
import typing

from selfstudy.domain import wire
from selfstudy.domain.authority import AUTHORS, CHAINS
from selfstudy.domain.record import KINDS, Answered, Fact, LessonFinished, Source, identity
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.links import LinkRequest
from selfstudy.exchange.packet import Carrier, Packet, write
from selfstudy.exchange.tombstones import Tombstone, sign_tombstone

SIGN_SEED, SEAL_SEED = bytes(range(32)), bytes(range(32, 64))
UNIT = bytes(range(64, 80))
EPOCH = bytes(range(80, 96))
FACTS = (
    (1_795_000_000_000, LessonFinished("CM03", "CM03-01", 1, "ab12", 25, 100, 8, 8)),
    (1_795_000_060_000, LessonFinished("CM03", "Bài 2 – thể thức", 1, "cd34", 31, 100, 7, 8)),
)
PRIVATE = Answered("CM03-01", "CM03-01-q01", 1, "ab12", "M2", ("A",), 1000, 4000, "sure")


def sure_vectors() -> dict[str, object]:
    """What every implementation must compute alike."""
    ring = KeyRing(SIGN_SEED, SEAL_SEED)
    source = Source(ring.public, ring.identity, UNIT, "s", EPOCH)
    lines = [wire.line_of(at, 420, fact) for at, fact in FACTS]
    digests = wire.chain(source.id, lines)
    message = wire.seal_message(source.id, 1, len(lines), digests[-1])
    tombstone = sign_tombstone(Tombstone(ring.public, UNIT, FACTS[-1][0], (source.id,)), ring)
    return {
        "sign_seed": SIGN_SEED.hex(),
        "seal_seed": SEAL_SEED.hex(),
        "public_key": ring.public.hex(),
        "seal_public_key": ring.seal_public.hex(),
        "person": identity(ring.public).hex(),
        "unit": UNIT.hex(),
        "chain": "s",
        "epoch": EPOCH.hex(),
        "source": source.id.hex(),
        "lines": [line.decode() for line in lines],
        "digests": [digest.hex() for digest in digests],
        "segment_message": message.hex(),
        "segment_signature": ring.sign(message).hex(),
        "tail_named_after_record_2": wire.branch_name(source.id, digests[1]).hex(),
        "tombstone_body": tombstone.body.decode(),
        "tombstone_signature": tombstone.signature.hex(),
        "link_code": LinkRequest(ring.public, ring.seal_public, "", "", 0).code,
        "private_line": wire.line_of(FACTS[0][0], -60, PRIVATE).decode(),
    }


def packets() -> dict[str, str]:
    """A packet in clear and the same one sealed; both are for reading."""
    ring = KeyRing(SIGN_SEED, SEAL_SEED)
    source = Source(ring.public, ring.identity, UNIT, "s", EPOCH)
    lines = [wire.line_of(at, 420, fact) for at, fact in FACTS]
    end = wire.chain(source.id, lines)[-1]
    signature = ring.sign(wire.seal_message(source.id, 1, len(lines), end))
    segment = wire.make_segment(1, source.id, lines, signature)
    carrier = Carrier(ring.public, ring.seal_public, "Nguyễn Thị Hạnh")
    packet = Packet(carrier, UNIT, FACTS[-1][0], (wire.Carried(source, (segment,)),))
    return {
        "packet_in_clear": write(packet, ring).hex(),
        "packet_sealed": write(packet, ring, [ring.seal_public]).hex(),
    }


def kind_rows() -> list[str]:
    """The table of kinds: chains, authors, fields in order; those with a question mark came later.

    Fields are texts unless their type stands behind them.
    """
    found = []
    for fact in KINDS.values():
        chains = " ".join(sorted(CHAINS[fact.kind], key="sup".index))
        authors = ", ".join(sorted(AUTHORS[fact.kind], key=["self", "supervisor", "root"].index))
        found.append(f"| `{fact.kind}` | {chains} | {authors} | {_fields(fact)} |")
    return found


def _fields(fact: type[Fact]) -> str:
    names, hints = fact.__struct_fields__, typing.get_type_hints(fact)
    needed = len(names) - len(fact.__struct_defaults__)
    written = []
    for index, name in enumerate(names):
        shape = _shape(hints[name])
        mark = "" if index < needed else "?"
        written.append(f"{name}{mark}" if shape == "text" else f"{name}{mark}: {shape}")
    return ", ".join(written)


def _shape(hint: object) -> str:
    if hint in (str, int):
        return "text" if hint is str else "integer"
    inner = typing.get_args(hint)
    if inner[-1] is Ellipsis:
        return f"[{_shape(inner[0])} …]"
    return f"[{', '.join(map(_shape, inner))}]"


if __name__ == "__main__" and sys.argv[1:] == ["kinds"]:
    print("\n".join(kind_rows()))
elif __name__ == "__main__":
    print(json.dumps({**sure_vectors(), **packets()}, ensure_ascii=False, indent=1))
