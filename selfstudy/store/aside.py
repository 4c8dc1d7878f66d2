"""The quarantine: files set aside with a reason, within limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain.waiting import Cause, cause_of
from selfstudy.store.database import Database
from selfstudy.store.schema import beginning, quarantine

MOST_FILES = 500
MOST_BYTES = 256 * 1024 * 1024
MOST_BEGINNINGS = 50_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A file set aside without its bytes: `size` says how many."""

    digest: bytes
    at: int
    name: str
    problem: str
    details: dict[str, object]
    size: int

    @property
    def cause(self) -> Cause:
        """What must change before it can be taken."""
        return cause_of(self.problem)


class Aside:
    """Looks through what was set aside and keeps it small."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def files(self) -> list[Kept]:
        """Everything set aside, oldest first."""
        columns = [column for column in quarantine.columns if column.name != "raw"]
        query = sa.select(*columns, sa.func.length(quarantine.c.raw).label("size"))
        with self.database.read() as connection:
            return [
                Kept(bytes(r.digest), r.at, r.name, r.problem, json.loads(r.details), r.size)
                for r in connection.execute(query.order_by(quarantine.c.at, quarantine.c.digest))
            ]

    def raw(self, digest: bytes) -> bytes | None:
        """The bytes of a file set aside."""
        query = sa.select(quarantine.c.raw).where(quarantine.c.digest == digest)
        with self.database.read() as connection:
            found = connection.scalar(query)
        return bytes(found) if found is not None else None

    def tell_again(self, digest: bytes, problem: str, details: dict[str, object]) -> None:
        """Another reason for keeping a file aside."""
        text = json.dumps(details, ensure_ascii=False, default=str)
        with self.database.write() as connection:
            connection.execute(
                sa.update(quarantine)
                .where(quarantine.c.digest == digest)
                .values(problem=problem, details=text)
            )

    def note_taken(self, begun: Iterable[bytes], at: int, most: int = MOST_BEGINNINGS) -> None:
        """Remember how files that were taken whole begin; of too many the oldest go."""
        with self.database.read():  # one look for all of them
            new = [one for one in dict.fromkeys(begun) if not self.began(one)]
        fresh = [{"digest": one, "at": at} for one in new]
        if not fresh:
            return
        with self.database.derive() as connection:
            connection.execute(sa.insert(beginning), fresh)
            kept = connection.scalar(sa.select(sa.func.count()).select_from(beginning)) or 0
            if kept > most:
                oldest = sa.select(beginning.c.digest).order_by(beginning.c.at).limit(kept - most)
                connection.execute(sa.delete(beginning).where(beginning.c.digest.in_(oldest)))

    def began(self, digest: bytes) -> bool:
        """Whether a file that begins so was taken whole."""
        query = sa.select(beginning.c.at).where(beginning.c.digest == digest)
        with self.database.read() as connection:
            return connection.scalar(query) is not None

    def shrink(
        self,
        last: Callable[[Kept], bool],
        most_files: int = MOST_FILES,
        most_bytes: int = MOST_BYTES,
    ) -> list[Kept]:
        """Drop the oldest files until the rest is within limits; those of `last` go last."""
        files = self.files()
        size = sum(file.size for file in files)
        dropped: list[Kept] = []
        for file in sorted(files, key=lambda file: (last(file), file.at)):
            if len(files) - len(dropped) <= most_files and size <= most_bytes:
                break
            dropped.append(file)
            size -= file.size
        if dropped:
            with self.database.write() as connection:
                for file in dropped:
                    connection.execute(
                        sa.delete(quarantine).where(quarantine.c.digest == file.digest)
                    )
        return dropped
