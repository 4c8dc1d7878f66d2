"""Which paths may stand in a pack: relative, plain, writable on every system, each only once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from selfstudy.content.image_rules import IMAGE_KINDS
from selfstudy.content.module_files import TEXT_KINDS
from selfstudy.domain.vietnamese import nfc

LONGEST_PART = 120
LONGEST_PATH = 200
DEEPEST = 6

# Signs that no system writes, and those that turn a name around or cannot be seen in it.
_FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"|?*\\\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]'
)
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?")


def sound_path(path: str) -> bool:
    """Whether a path may be written below a folder on Windows, macOS and Linux."""
    parts = path.split("/")
    return (
        len(path) <= LONGEST_PATH
        and len(parts) <= DEEPEST
        and path == nfc(path)
        and all(map(_sound_part, parts))
        and PurePosixPath(path).suffix.lower() in TEXT_KINDS | IMAGE_KINDS
    )


def told_apart(paths: Iterable[str]) -> bool:
    """Whether no path is another's folder, or the same on a system that ignores case."""
    names = [path.casefold() for path in paths]
    files = set(names)
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    return len(files) == len(names) and not files & folders


def _sound_part(part: str) -> bool:
    return (
        0 < len(part) <= LONGEST_PART
        and not part.startswith((".", " "))
        and not part.endswith((".", " "))
        and _FORBIDDEN.search(part) is None
        and _RESERVED.fullmatch(part) is None
    )
