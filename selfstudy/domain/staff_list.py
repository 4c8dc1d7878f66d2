"""A list of staff beside the people a unit knows: who is new, known, changed, or not sure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from selfstudy.domain.fact import ID_SIZE
from selfstudy.domain.people import ROLES, roles_of
from selfstudy.domain.staff_table import Entry
from selfstudy.domain.vietnamese import comparable, fold

State = Literal["new", "known", "changed", "doubtful", "left", "error"]
NEW = "new"  # what a doubtful row may be said to be, beside the id of a person
IDENTITY = b"tuhoc listed"


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody whom the unit knows; `left` is the day (ISO) from which they do not belong."""

    id: str
    name: str
    position: str = ""
    staff_code: str = ""
    department: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a list says otherwise: `what` is name, position, staff_code or department."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list and what it would do; `note` is the key of a sentence that says why.

    `person` is whom it is about, `candidates` who else it may be; `position` has codes, or words
    where no code is known for them.
    """

    entry: Entry
    state: State
    person: str = ""
    position: str = ""
    changes: tuple[Change, ...] = ()
    candidates: tuple[str, ...] = ()
    note: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


class Positions:
    """Finds codes of positions by what lists call them."""

    def __init__(self, named: Iterable[tuple[str, str]], chosen: Mapping[str, str] = {}) -> None:
        self._codes: dict[str, str] = {}
        for name, code in named:
            self._codes.setdefault(_plain(name), code)
        self._codes |= {_plain(name): code for name, code in chosen.items()}
        self.codes = frozenset(self._codes.values())

    def read(self, words: str) -> tuple[str, tuple[str, ...]]:
        """The codes of what a list says, with the words among it that mean none."""
        whole = self._codes.get(_plain(words))
        if not words or whole is not None:
            return whole or "", ()
        roles, unknown = [], []
        for part in re.split(r"\s*[+;]\s*|\s+kiêm\s+|\s+KIÊM\s+", words):
            code = self._codes.get(_plain(part))
            if part:
                roles.append(part if code is None else code)
                unknown += [part] if code is None else []
        return ROLES.join(dict.fromkeys(filter(None, roles))), tuple(unknown)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(words)))


def compared(
    entries: Sequence[Entry], humans: Collection[Human], positions: Positions
) -> list[Line]:
    """Every row beside the people of the unit; a staff code tells those of one name apart."""
    known = _Known(humans)
    twins = Counter(fold(e.name) for e in entries if not e.problem and not e.staff_code)
    coded = Counter(fold(e.name) for e in entries if not e.problem and e.staff_code)
    lines = []
    for entry in entries:
        if entry.problem:
            lines.append(Line(entry, "error", note=entry.problem, details=entry.details))
            continue
        alone = twins[fold(entry.name)] + coded[fold(entry.name)] == 1
        position, unknown = positions.read(entry.position)
        line = _line(entry, known, position, unknown, alone=alone)
        lines.append(_kept(line, positions) if unknown else line)
    return _once(lines)


def _kept(line: Line, positions: Positions) -> Line:
    """Words that mean no position do not take the place of one that is known."""
    change = next((one for one in line.changes if one.what == "position"), None)
    if (
        change is None
        or not change.before
        or not positions.codes.issuperset(roles_of(change.before))
    ):
        return line
    changes = tuple(one for one in line.changes if one is not change)
    state: State = line.state if changes or line.state == "left" else "known"
    return replace(line, position=change.before, changes=changes, state=state)


class _Known:
    """The people of a unit by name and by staff code."""

    def __init__(self, humans: Iterable[Human]) -> None:
        self.named: dict[str, list[Human]] = defaultdict(list)
        self.coded: dict[str, list[Human]] = defaultdict(list)
        for human in humans:
            self.named[fold(human.name)].append(human)
            if human.staff_code:
                self.coded[human.staff_code.casefold()].append(human)


def _line(
    entry: Entry, known: _Known, position: str, unknown: tuple[str, ...], *, alone: bool
) -> Line:
    name, code = fold(entry.name), entry.staff_code.casefold()
    same_code = known.coded.get(code, []) if code else []
    both = [human for human in same_code if fold(human.name) == name]
    if len(both) == 1:
        return _same(entry, both[0], position, unknown)
    if same_code:
        return _doubtful(entry, same_code, position, unknown, "staff.other_name")
    # A person of this name with another code is somebody else.
    alike = [h for h in known.named.get(name, ()) if not (code and h.staff_code)]
    if len(alike) == 1 and alone:
        return _same(entry, alike[0], position, unknown)
    if alike:
        return _doubtful(entry, alike, position, unknown, "staff.same_name")
    if not alone and not code:
        return _doubtful(entry, (), position, unknown, "staff.twins")
    note = "staff.namesake" if known.named.get(name) else ""
    return Line(entry, "new", position=position, unknown=unknown, note=note)


def _same(entry: Entry, human: Human, position: str, unknown: tuple[str, ...]) -> Line:
    told = {
        "name": (human.name, entry.name),
        "staff_code": (human.staff_code, entry.staff_code),
        "position": (human.position, position),
        "department": (human.department, entry.department),
    }
    changes = tuple(
        Change(what, before, after)
        for what, (before, after) in told.items()
        if after and comparable(before) != comparable(after)
    )
    state: State = "left" if human.left else "changed" if changes else "known"
    note = "staff.left" if human.left else ""
    return Line(
        entry, state, human.id, position, changes, note=note, details={"day": human.left},
        unknown=unknown,
    )  # fmt: skip


def _doubtful(
    entry: Entry, humans: Collection[Human], position: str, unknown: tuple[str, ...], note: str
) -> Line:
    candidates = tuple(human.id for human in humans)
    names = ", ".join(dict.fromkeys(human.name for human in humans))
    return Line(
        entry, "doubtful", position=position, candidates=candidates, note=note,
        details={"name": entry.name, "code": entry.staff_code, "names": names}, unknown=unknown,
    )  # fmt: skip


def _once(lines: list[Line]) -> list[Line]:
    """Two rows may not be about one person."""
    times = Counter(line.person for line in lines if line.person)
    return [_again(line) if line.person and times[line.person] > 1 else line for line in lines]


def _again(line: Line) -> Line:
    return Line(
        line.entry, "doubtful", position=line.position, candidates=(line.person,),
        note="staff.twins", details={"name": line.entry.name}, unknown=line.unknown,
    )  # fmt: skip


def listed_id(unit: bytes, entry: Entry, taken: Collection[bytes]) -> bytes:
    """The id of who is known from a list alone: the same wherever that list is taken.

    Nobody has a key for it. `taken` are ids of others.
    """
    words = [fold(entry.name), entry.staff_code.casefold()]
    if not entry.staff_code:
        words += [fold(entry.department), fold(entry.position)]
    content = IDENTITY + unit + "\0".join(words).encode()
    found = hashlib.sha256(content).digest()[:ID_SIZE]
    while found in taken:
        found = hashlib.sha256(IDENTITY + found).digest()[:ID_SIZE]
    return found
