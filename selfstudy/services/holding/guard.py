"""Opening a profile's journal safely: who else has it, is it a copy, is all of it there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.errors import (
    DatabaseDamaged,
    DiskFull,
    FolderReadOnly,
    ProfileDamaged,
    SelfStudyError,
)
from selfstudy.services.holding.latch import Beacon, Latch
from selfstudy.services.holding.marker import MOST, OTHERS, PLAUSIBLE, Marker
from selfstudy.store.database import Database, on_network
from selfstudy.store.waiting import count_beside, heads_named, own_heads, written_by_others

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfstudy.services.holding.holder import Holder
    from selfstudy.store.journal import Journal
    from selfstudy.store.pages import Decipher


class Guard:
    """Stands between a profile's folder and whoever opens it, until it is closed.

    `reading` is why nothing can be written (a full disk, a folder for reading only), or None.
    `copied`: the folder was copied or restored since. `behind`: the numbers of each own source
    that were acknowledged and that the journal does not hold; of all others under `OTHERS`. Only a
    profile that is `new` has no journal yet.
    """

    def __init__(
        self, folder: Path, state: Path, key: bytes | None = None, *, new: bool = False
    ) -> None:
        self._key = key
        self._new = new
        self.journal = folder / "journal.db"
        self.reading: SelfStudyError | None = None
        self.copied = False
        self.behind: dict[bytes, range] = {}
        self._others = 0
        self.on_network = on_network(folder)
        self._marker = Marker(state, folder.name)
        self._latch = Latch(state, folder.name)
        self._beacon = Beacon(folder)

    def open(self) -> Database:
        """The journal's database, in memory where nothing can be written.

        Raises DatabaseDamaged where it is lost, OpenElsewhere, and what Database raises.
        """
        if not self._new and not there(self.journal):  # never begun anew without a word
            raise DatabaseDamaged(path=str(self.journal))
        if self.on_network:
            self._beacon.raise_if_seen()
        self._latch.share()
        try:
            return self._database()
        except BaseException:
            self.close()
            raise

    def _database(self) -> Database:
        try:
            database = Database(self.journal, self._key, new=self._new)
        except (DiskFull, FolderReadOnly) as error:
            if self._new or not there(self.journal):
                raise
            self.reading = error
            return Database.for_reading(self.journal, error, self._decipher(self._key))
        if self.on_network:
            self._beacon.light()
        return database

    def check(self, holder: Holder) -> None:
        """Begin a new epoch where this file is a copy or lost what it had acknowledged.

        A token is kept in the database and outside the data folder, with the file's number on its
        disk; whatever copy does not find its own token and number begins new sources. Raises
        DatabaseDamaged, and ProfileDamaged where the keys are another profile's.
        """
        if self.reading is not None:
            return
        try:
            self._check(holder)
        except (DiskFull, FolderReadOnly) as error:
            self.reading = error
            holder.database.turn_to_reading(error, self._decipher(self._key))

    def _check(self, holder: Holder) -> None:
        if written_by_others(holder.journal, holder.ring.public):
            raise ProfileDamaged(name="keys.json", folder=str(self.journal.parent))
        held = holder.database.setting("mark")
        number = os.stat(self.journal).st_ino  # noqa: PTH116 — the number, not the path
        self.copied = held is not None and not self._marker.matches(held, number)
        self.behind = self.lost(holder)
        if self.copied or self.behind:
            self._expect_sound(holder.database)
            holder.journal.begin_new_epoch()
            holder.begin_receipt_epoch()
        token = self._marker.next(held if not self.copied else None)
        holder.database.set_setting("mark", token)
        self._marker.renew(token, number)
        if not self.behind:
            self.go_on(holder)

    def _expect_sound(self, database: Database) -> None:
        """Raise DatabaseDamaged where a file and a log were put together that are of two days."""
        from selfstudy.store.health import fit, integrity

        if not (fit(database) if self.behind else integrity(database) == "ok"):
            raise DatabaseDamaged(path=str(self.journal), folder=str(self.journal.parent))

    @staticmethod
    def _decipher(key: bytes | None) -> Decipher | None:
        from selfstudy.exchange.keys import page_opener

        return page_opener(key) if key is not None else None

    def acknowledged(self) -> dict[bytes, int]:
        """How far each own source went, and how many records of others were held."""
        return self._marker.heads()

    def lost(self, holder: Holder) -> dict[bytes, range]:
        """The numbers of each source that were acknowledged further than the journal goes."""
        found = lacking(self._marker.heads(), holder.journal)
        return {sid: n for sid, n in found.items() if not holder.graves.of(sid)}  # not the erased

    def go_on(self, holder: Holder) -> None:
        """From now on the marker follows the journal as it is."""
        own = own_heads(holder.journal)
        self._others = count_beside(holder.journal, own)
        self._marker.begin({**own, OTHERS: self._others})

    def settle(self, holder: Holder) -> None:
        """What was behind has been looked for: what is still lacking is lost."""
        self.behind = self.lost(holder)
        self.go_on(holder)

    def note(self, sid: bytes, number: int) -> None:
        """A record was acknowledged."""
        self._marker.note(sid, number)

    def received(self, count: int) -> None:
        """Records of others are held from now on."""
        self._others += count
        self._marker.note(OTHERS, self._others)

    def close(self) -> None:
        """Let others have it."""
        self._marker.close()
        self._beacon.close()
        self._latch.close()


def lacking(told: Mapping[bytes, int], journal: Journal) -> dict[bytes, range]:
    """Of sources that went so far, the numbers that a journal does not hold."""
    held = heads_named(journal, list(told))
    if OTHERS in told:
        held[OTHERS] = count_beside(journal, told)
    beyond = {sid: range(held.get(sid, 0) + 1, number + 1) for sid, number in told.items()}
    most = {OTHERS: MOST}
    return {sid: n for sid, n in beyond.items() if 0 < n.stop - n.start <= most.get(sid, PLAUSIBLE)}


def there(path: Path) -> bool:
    """Whether a file is there with something in it."""
    return path.is_file() and path.stat().st_size > 0
