"""The packs that a hub hands on: their publishers signed them, nobody needs to trust the hub."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from selfstudy.content.pack import Update, open_any, read_whole
from selfstudy.domain.errors import HubRefused, PackNotOnShelf
from selfstudy.exchange.keys import verify
from selfstudy.exchange.packet import PackOffer
from selfstudy.settings import sync_folder, world_error, write_whole

PACK, ABOUT = ".thpack", ".json"
MOST_HELD = 5_000  # modules that a question may name
MOST_OFFERED = 200  # in one answer; what is installed makes room for the next


class Shelf:
    """Packs in a folder, each beside what an offer says of it; without a folder there are none.

    Several processes may look at one folder: what one puts there the others see.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._seen: tuple[str, ...] = ()
        self._offers: tuple[PackOffer, ...] = ()

    def publish(self, path: Path) -> PackOffer:
        """Put a pack or update on the shelf, after every check that needs no other file.

        Raises what opening a pack raises, DiskFull, FolderReadOnly.
        """
        raw = read_whole(path)
        found = open_any(raw, verify, path.name)
        head, digest = found.head, hashlib.sha256(raw).digest()
        base = found.base if isinstance(found, Update) else 0
        key = bytes.fromhex(head.publisher)
        offer = PackOffer(
            head.module, head.version, base, len(raw), digest, key, head.title, head.title_en
        )
        if self._folder is not None:
            write_whole(self._folder / f"{digest.hex()}{PACK}", raw)
            write_whole(self._folder / f"{digest.hex()}{ABOUT}", msgspec.json.encode(offer))
        return offer

    def withdraw(self, module: str, version: int = 0) -> list[PackOffer]:
        """Take the packs and updates of a module, or of one version of it, off the shelf.

        Raises PackNotOnShelf, DiskFull, FolderReadOnly. What was fetched or installed stays.
        """
        gone = [o for o in self.offers() if o.module == module and version in {0, o.version}]
        if not gone or self._folder is None:
            raise PackNotOnShelf(module=module, version=version)
        try:
            for offer in gone:  # what is said of a pack goes first: half withdrawn is withdrawn
                for suffix in (ABOUT, PACK):
                    (self._folder / f"{offer.digest.hex()}{suffix}").unlink(missing_ok=True)
        except OSError as error:
            raise world_error(error, self._folder) from error
        sync_folder(self._folder)
        return gone

    def offers(self) -> tuple[PackOffer, ...]:
        """Everything on the shelf, by module and version."""
        names = self._names()
        if names != self._seen:
            found = (self._read(name) for name in names)
            kept = [offer for offer in found if offer is not None]
            self._offers = tuple(sorted(kept, key=lambda o: (o.module, o.version, o.base)))
            self._seen = names
        return self._offers

    def mark(self) -> str:
        """What tells this shelf from the same one with other packs; empty for an empty one."""
        names = self._names()
        return hashlib.sha256("".join(names).encode()).hexdigest()[:16] if names else ""

    def newer(self, held: Iterable[tuple[str, int]]) -> list[PackOffer]:
        """Of each module the newest that is newer than what is held, in the fewest bytes."""
        versions = dict(held)
        best: dict[str, PackOffer] = {}
        for offer in self.offers():
            have = versions.get(offer.module, 0)
            if offer.version <= have or offer.base not in {0, have}:
                continue
            other = best.get(offer.module)
            if other is None or (offer.version, -offer.size) > (other.version, -other.size):
                best[offer.module] = offer
        return list(best.values())[:MOST_OFFERED]

    def path(self, digest: str) -> Path:
        """The file of an offer. Raises HubRefused when it is not on the shelf (any more)."""
        if self._folder is None or digest not in {offer.digest.hex() for offer in self.offers()}:
            raise HubRefused(reason="packs.gone")
        return self._folder / f"{digest}{PACK}"

    def _names(self) -> tuple[str, ...]:
        """Digests of what lies there; a pack counts once what is said of it lies beside it."""
        if self._folder is None:
            return ()
        return tuple(sorted(path.stem for path in self._folder.glob(f"*{ABOUT}")))

    def _read(self, name: str) -> PackOffer | None:
        path = (self._folder or Path()) / f"{name}{ABOUT}"
        try:
            offer = msgspec.json.decode(path.read_bytes(), type=PackOffer)
        except (OSError, msgspec.DecodeError):
            return None
        return offer if path.with_suffix(PACK).is_file() and offer.digest.hex() == name else None
