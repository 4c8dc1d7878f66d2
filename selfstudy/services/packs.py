"""Packs of modules: made and signed by a publisher, verified and put in place by a learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.content.pack import build, read_pack
from selfstudy.content.pack import install as put_in_place
from selfstudy.exchange.keys import KeyRing, verify
from selfstudy.settings import Places, write_whole

if TYPE_CHECKING:
    from selfstudy.content.library import Library

PUBLISHER = "publisher.json"


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was written; `new_key` is where the publisher's key was made for it."""

    path: Path
    publisher: str
    size: int
    new_key: Path | None = None


@dataclass(frozen=True, slots=True)
class PackInstalled:
    """A module that stands in place; `before` is the version it took the place of (0: none)."""

    module: str
    version: int
    before: int
    changed: bool
    publisher: str
    changes: str


class Packs:
    """Makes and installs packs."""

    def __init__(self, places: Places, library: Library) -> None:
        self.places = places
        self.library = library

    def pack(self, folder: Path, out: Path, key: Path | None = None) -> Packed:
        """Write a module's pack, signed with `key` or with this computer's publisher key.

        Raises what `content.pack.build` and writing raise, UnreadableFile for a bad key.
        """
        path = key or self.places.config / PUBLISHER
        fresh = not path.exists()
        ring = KeyRing.new() if fresh else KeyRing.load(path)
        today = date.today()  # noqa: DTZ011 — validity is by the day of this computer
        raw = build(folder, ring.sign, ring.public, today)
        if fresh:
            ring.save(path)
        write_whole(out, raw)
        return Packed(out, ring.public.hex(), len(raw), path if fresh else None)

    def install(self, path: Path) -> PackInstalled:
        """Verify a pack and put its module in place, all or nothing.

        Raises UnreadableFile, CutFile, DamagedFile, NewerFormat, TooLarge, BadSignature,
        PackRefused, DiskFull, FolderReadOnly.
        """
        pack = read_pack(path, verify)
        found = put_in_place(pack, self.places.packs, self.library.framework)
        return PackInstalled(
            pack.module, found.version, found.before, found.changed, pack.publisher, pack.changes
        )
