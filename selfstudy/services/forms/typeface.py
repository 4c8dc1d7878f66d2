"""The type of printed forms: Times New Roman where the computer has it, else the one we carry."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LOOKS = ("", "bold", "italic")
TIMES = (
    ("times.ttf", "timesbd.ttf", "timesi.ttf"),  # as Windows names them
    ("Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf", "Times_New_Roman_Italic.ttf"),
    ("Times New Roman.ttf", "Times New Roman Bold.ttf", "Times New Roman Italic.ttf"),
)
CARRIED = ("IBMPlexSerif-Regular.ttf", "IBMPlexSerif-Bold.ttf", "IBMPlexSerif-Italic.ttf")
NEEDED = "ẵệữẲỂỬđĐơƯằặ"  # an old Times New Roman lacks some of these


def folders() -> tuple[Path, ...]:
    """Where systems keep Times New Roman."""
    return (
        Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
        Path("/usr/share/fonts/truetype/msttcorefonts"),
        Path("/System/Library/Fonts/Supplemental"),
    )


@cache
def fonts() -> Mapping[str, str]:
    """The names by which reportlab knows the type, by look: plain, `bold`, `italic`."""
    return register(found(folders()))


def found(places: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files of the type by look: Times New Roman from one of the places, or our own."""
    for place in places:
        for names in TIMES:
            files = tuple(place / name for name in names)
            if all(file.is_file() for file in files) and all(map(_speaks_vietnamese, files)):
                return files
    package = importlib.util.find_spec("fontpkg_ibm_plex_serif")
    if package is None or package.origin is None:
        raise FileNotFoundError("fontpkg_ibm_plex_serif")
    return tuple(Path(package.origin).parent / "files" / name for name in CARRIED)


def register(files: tuple[Path, ...]) -> Mapping[str, str]:
    """Tell reportlab of the files; a file told twice is one."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for file in files:
        if file.stem not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(file.stem, str(file)))
    return dict(zip(LOOKS, (file.stem for file in files), strict=True))


def _speaks_vietnamese(file: Path) -> bool:
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        glyphs = TTFont("probe", str(file)).face.charToGlyph
    except (TTFError, OSError):
        return False
    return all(ord(letter) in glyphs for letter in NEEDED)
