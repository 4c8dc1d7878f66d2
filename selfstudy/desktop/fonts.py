"""The typefaces: Be Vietnam Pro for the interface, IBM Plex Serif to read, JetBrains Mono for code.

All are static files with every Vietnamese letter, so bold and italic are drawn, not synthesised.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFontDatabase

INTERFACE: Final = "Be Vietnam Pro"
READING: Final = "IBM Plex Serif"
CODE: Final = "JetBrains Mono"

_START: Final = (
    ("fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf"),
    ("fontpkg_be_vietnam_pro", "BeVietnamPro-Medium.ttf"),
    ("fontpkg_be_vietnam_pro", "BeVietnamPro-SemiBold.ttf"),
    ("fontpkg_ibm_plex_serif", "IBMPlexSerif-SemiBold.ttf"),
)
_READING: Final = (
    ("fontpkg_be_vietnam_pro", "BeVietnamPro-Bold.ttf"),
    ("fontpkg_be_vietnam_pro", "BeVietnamPro-Italic.ttf"),
    ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Regular.ttf"),
    ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Italic.ttf"),
    ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Bold.ttf"),
    ("fontpkg_ibm_plex_serif", "IBMPlexSerif-BoldItalic.ttf"),
    ("fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf"),
)
_loaded: set[str] = set()


def load_start() -> None:
    """The four files that the first window needs."""
    _load(_START)


def load_reading() -> None:
    """What a lesson needs besides: the serif in four styles, and code. Call it before the first."""
    _load(_READING)


def _load(files: tuple[tuple[str, str], ...]) -> None:
    for package, name in files:
        if name not in _loaded:
            QFontDatabase.addApplicationFont(str(_folder(package) / name))
            _loaded.add(name)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    return Path(spec.origin).parent / "files"
