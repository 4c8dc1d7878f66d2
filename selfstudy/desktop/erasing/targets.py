"""What is erased from where: oneself from the settings, a person from their page; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from selfstudy.desktop.erasing.presenter import Wish
from selfstudy.domain.erasure import Erased, ErasurePreview
from selfstudy.domain.vietnamese import nfc


class Erasure(Protocol):
    """What both ask of the service."""

    def preview_own(self) -> ErasurePreview:
        """What erasing one's own records would take."""
        ...

    def erase_own(self, folder: Path | None = None, *, backups: bool = False) -> Erased:
        """Erase one's own records."""
        ...

    def erase_profile(self, folder: Path | None = None) -> Erased:
        """Erase the whole profile; the desk is closed."""
        ...

    def preview_person(self, person_id: str) -> ErasurePreview:
        """What erasing a person of the unit would take."""
        ...

    def erase_person(self, person_id: str, passphrase: str, folder: Path | None = None) -> Erased:
        """Erase a person of the unit."""
        ...


class Oneself:
    """One's own records, or the whole profile."""

    def __init__(self, erasure: Erasure) -> None:
        self._erasure = erasure

    def look(self) -> ErasurePreview:
        """What would go."""
        return self._erasure.preview_own()

    def erase(self, wish: Wish) -> Erased:
        """Erase it."""
        if wish.whole:
            return self._erasure.erase_profile(wish.folder)
        return self._erasure.erase_own(wish.folder, backups=wish.backups)


class Person:
    """The person whose page is open."""

    def __init__(self, erasure: Erasure, chosen: Callable[[], str]) -> None:
        self._erasure, self._chosen = erasure, chosen

    def look(self) -> ErasurePreview:
        """What would go."""
        return self._erasure.preview_person(self._chosen())

    def erase(self, wish: Wish) -> Erased:
        """Erase it."""
        return self._erasure.erase_person(self._chosen(), nfc(wish.word), wish.folder)
