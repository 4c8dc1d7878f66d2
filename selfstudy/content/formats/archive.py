"""The members of a foreign zip, limits looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from selfstudy.content.problems import Findings

MOST_MEMBERS = 5000
LARGEST_MEMBER = 64 * 1024 * 1024
LARGEST_WHOLE = 128 * 1024 * 1024


def members(path: Path, ending: str, found: Findings) -> Iterator[tuple[str, bytes]]:
    """Each member whose name ends so; nothing is written anywhere.

    Raises zipfile.BadZipFile, OSError and what a strange zip makes of itself.
    """
    with zipfile.ZipFile(path) as archive:
        listed = archive.infolist()
        if len(listed) > MOST_MEMBERS or sum(one.file_size for one in listed) > LARGEST_WHOLE:
            found.error("import_too_large", limit=LARGEST_WHOLE // 1024 // 1024)
            return
        for one in listed:
            if one.filename.lower().endswith(ending) and not one.is_dir():
                with archive.open(one) as member:
                    raw = member.read(LARGEST_MEMBER + 1)
                if len(raw) > LARGEST_MEMBER:
                    found.error("import_too_large", limit=LARGEST_MEMBER // 1024 // 1024)
                    return
                yield one.filename, raw
