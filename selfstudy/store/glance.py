"""The first look at a profile, with the standard library alone: the next lesson and what is due.

SQLAlchemy takes a quarter of a second to load; the first painted Today needs two small queries of
the present journal, and nothing else.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

NEXT = """
SELECT o.lesson, o.module_title, o.module_title_en, o.number, o.of, o.title, o.title_en,
       max(coalesce(p.last, 0)) AS touched
FROM outline o LEFT JOIN progress p ON p.lesson = o.lesson AND p.subject = ?
GROUP BY o.lesson HAVING max(p.finished) IS NULL
ORDER BY touched DESC, o.place LIMIT 1
"""
WHOSE = "SELECT value FROM meta WHERE name = 'person'"  # of a computer that was linked
DUE = """
SELECT count(*) FROM memory m JOIN outline o ON o.lesson = m.lesson
WHERE m.subject = ? AND m.due < ?
"""


LOCKS = ("lock.json", "lock.copy.json")


def is_locked(folder: Path) -> bool:
    """Whether a profile's folder asks for a secret: then nothing in it is read before."""
    return any((folder / name).exists() for name in LOCKS)


class FirstLook(NamedTuple):
    """What the first paint shows."""

    lesson: str = ""
    module_title: str = ""
    module_title_en: str = ""
    number: int = 0
    of: int = 0
    title: str = ""
    title_en: str = ""
    started: bool = False
    due: int = 0


def first_look(path: Path, person: bytes, due_before: int) -> FirstLook:
    """The next lesson and the due count; empty when the file is locked or cannot be read."""
    if is_locked(path.parent):
        return FirstLook()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            linked = connection.execute(WHOSE).fetchone()
            person = bytes.fromhex(linked[0]) if linked else person
            row = connection.execute(NEXT, (person,)).fetchone()
            due = connection.execute(DUE, (person, due_before)).fetchone()[0]
        if row is None:
            return FirstLook(due=due)
        lesson, module, module_en, number, of, title, title_en, touched = row
        return FirstLook(
            str(lesson), str(module), str(module_en), int(number), int(of), str(title),
            str(title_en), bool(touched), due,
        )  # fmt: skip
    except (sqlite3.Error, TypeError, ValueError):  # a spoilt file is dealt with when it is opened
        return FirstLook()
