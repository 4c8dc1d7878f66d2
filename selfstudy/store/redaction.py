"""Taking names out of what is kept beside the journal: the trail and the quarantine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection

import sqlalchemy as sa

from selfstudy.domain import vietnamese
from selfstudy.store.database import Database
from selfstudy.store.schema import quarantine, trail

GONE = "…"


def spotter(names: Collection[str]) -> re.Pattern[str] | None:
    """Finds names as whole words, written plainly or as a part of a file's name."""
    written = {vietnamese.nfc(name) for name in names if name.strip()}
    forms = written | {vietnamese.file_name(name) for name in written}
    ordered = sorted((re.escape(form) for form in forms if form), key=len, reverse=True)
    if not ordered:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ordered)})(?![^\W_])", re.IGNORECASE)


def without(value: object, names: re.Pattern[str]) -> object:
    """A JSON value without names: an item of a list that is one goes, elsewhere a sign stands."""
    if isinstance(value, str):
        return names.sub(GONE, value)
    if isinstance(value, dict):
        return {key: without(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        kept = [without(inner, names) for inner in value]
        return [inner for inner in kept if inner != GONE]
    return value


def redact_trail(database: Database, names: re.Pattern[str]) -> int:
    """Take names out of the log of imports and exports. Returns how many lines changed."""
    changed = 0
    with database.write() as connection:
        for row in connection.execute(sa.select(trail)).all():
            plain = without(json.loads(row.text), names)
            text = json.dumps(plain, ensure_ascii=False)
            who = names.sub(GONE, row.who)
            if (text, who) != (row.text, row.who):
                changed += 1
                connection.execute(
                    sa.update(trail).where(trail.c.id == row.id).values(text=text, who=who)
                )
    return changed


def mentions(database: Database, names: re.Pattern[str]) -> int:
    """How many lines of the trail name somebody."""
    with database.read() as connection:
        rows = connection.execute(sa.select(trail.c.text, trail.c.who))
        return sum(bool(names.search(row.text) or names.search(row.who)) for row in rows)


def concerned(
    database: Database,
    names: re.Pattern[str] | None,
    holds: Callable[[bytes], bool],
) -> list[bytes]:
    """What lies in quarantine and concerns somebody: by its name, or by what is found in it."""
    found = []
    with database.read() as connection:
        columns = (quarantine.c.digest, quarantine.c.name, quarantine.c.details, quarantine.c.raw)
        for row in connection.execute(sa.select(*columns)):
            named = names is not None and (names.search(row.name) or names.search(row.details))
            if named or holds(bytes(row.raw)):
                found.append(bytes(row.digest))
    return found


def drop(database: Database, digests: Collection[bytes]) -> None:
    """Take files out of quarantine for good."""
    with database.write() as connection:
        for digest in digests:
            connection.execute(sa.delete(quarantine).where(quarantine.c.digest == digest))
