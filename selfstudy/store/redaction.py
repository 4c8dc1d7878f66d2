"""Taking names out of what is kept beside the journal: the trail, drafts and the quarantine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain import vietnamese
from selfstudy.store.database import Database
from selfstudy.store.schema import quarantine, trail

GONE = "…"
DRAFTS = "plan_drafts"  # the setting with plans that are told to nobody yet: JSON, newest last
FREE = frozenset({"title", "reason"})  # what a supervisor writes freely in a plan
BETWEEN = r"[\s._-]*"  # what may stand between the words of a name: file names have all of them


@dataclass(frozen=True, slots=True)
class Spotter:
    """Finds names as whole words, with their marks or without, also as a part of a file's name."""

    pattern: re.Pattern[str]

    def finds(self, text: str) -> bool:
        """Whether somebody is named, however the letters and their marks are composed."""
        return self.pattern.search(vietnamese.same_tone_place(text)) is not None

    def without(self, text: str) -> str:
        """The text with a sign in the place of each name; untouched where there is none."""
        written = vietnamese.same_tone_place(text)
        found = self.pattern.sub(GONE, written)
        return text if found == written else found


def spotter(names: Collection[str]) -> Spotter | None:
    """What finds these names; None where there are none."""
    written = {vietnamese.same_tone_place(name) for name in names}
    forms = {tuple(_words(form)) for name in written for form in (name, vietnamese.fold(name))}
    ordered = sorted((form for form in forms if form), key=lambda form: (-len(form), form))
    if not ordered:
        return None
    spelt = "|".join(BETWEEN.join(map(re.escape, form)) for form in ordered)
    return Spotter(re.compile(rf"(?<![^\W_])(?:{spelt})(?![^\W_])", re.IGNORECASE))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)


def without(value: object, names: Spotter) -> object:
    """A JSON value without names: an item of a list that is one goes, elsewhere a sign stands."""
    if isinstance(value, str):
        return names.without(value)
    if isinstance(value, dict):
        return {key: without(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        kept = [without(inner, names) for inner in value]
        return [inner for inner in kept if inner != GONE]
    return value


def redact_trail(database: Database, names: Spotter) -> int:
    """Take names out of the log of imports and exports. Returns how many lines changed."""
    changed = 0
    with database.write() as connection:
        for row in connection.execute(sa.select(trail)).all():
            plain = without(json.loads(row.text), names)
            text = json.dumps(plain, ensure_ascii=False)
            who = names.without(row.who)
            if (text, who) != (row.text, row.who):
                changed += 1
                connection.execute(
                    sa.update(trail).where(trail.c.id == row.id).values(text=text, who=who)
                )
    return changed


def redact_drafts(database: Database, names: Spotter) -> None:
    """Take names out of the free words of plans that were begun here and told to nobody."""
    kept = database.setting(DRAFTS)
    if kept is not None:
        free = _free_words(json.loads(kept), names)
        database.set_setting(DRAFTS, json.dumps(free, ensure_ascii=False))


def _free_words(value: object, names: Spotter) -> object:
    if isinstance(value, list):
        return [_free_words(inner, names) for inner in value]
    if isinstance(value, dict):
        return {
            key: without(inner, names) if key in FREE else _free_words(inner, names)
            for key, inner in value.items()
        }
    return value


def mentions(database: Database, names: Spotter) -> int:
    """How many lines of the trail name somebody."""
    with database.read() as connection:
        rows = connection.execute(sa.select(trail.c.text, trail.c.who))
        return sum(names.finds(row.text) or names.finds(row.who) for row in rows)


def concerned(
    database: Database,
    names: Spotter | None,
    holds: Callable[[bytes], bool],
) -> list[bytes]:
    """What lies in quarantine and concerns somebody: by its name, or by what is found in it."""
    found = []
    with database.read() as connection:
        columns = (quarantine.c.digest, quarantine.c.name, quarantine.c.details, quarantine.c.raw)
        for row in connection.execute(sa.select(*columns)):
            named = names is not None and (names.finds(row.name) or names.finds(row.details))
            if named or holds(bytes(row.raw)):
                found.append(bytes(row.digest))
    return found


def drop(database: Database, digests: Collection[bytes]) -> None:
    """Take files out of quarantine for good."""
    with database.write() as connection:
        for digest in digests:
            connection.execute(sa.delete(quarantine).where(quarantine.c.digest == digest))
