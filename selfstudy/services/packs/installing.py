"""Packs looked into, put in place and taken back; nothing is installed of a stranger unasked."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from selfstudy.content import pack as packs
from selfstudy.content.changes import Changes, compare
from selfstudy.content.pack import Head, Pack, Update
from selfstudy.domain.errors import PackRefused, PublisherRefused
from selfstudy.exchange.keys import verify
from selfstudy.services.packs.publishers import Publisher, Publishers
from selfstudy.settings import Places, world_error

if TYPE_CHECKING:
    from selfstudy.content.library import Library

Doubt = Literal["", "unknown", "distrusted", "other_key"]


@dataclass(frozen=True, slots=True)
class PackPreview:
    """A pack before it is installed; `before` is the version in use (0: none), `size` in bytes.

    `doubt` is why its publisher must be asked about: nobody has decided about them, they are
    distrusted, or the module came from `first`. `changes` is None for a module that is new here.
    """

    path: Path
    module: str
    version: int
    before: int
    title: str
    title_en: str
    size: int
    publisher: Publisher
    doubt: Doubt
    first: Publisher | None
    changes: Changes | None
    note: str


@dataclass(frozen=True, slots=True)
class PackInstalled:
    """A module that stands in place; `before` is the version it took the place of (0: none)."""

    module: str
    version: int
    before: int
    changed: bool
    publisher: Publisher
    note: str
    changes: Changes | None


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A module went back from one version to the one before it."""

    module: str
    left: int
    version: int


class Packs:
    """The packs of this computer."""

    def __init__(self, places: Places, library: Library) -> None:
        self.places = places
        self.library = library
        self.publishers = Publishers(places)
        self._one = threading.Lock()  # a hub's pack may come while the person installs another

    def look(self, path: Path) -> PackPreview:
        """What a pack would bring, and whether its publisher is trusted; nothing is changed.

        Raises UnreadableFile, CutFile, DamagedFile, NewerFormat, TooLarge, BadSignature,
        PackRefused.
        """
        pack, size = self._whole(path)
        head = pack.head
        doubt, first = self._doubt(head)
        return PackPreview(
            path,
            head.module,
            head.version,
            self._in_use(head.module),
            head.title,
            head.title_en,
            size,
            self.publishers.of(head.publisher, head.publisher_name),
            doubt,
            first,
            self._would_change(pack),
            head.changes.strip(),
        )

    def install(self, path: Path, *, trusting: bool = False) -> PackInstalled:
        """Verify a pack and put its module in place, all or nothing.

        With `trusting`, its publisher is trusted from now on, also to take this module over.
        Raises what `look` raises, PublisherRefused, DiskFull, FolderReadOnly.
        """
        with self._one:
            pack, _size = self._whole(path)
            self._admit(pack.head, path.name, trusting=trusting)
            head = pack.head
            before = self._in_use(head.module)
            found = packs.install(pack, self.places.packs, self.library.framework)
            self.library.refresh()
        return PackInstalled(
            head.module,
            found.version,
            before,
            found.changed,
            self.publishers.of(head.publisher, head.publisher_name),
            head.changes.strip(),
            self.changes(head.module) if found.changed else None,
        )

    def signed_by(self, path: Path) -> Publisher:
        """Who signed a pack; its content is not judged. Raises what opening a pack raises."""
        head = packs.open_any(packs.read_whole(path), verify, path.name).head
        return self.publishers.of(head.publisher, head.publisher_name)

    def roll_back(self, module: str) -> RolledBack:
        """Go back to the version before; the one left comes again by its pack only.

        Raises PackRefused when there is none before, DiskFull, FolderReadOnly.
        """
        with self._one:
            shipped = self._shipped().get(module, 0)
            left, version = packs.roll_back(self.places.packs, module, shipped)
            self.publishers.hold_back(module, left)
            self.library.refresh()
        return RolledBack(module, left, version)

    def brought(self) -> dict[str, tuple[int, int]]:
        """The modules that packs brought: the version in use and the one to go back to (0: none).

        Where the program ships the same version or a newer one, its own is in use.
        """
        shipped = self._shipped()
        found = {}
        for module, editions in packs.all_editions(self.places.packs).items():
            used, own = max(editions), shipped.get(module, 0)
            if used > own:
                before = max((version for version in editions if version < used), default=0)
                found[module] = (used, max(before, own))
        return found

    def changes(self, module: str) -> Changes | None:
        """What the version in use changed against the one before it, which is kept."""
        used, before = self.brought().get(module, (0, 0))
        editions = self._editions(module)
        return compare(editions[before], editions[used]) if before else None

    # — what is there ————————————————————————————————————————————————————————————————————

    def _editions(self, module: str) -> dict[int, Path]:
        """Folders by version: of the program, in use, kept."""
        found = [edition for edition in self.library.editions() if edition.id == module]
        shipped = {edition.version: Path(edition.folder) for edition in found}
        return shipped | packs.editions(self.places.packs, module)

    def _in_use(self, module: str) -> int:
        """The version in use; 0 when there is none."""
        return max(self._shipped().get(module, 0), packs.in_use(self.places.packs, module))

    def _shipped(self) -> dict[str, int]:
        """The modules that came with the program, by version."""
        return {
            edition.id: edition.version
            for edition in self.library.editions()
            if Path(edition.folder).parent != self.places.packs
        }

    # — what came ————————————————————————————————————————————————————————————————————————

    def _whole(self, path: Path) -> tuple[Pack, int]:
        """The pack in a file, an update put onto what it builds on, and the file's size."""
        raw = packs.read_whole(path)
        found = packs.open_any(raw, verify, path.name)
        self.library.refresh()
        self._expect_own_name(found.head, path.name)
        used = self._in_use(found.head.module)
        if used > found.head.version:
            raise packs.older(found.head, used)
        return (found if isinstance(found, Pack) else self._put_onto(found, path.name)), len(raw)

    def _expect_own_name(self, head: Head, name: str) -> None:
        """Refuse a module whose id is another's but for its case: their folders would be one."""
        for module in self.library.modules():
            if module.id != head.module and module.id.casefold() == head.module.casefold():
                raise PackRefused(name=name, reason="packs.like_another", module=module.id)

    def _put_onto(self, update: Update, name: str) -> Pack:
        """The whole version that an update makes of the one it names."""
        editions = self._editions(update.head.module)
        for version in (update.head.version, update.base):
            if version in editions:
                return update.onto(_files(editions[version]), name)
        raise PackRefused(
            name=name,
            reason="packs.needs_base",
            module=update.head.module,
            base=update.base,
            version=update.head.version,
        )

    def _would_change(self, pack: Pack) -> Changes | None:
        """What a pack would change, compared without putting it in place."""
        used = self._in_use(pack.module)
        if not used or used == pack.version:
            return None
        try:
            with tempfile.TemporaryDirectory() as folder:
                new = Path(folder) / pack.module
                for name, content in pack.files:
                    (new / name).parent.mkdir(parents=True, exist_ok=True)
                    (new / name).write_bytes(content)
                return compare(self._editions(pack.module)[used], new)
        except OSError as error:
            raise world_error(error, Path(tempfile.gettempdir())) from error

    # — whose it is ——————————————————————————————————————————————————————————————————————

    def _doubt(self, head: Head) -> tuple[Doubt, Publisher | None]:
        """Why the publisher of a pack must be asked about, and from whom the module came."""
        publisher = self.publishers.of(head.publisher)
        before = self.publishers.of(head.succeeds) if head.succeeds else None
        heir = before is not None and before.trusted
        stolen = before is not None and before.standing == "distrusted"
        if publisher.standing == "distrusted" or (stolen and not publisher.trusted):
            return "distrusted", None
        first = self._first(head.module)
        follows = (
            not first
            or publisher.standing == "own"
            or head.publisher in first
            or (heir and head.succeeds in first)
            or head.module in publisher.modules
        )
        if follows:
            return "" if publisher.trusted or heir else "unknown", None
        return "other_key", self.publishers.of(*first.popitem())

    def _first(self, module: str) -> dict[str, str]:
        """The keys, with the names that were claimed, from which a module may come."""
        origin = next(
            (
                found
                for _version, folder in sorted(self._editions(module).items(), reverse=True)
                if (found := packs.origin(folder)) is not None
            ),
            None,
        )
        if origin is not None:
            return {origin.publisher: origin.name}
        return dict.fromkeys(self.publishers.shipped(), "") if module in self._shipped() else {}

    def _admit(self, head: Head, name: str, *, trusting: bool) -> None:
        """Let a pack in, or raise PublisherRefused with who signed it."""
        doubt, first = self._doubt(head)
        if doubt and not trusting:
            publisher = self.publishers.of(head.publisher, head.publisher_name)
            raise PublisherRefused(
                name=name,
                reason=f"packs.refused_{doubt}",
                module=head.module,
                publisher=publisher.name or publisher.key[:8],
                fingerprint=publisher.fingerprint,
                first=first.name or first.key[:8] if first else "",
            )
        if doubt or (head.succeeds and not self.publishers.of(head.publisher).trusted):
            module = head.module if doubt == "other_key" else ""
            self.publishers.trust(head.publisher, head.publisher_name, module=module)


def _files(folder: Path) -> dict[str, bytes]:
    """The files of an edition; one that cannot be read is another than was published."""
    try:
        return packs.folder_files(folder)
    except OSError:
        return {}
