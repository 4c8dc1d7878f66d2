"""What a figure may be: small, of a known kind, an SVG without scripts or outside references."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.parsers import expat

from selfstudy.content.problems import Findings, Problem, errors

LARGEST_IMAGE = 1024 * 1024
LARGEST_SVG_ELEMENTS = 20_000
DEEPEST_SVG = 100
MOST_PIXELS = 4000 * 4000
FONT = "Be Vietnam Pro"

_SIGNATURES = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
IMAGE_KINDS = frozenset({".svg", *_SIGNATURES})
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_FORBIDDEN = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "link"}
)
_OUTSIDE = re.compile(
    r"url\(\s*['\"]?\s*(?!['\"]?#)[^)\s]|@import|javascript:|expression\(", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\[0-9a-fA-F]")  # CSS writes `url` as `\75 rl`
_INLINE_IMAGE = re.compile(r"data:image/(?:png|jpeg);base64,", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*([^;}\"]+)", re.IGNORECASE)


def check_image(path: Path, found: Findings) -> None:
    """Note what is wrong with an image file; a file that is too large is never read."""
    kind = path.suffix.lower()
    try:
        size = path.stat().st_size
        if kind not in IMAGE_KINDS:
            found.error("image_kind", kind=kind or path.name)
        elif size > LARGEST_IMAGE:
            found.error("image_too_large", size=size, limit=LARGEST_IMAGE)
        elif kind == ".svg":
            check_svg(path.read_bytes(), found)
        else:
            check_pixels(path.read_bytes(), kind, found)
    except OSError:
        found.error("unreadable")


def is_sound_image(path: Path) -> bool:
    """Whether a file may be shown: the same rules, for a file that nobody checked."""
    noted: list[Problem] = []
    check_image(path, Findings(path.name, noted))
    return not errors(noted)


def check_pixels(raw: bytes, kind: str, found: Findings) -> None:
    """Note a PNG or JPEG that is not one, or that is a bomb: small as a file, vast when drawn."""
    if not raw.startswith(_SIGNATURES[kind]):
        found.error("image_kind", kind=kind)
        return
    width, height = _png_size(raw) if kind == ".png" else _jpeg_size(raw)
    if not width or not height:
        found.error("image_broken")
    elif width * height > MOST_PIXELS:
        found.error("image_too_many_pixels", width=width, height=height)


def _png_size(raw: bytes) -> tuple[int, int]:
    if len(raw) < 24 or raw[12:16] != b"IHDR":
        return 0, 0
    return int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")


def _jpeg_size(raw: bytes) -> tuple[int, int]:
    """Width and height of the frame that a JPEG tells of; (0, 0) without one."""
    at = 2
    while at + 9 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker in _JPEG_FRAMES:
            return (
                int.from_bytes(raw[at + 7 : at + 9], "big"),
                int.from_bytes(raw[at + 5 : at + 7], "big"),
            )
        at += 1 if marker == 0xFF else 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
    return 0, 0


class _Reader:
    """Walks an SVG and notes each thing that is not allowed in it."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._elements = 0
        self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._ended
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise _Unsafe("doctype")

    def _instruction(self, target: str, _: str) -> None:
        self._note("svg_unsafe", f"<?{target}")

    def _element(self, name: str, attributes: dict[str, Any]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > LARGEST_SVG_ELEMENTS or self._depth > DEEPEST_SVG:
            raise _Unsafe(f"<{name[:20]}> × {min(self._elements, LARGEST_SVG_ELEMENTS)}")
        local = name.rpartition(":")[2].lower()
        if self._elements == 1 and local != "svg":
            raise _Unsafe(name)
        if local in _FORBIDDEN:
            self._note("svg_unsafe", name)
        for attribute, value in attributes.items():
            self._attribute(attribute.rpartition(":")[2].lower(), str(value))

    def _ended(self, _: str) -> None:
        self._depth -= 1

    def _attribute(self, name: str, value: str) -> None:
        inside = value.strip().startswith("#") or _INLINE_IMAGE.match(value.strip())
        leaving = name in {"href", "src", "base"} and not inside
        if name.startswith("on") or leaving or _OUTSIDE.search(value):
            self._note("svg_unsafe", name)
        if name == "font-family":
            self._family(value)
        elif name == "style":
            if _ESCAPED.search(value):
                self._note("svg_unsafe", name)
            self._style(value)

    def _text(self, text: str) -> None:
        if _OUTSIDE.search(text) or _ESCAPED.search(text):
            self._note("svg_unsafe", "style")
        self._style(text)

    def _style(self, text: str) -> None:
        for family in _FAMILY.findall(text):
            self._family(family)

    def _family(self, family: str) -> None:
        first = family.split(",", maxsplit=1)[0].strip().strip("'\"")
        if first != FONT:
            line = self.parser.CurrentLineNumber
            self._found.warning("svg_font", line, family=first, font=FONT)

    def _note(self, key: str, what: str) -> None:
        self._found.error(key, self.parser.CurrentLineNumber, what=what)


class _Unsafe(Exception):
    """Nothing more is read of this file."""


def check_svg(raw: bytes, found: Findings) -> None:
    """Note what an SVG may not hold: scripts, events, doctypes, anything from outside."""
    reader = _Reader(found)
    try:
        reader.parser.Parse(raw, True)  # noqa: FBT003
    except _Unsafe as unsafe:
        found.error("svg_unsafe", reader.parser.CurrentLineNumber, what=str(unsafe))
    except expat.ExpatError as error:
        found.error("svg_broken", error.lineno)
