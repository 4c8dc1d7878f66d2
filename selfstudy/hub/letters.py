"""Reports of errors in lessons, on their way to the author: files in a folder, nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from selfstudy.domain.errors import HubRefused, NotForUs
from selfstudy.exchange.errata import errata_file, open_errata_file
from selfstudy.exchange.keys import KeyRing
from selfstudy.settings import write_whole

SUFFIX = ".thbl"
MOST_FILES = 2000  # kept until the author fetches them


class Letters:
    """Takes reports; it asks nobody who they are and keeps no more than what was written."""

    def __init__(self, ring: KeyRing, folder: Path | None = None) -> None:
        self._ring, self._folder = ring, folder

    def take(self, raw: bytes) -> int:
        """Keep the reports of a request; the same again is kept once. How many there were.

        Raises HubRefused, DiskFull, FolderReadOnly, and what a file of reports raises.
        """
        try:
            found = open_errata_file(raw, [self._ring])
        except NotForUs as error:
            raise HubRefused(reason="key") from error
        if self._folder is None:
            raise HubRefused(reason="storage")
        for erratum in found:
            name = hashlib.sha256(erratum.id.encode()).hexdigest()[:32]
            path = self._folder / f"{name}{SUFFIX}"
            if not path.exists() and len(list(self._folder.glob(f"*{SUFFIX}"))) >= MOST_FILES:
                raise HubRefused(reason="storage")
            write_whole(path, errata_file([erratum]))
        return len(found)
