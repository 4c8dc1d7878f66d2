"""What counts of what is said in a unit's name: read from the records alone, rule by rule."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from tests.rules.truth import Holding, Origin

Key = tuple[str, str, str]  # plan, module, subject (hex; empty: the unit)


@dataclass(frozen=True)
class Word:
    """A record of a unit's chain: when it counts as said, where it stands, what it says."""

    at: int
    name: bytes
    number: int
    digest: bytes
    origin: Origin
    kind: str
    content: list[Any]


def words(held: Holding, unit: bytes) -> list[Word]:
    """Everything that anybody says in a unit's name, in the order in which it is folded."""
    found = []
    for strand in held.values():
        if strand.origin.unit == unit and strand.origin.chain == "u":
            moments = strand.moments()
            for name, stretch in strand.named().items():
                for spot in stretch:
                    _time, _offset, kind, content = json.loads(strand.lines[spot])
                    found.append(Word(moments[spot], name, *spot, strand.origin, kind, content))
    return sorted(found, key=lambda word: (word.at, word.name, word.number))


def by_supervisors(said: list[Word], unit: bytes) -> list[Word]:
    """What those said whom the unit's root had named for that moment."""
    terms = [
        (bytes.fromhex(word.content[0]), word.content[2], word.content[3])
        for word in said
        if word.kind == "appointed" and founded(word.origin.author) == unit
    ]
    return [
        word
        for word in said
        if any(key == word.origin.author and a <= word.at <= z for key, a, z in terms)
    ]


def founded(key: bytes) -> bytes:
    """The id that a key founds."""
    return hashlib.sha256(b"tuhoc identity" + key).digest()[:16]


def plans(held: Holding, unit: bytes) -> dict[Key, list[Word]]:
    """Of each module of each plan, for whom it is: the last words, which no other replaces."""
    said = by_supervisors(words(held, unit), unit)
    void = {tuple(word.content[:3]) for word in said if word.kind == "voided"}
    told: dict[Key, list[Word]] = {}
    for word in said:
        cited = (word.origin.id.hex(), word.number, word.digest.hex())
        if word.kind == "plan_assigned" and cited not in void:
            about = "" if word.origin.subject == unit else word.origin.subject.hex()
            told.setdefault((word.content[0], word.content[1], about), []).append(word)
    found = {}
    for key, those in told.items():
        gone = {digest for word in those for digest in word.content[5].split()}
        last = {word.name: word for word in those}.values()
        heads = [word for word in last if word.digest.hex() not in gone]
        if heads:
            found[key] = sorted(heads, key=lambda word: (word.at, word.name, word.number))
    return found
