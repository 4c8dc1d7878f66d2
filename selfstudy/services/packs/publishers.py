"""Whose packs are trusted on this computer: the academy's, one's own, and who was said yes to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from selfstudy.domain.errors import NoSuchPublisher, UnreadableFile
from selfstudy.exchange.keys import KeyRing
from selfstudy.settings import Places, write_whole

OWN_KEY = "publisher.json"
KEPT = "packs.json"
SHIPPED = "publishers.toml"
KEY_DIGITS = 64
SHOWN_DIGITS = 32  # of a key: 128 bits, more than anybody can find a second key for
GROUP = 4
LEAST_NAMED = 8

Standing = Literal["shipped", "own", "trusted", "distrusted", "unknown"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A key that signs packs; `modules` are those it may take over from another key.

    `automatic`: what it publishes is put in place without asking.
    """

    key: str
    name: str
    standing: Standing
    automatic: bool = False
    modules: tuple[str, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether its packs may be installed."""
        return self.standing in {"shipped", "own", "trusted"}

    @property
    def fingerprint(self) -> str:
        """The key as people read it to each other."""
        return fingerprint(self.key)


class Publishers:
    """Decisions about publishers, kept for everybody at this computer."""

    def __init__(self, places: Places) -> None:
        self._path = places.config / KEPT
        self._own = places.config / OWN_KEY
        self._shipped = places.resource(SHIPPED)

    def all(self) -> tuple[Publisher, ...]:
        """Everybody shipped or decided about, and one's own key if there is one."""
        own = self._own_key()
        keys = {**self._academy(), **dict.fromkeys([own] if own else ()), **self._kept()}
        return tuple(self.of(key) for key in keys)

    def of(self, key: str, claimed: str = "") -> Publisher:
        """How a key stands here; `claimed` is its name where no other is known."""
        kept = self._kept().get(key, {})
        shipped = self._academy()
        standing: Standing = "unknown"
        if kept.get("trusted") is False:
            standing = "distrusted"
        elif key in shipped:
            standing = "shipped"
        elif key == self._own_key():
            standing = "own"
        elif kept.get("trusted"):
            standing = "trusted"
        name = shipped.get(key) or str(kept.get("name", "")) or claimed
        automatic = bool(kept.get("automatic")) and standing != "distrusted"
        return Publisher(key, name, standing, automatic, tuple(kept.get("modules", ())))

    def shipped(self) -> frozenset[str]:
        """The keys that came with the program: whose modules come with it too."""
        return frozenset(self._academy())

    def called(self, words: str) -> Publisher:
        """The publisher whose key or fingerprint begins so. Raises NoSuchPublisher."""
        wanted = "".join(words.lower().replace("-", "").split())
        found = [known for known in self.all() if known.key.startswith(wanted)]
        if len(wanted) < LEAST_NAMED or len(found) != 1:
            if len(wanted) == KEY_DIGITS and not set(wanted) - set("0123456789abcdef"):
                return self.of(wanted)
            raise NoSuchPublisher(name=words)
        return found[0]

    def trust(
        self, key: str, name: str = "", *, module: str = "", automatic: bool | None = None
    ) -> Publisher:
        """Install what this key signs from now on; `module` is one that it takes over."""
        known = self.of(key, name)
        modules = dict.fromkeys([*known.modules, module] if module else known.modules)
        self._keep(
            key,
            {
                "name": known.name,
                "trusted": True,
                "automatic": known.automatic if automatic is None else automatic,
                "modules": [*modules],
            },
        )
        return self.of(key)

    def distrust(self, key: str, name: str = "") -> Publisher:
        """Refuse what this key signs from now on; what is installed stays."""
        self._keep(key, {"name": self.of(key, name).name, "trusted": False})
        return self.of(key)

    def held_back(self, module: str) -> int:
        """The version of a module that somebody went back from; 0 when nobody did."""
        number = self._read("held_back").get(module, 0)
        return number if isinstance(number, int) else 0

    def hold_back(self, module: str, version: int) -> None:
        """Remember that a version was taken back, so that it does not come again by itself."""
        self._write("held_back", {**self._read("held_back"), module: version})

    def _keep(self, key: str, said: Mapping[str, object]) -> None:
        self._write("publishers", {**self._kept(), key: said})

    def _kept(self) -> dict[str, dict[str, Any]]:
        found = self._read("publishers")
        return {key: said for key, said in found.items() if isinstance(said, dict)}

    def _read(self, part: str) -> dict[str, Any]:
        """A part of the file; where it is lost or damaged nobody was said yes to."""
        found = _json(self._path).get(part, {})
        return found if isinstance(found, dict) else {}

    def _write(self, part: str, said: Mapping[str, object]) -> None:
        whole = {**_json(self._path), part: said}
        write_whole(self._path, json.dumps(whole, ensure_ascii=False, indent=1).encode())

    def _academy(self) -> dict[str, str]:
        """Names by key of those whose keys came with the program."""
        import tomllib  # only who installs packs needs it

        try:
            listed = tomllib.loads(self._shipped.read_text(encoding="utf-8")).get("publisher", [])
            return {str(entry["key"]): str(entry["name"]) for entry in listed}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _own_key(self) -> str:
        try:
            return KeyRing.load(self._own).public.hex() if self._own.is_file() else ""
        except UnreadableFile:
            return ""


def fingerprint(key: str) -> str:
    """A key in groups, as people read it to each other over the telephone."""
    shown = key[:SHOWN_DIGITS]
    return " ".join(shown[at : at + GROUP] for at in range(0, len(shown), GROUP))


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
