"""Packs brought from the unit's hub: piece by piece, going on where a cut left off."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.errors import (
    DamagedFile,
    HubRefused,
    HubUnreachable,
    PackRefused,
    SelfStudyError,
)
from selfstudy.exchange.packet import PackOffer
from selfstudy.services.packs.installing import PackInstalled, Packs
from selfstudy.services.packs.offered import Offered
from selfstudy.settings import make_folder, sync_folder, world_error

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk

FETCHED = ".fetched"
MOST_UNASKED = 8 * 1024 * 1024  # bytes of a pack that comes by itself

Told = Callable[[int, int], object]


class HubPacks:
    """The packs that the hub of a desk's unit offers."""

    def __init__(self, desk: Desk, packs: Packs) -> None:
        self.desk = desk
        self.packs = packs
        self.offered = Offered(desk)
        self._stop = threading.Event()
        self._one = threading.Lock()

    def waiting(self) -> tuple[PackOffer, ...]:
        """Offers newer than what is in use, of publishers who are not distrusted."""
        publishers = self.packs.publishers
        return tuple(
            offer
            for offer in self.offered.waiting()
            if publishers.of(offer.publisher.hex()).standing != "distrusted"
        )

    def stop(self) -> None:
        """Give up what is being fetched: the program closes. What is there stays."""
        self._stop.set()

    def fetch(
        self,
        offer: PackOffer,
        told: Told = lambda _done, _of: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Path:
        """The file of an offer, whole; what an earlier try brought is not fetched again.

        Raises HubUnreachable (also when cancelled), CaptivePortal, HubRefused, DamagedFile (it is
        then begun anew), DiskFull, FolderReadOnly.
        """
        card = self.desk.card
        if card is None or not card.hub:
            raise HubUnreachable(address="")
        name = f"{offer.module}-v{offer.version}.thpack"
        folder = self.packs.places.packs / FETCHED
        part, whole = folder / f"{offer.digest.hex()}.part", folder / name
        with self._one:
            try:
                make_folder(folder)
                self._sweep(folder)
                self._bring(card.hub, offer, part, told, cancelled)
                if _digest(part) != offer.digest:
                    part.unlink()
                    raise DamagedFile(name=name)
                part.replace(whole)
                sync_folder(folder)
            except OSError as error:
                raise world_error(error, folder) from error
            except HubRefused:
                self.offered.forget()
                raise
        return whole

    def install(self, path: Path, *, trusting: bool = False) -> PackInstalled:
        """Install what was fetched; when no update fits, the whole pack is asked for next time.

        Raises what `Packs.install` raises.
        """
        try:
            done = self.packs.install(path, trusting=trusting)
        except PackRefused as error:
            module = error.details.get("module")
            if error.details["reason"] in {"packs.base_differs", "packs.needs_base"}:
                self.offered.want_whole(str(module))
            raise
        self.offered.took(done.module)
        if path.parent.name == FETCHED:
            with suppress(OSError):
                path.unlink()
        return done

    def bring(self) -> list[PackInstalled]:
        """Fetch and install what comes from publishers whose packs the person lets in unasked.

        A version that somebody went back from is not among them. What fails is left for later.
        """
        done = []
        for offer in self.waiting():
            if self._unasked(offer.publisher.hex(), offer.module, offer.version, offer.size):
                with suppress(SelfStudyError):
                    path = self.fetch(offer)
                    found = self.packs.look(path)  # what the hub said of it is only its word
                    key = found.publisher.key
                    if self._unasked(key, found.module, found.version, found.size):
                        done.append(self.install(path))
        return done

    def _unasked(self, key: str, module: str, version: int, size: int) -> bool:
        """Whether a pack may come without asking: of such a publisher, new, and not large."""
        publisher = self.packs.publishers.of(key)
        back = self.packs.publishers.held_back(module)
        return publisher.trusted and publisher.automatic and version > back and size <= MOST_UNASKED

    def _sweep(self, folder: Path) -> None:
        """Remove parts of what is not offered any more."""
        offered = {offer.digest.hex() for offer in self.offered.waiting()}
        for part in folder.glob("*.part"):
            if part.stem not in offered:
                part.unlink(missing_ok=True)

    def _bring(
        self,
        address: str,
        offer: PackOffer,
        part: Path,
        told: Told,
        cancelled: Callable[[], bool],
    ) -> None:
        """Append to the file what it lacks."""
        from selfstudy.exchange.hub_client import fetch_piece  # HTTP loads with the first use

        with part.open("ab") as file:
            if file.tell() > offer.size:
                file.truncate(0)
                file.seek(0)
            while (start := file.tell()) < offer.size:
                if self._stop.is_set() or cancelled():
                    raise HubUnreachable(address=address)
                told(start, offer.size)
                file.write(fetch_piece(address, offer.digest, start, offer.size, self._stop))
                file.flush()
            os.fsync(file.fileno())
        told(offer.size, offer.size)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
