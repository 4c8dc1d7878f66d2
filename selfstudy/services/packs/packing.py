"""How a publisher makes packs and updates, and names the key that comes after theirs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from selfstudy.content.pack import Pack, Signer, build, build_update, open_pack, read_whole
from selfstudy.content.pack import succession as succession_of
from selfstudy.domain.errors import UnreadableFile
from selfstudy.exchange.keys import KeyRing, verified, verify
from selfstudy.services.packs.publishers import OWN_KEY
from selfstudy.settings import Places, write_whole


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was written; `base` is the version it updates (0: it is whole).

    `new_key` is where the publisher's key was made for it.
    """

    path: Path
    publisher: str
    size: int
    base: int = 0
    new_key: Path | None = None


def make_pack(
    places: Places,
    folder: Path,
    out: Path,
    *,
    key: Path | None = None,
    since: Path | None = None,
    name: str = "",
) -> Packed:
    """Write a module's pack, signed with `key` or with this computer's publisher key.

    With `since`, an update of that pack. A `name` is kept with the key for the next time.
    Raises what `content.pack.build` and writing raise, UnreadableFile for a bad key.
    """
    path = key or places.config / OWN_KEY
    fresh = not path.exists()
    ring = KeyRing.new() if fresh else KeyRing.load(path)
    about = _about(path)
    signer = Signer(ring.sign, ring.public, name or str(about.get("name", "")), _was(about, ring))
    today = date.today()  # noqa: DTZ011 — validity is by the day of this computer
    base = open_pack(read_whole(since), verify, since.name) if since else None
    raw = build_update(folder, base, signer, today) if base else build(folder, signer, today)
    if fresh:
        ring.save(path)
    if name and name != about.get("name"):
        _keep_about(path, {**about, "name": name})
    write_whole(out, raw)
    return Packed(out, ring.public.hex(), len(raw), _version(base), path if fresh else None)


def hand_over_key(places: Places, out: Path, key: Path | None = None) -> str:
    """Make a new publisher's key in `out`, named by the old one as its successor.

    Packs that the new key signs carry the statement, so that who trusted the old one takes them.
    Returns the new public key in hex. Raises UnreadableFile, also when `out` is there already.
    """
    path = key or places.config / OWN_KEY
    if out.exists():
        raise UnreadableFile(name=out.name)
    old, new = KeyRing.load(path), KeyRing.new()
    statement = [old.public.hex(), old.sign(succession_of(new.public)).hex()]
    new.save(out)
    _keep_about(out, {**_about(path), "was": statement})
    return new.public.hex()


def _version(base: Pack | None) -> int:
    return base.version if base else 0


def _beside(key: Path) -> Path:
    """What is said of a key stands beside it."""
    return key.with_name(f"{key.stem}-about.json")


def _about(key: Path) -> dict[str, object]:
    try:
        found = json.loads(_beside(key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep_about(key: Path, about: dict[str, object]) -> None:
    write_whole(_beside(key), json.dumps(about, ensure_ascii=False, indent=1).encode())


def _was(about: dict[str, object], ring: KeyRing) -> tuple[bytes, bytes] | None:
    """The statement of the key before, if there is one and it holds."""
    match about.get("was"):
        case [str(key), str(signature)]:
            try:
                parts = bytes.fromhex(key), bytes.fromhex(signature)
            except ValueError:
                return None
            return parts if verified(parts[0], parts[1], succession_of(ring.public)) else None
    return None
