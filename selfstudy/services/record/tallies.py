"""The numbers of everybody at once: what `Ledger` finds for one person, read in a few queries."""

from __future__ import annotations

from dataclasses import dataclass

from selfstudy.services.holding.desk import Desk
from selfstudy.services.holding.once import done_once, given_once
from selfstudy.services.record.ledger import Ledger
from selfstudy.store.facts import rows_by_person


@dataclass(frozen=True, slots=True)
class Tally:
    """Lessons finished, and the tiết of both ledgers."""

    lessons: int
    self_study: float
    recognised: float


class Tallies:
    """Reads what is held of everybody; `of` counts one human under all their ids."""

    def __init__(self, desk: Desk) -> None:
        desk.fold()
        self._desk = desk
        self.framework = desk.library.framework  # a unit's own is read anew at each look
        with desk.database.read() as connection:
            self._progress = desk.journal.folds.progress_by_person(connection)
        self._given = rows_by_person(desk.journal, "hours_recognised")
        self._voided = rows_by_person(desk.journal, "voided")

    def of(self, person: bytes) -> Tally:
        """The numbers of one of them."""
        ids = Ledger(self._desk, person).ids()
        rows = done_once(row for one in ids for row in self._progress.get(one, ()))
        done = [row for row in rows if row.finished is not None]
        given = given_once(
            Ledger(self._desk, one).counting(self._given.get(one, ()), voided=one in self._voided)
            for one in ids
        )
        return Tally(
            len(done),
            sum(row.hundredths for row in done) / 100,
            sum(row.value for row in given) / 100,
        )
