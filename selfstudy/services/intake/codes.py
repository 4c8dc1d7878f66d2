"""Results as QR codes: drawn for a screen or a sheet of paper, read from pictures of either."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import DamagedFile, PictureRefused
from selfstudy.exchange.codes import Part, Whole, cut, join, missing, read_part
from selfstudy.settings import write_whole
from selfstudy.store.code_parts import CodeParts
from selfstudy.words import day, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

    from selfstudy.store.database import Database

PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"BM", b"II*\0", b"MM\0*", b"GIF8")
WEBP = (b"RIFF", b"WEBP")
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc", b"ftypavif")
PDF, ZIP = b"%PDF-", (b"PK\3\4", b"PK\5\6")
GREY = ("1", "L", "P")  # modes of a byte a pixel
MOST_DECODED = 160 * 1024 * 1024  # bytes of a picture in memory: 40 megapixels in colours
MAX_SIDE = 4_200  # pixels: a code of 85 modules on a sheet of six keeps eight a module
SCREEN = 5  # pixels a module on a screen
SMALL = 2_400  # pixels: what messengers shrink photographs to, or less
QUIET = 4  # modules of white around a code
A4, MARGIN, ACROSS, DOWN = (2480, 3508), 180, 2, 3  # pixels at 300 to an inch
FONT = "fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf"


@dataclass(frozen=True, slots=True)
class Codes:
    """A packet as codes: the PNG of each, and what the person should know about them."""

    pictures: tuple[bytes, ...]
    parts: tuple[Part, ...]
    name: str
    unit: str
    facts: int
    size: int
    on: date

    def file_name(self) -> str:
        """What the sheets are called as a file."""
        return f"MaQR_{vietnamese.file_name(self.name, 'NguoiHoc')}_{self.on:%Y%m%d}.pdf"


def is_picture(start: bytes) -> bool:
    """Whether a file begins like a picture."""
    webp = start.startswith(WEBP[0]) and start[8:12] == WEBP[1]
    return webp or start.startswith(PICTURES)


def unread_kind(start: bytes) -> str:
    """What a file begins like that may hold ours and is not looked into: `pdf`, `zip`, `heic`."""
    for kind, mark in (("pdf", PDF), ("zip", ZIP)):
        if start.startswith(mark):
            return kind
    return "heic" if start[4:12] in HEIC else ""


# — drawing —————————————————————————————————————————————————————————————————————————————————————


def draw(raw: bytes, name: str, unit: str, facts: int, on: date) -> Codes:
    """A packet's codes. Raises TooManyCodes."""
    parts = tuple(cut(raw))
    pictures = []
    for part in parts:
        file = io.BytesIO()
        _image(part, SCREEN).save(file, "PNG")
        pictures.append(file.getvalue())
    return Codes(tuple(pictures), parts, name, unit, facts, len(raw), on)


def write_sheets(codes: Codes, path: Path) -> None:
    """The codes on sheets of A4, six to a sheet, as a PDF. Raises DiskFull, FolderReadOnly."""
    each = ACROSS * DOWN
    groups = [codes.parts[at : at + each] for at in range(0, len(codes.parts), each)]
    sheets = [_sheet(codes, group, at + 1, len(groups)) for at, group in enumerate(groups)]
    file = io.BytesIO()
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:], resolution=300)
    write_whole(path, file.getvalue())


def _image(part: Part, scale: int) -> Image:
    """One code in black and white, `scale` pixels a module."""
    import segno
    from PIL import Image

    found = segno.make(part.sealed(), error="m", mode="byte", micro=False, boost_error=False)
    rows = [bytes(0 if dark else 255 for dark in row) for row in found.matrix]
    side = len(rows)
    code = Image.frombytes("L", (side, side), b"".join(rows))
    whole = Image.new("L", (side + 2 * QUIET, side + 2 * QUIET), 255)
    whole.paste(code, (QUIET, QUIET))
    wide = (side + 2 * QUIET) * scale
    return whole.resize((wide, wide), Image.Resampling.NEAREST).convert("1")


def _sheet(codes: Codes, parts: Sequence[Part], number: int, of: int) -> Image:
    """A sheet with its heading and at most six codes, each with its number."""
    from PIL import Image, ImageDraw

    sheet = Image.new("1", A4, 1)
    pen = ImageDraw.Draw(sheet)
    title = t("codes.sheet_title", name=codes.name, unit=codes.unit)
    pen.text((MARGIN, 130), title, font=_font(54), fill=0)
    told = t("codes.sheet_note", day=day(codes.on), n=codes.facts, sheet=number, of=of)
    pen.text((MARGIN, 220), told, font=_font(40), fill=0)
    wide, high = (A4[0] - 2 * MARGIN) // ACROSS, (A4[1] - 2 * MARGIN - 200) // DOWN
    for at, part in enumerate(parts):
        left = MARGIN + (at % ACROSS) * wide
        top = 340 + (at // ACROSS) * high
        picture = _image(part, 10)
        sheet.paste(picture, (left + (wide - picture.width) // 2, top))
        label = t("codes.number", number=part.number + 1, of=len(codes.parts))
        middle = (left + wide / 2, top + picture.height - 8)
        pen.text(middle, label, font=_font(40), fill=0, anchor="ma")
    return sheet


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(files(FONT[0]) / "files" / FONT[1]), size)


# — reading —————————————————————————————————————————————————————————————————————————————————————


def codes_in(raw: bytes, name: str) -> list[Part]:
    """The parts in a picture. Raises PictureRefused, NewerFormat."""
    import zxingcpp
    from PIL import Image

    grey = _grey(raw, name)
    pictures = [grey]
    if max(grey.size) <= SMALL:  # as messengers shrink them: enlarged, more codes are found
        twice = (2 * grey.width, 2 * grey.height)
        pictures.append(grey.resize(twice, Image.Resampling.LANCZOS))
    only = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
    found = {}
    for picture in pictures:
        for code in zxingcpp.read_barcodes(picture, formats=only):
            part = read_part(code.bytes)
            if part is not None:
                found[part.whole, part.number] = part
    return list(found.values())


def _grey(raw: bytes, name: str) -> Image:
    """A picture in grey, no larger than reading needs, turned as it lies. Raises PictureRefused.

    What would take more than `MOST_DECODED` of memory is refused before it is opened.
    """
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(raw))
            image.draft("L", (MAX_SIDE, MAX_SIDE))
            if image.width * image.height * (1 if image.mode in GREY else 4) > MOST_DECODED:
                raise PictureRefused(name=name)
            grey = image.convert("L")
    except (
        OSError,
        ValueError,
        SyntaxError,
        MemoryError,
        EOFError,
        OverflowError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:  # fmt: skip — whatever a damaged picture makes its reader say
        raise PictureRefused(name=name) from error
    if max(grey.size) > MAX_SIDE:
        grey.thumbnail((MAX_SIDE, MAX_SIDE))
    return grey


class Reading:
    """Collects the parts of packets over any number of pictures, and over days."""

    def __init__(self, database: Database) -> None:
        self.kept = CodeParts(database)
        self._seen: dict[Whole, dict[int, Part]] = {}

    def take(
        self, raw: bytes, name: str, at: int, *, dry: bool = False
    ) -> Iterator[bytes | Lacking]:
        """What a picture brings: packets that are whole now, and what others still lack.

        A packet's codes are forgotten once it was taken. Raises PictureRefused, NewerFormat.
        """
        touched = []
        for part in codes_in(raw, name):
            if part.whole not in touched:
                touched.append(part.whole)
            self._seen.setdefault(part.whole, self._held(part.whole))[part.number] = part
            if not dry:
                self.kept.keep(_named(part.whole), part.number, part.sealed(), at)
        for whole in touched:
            outcome = self._outcome(whole)
            yield outcome
            if dry or (isinstance(outcome, Lacking) and outcome.numbers):
                continue
            taken = isinstance(outcome, bytes) or outcome.taken
            self.kept.drop(_named(whole), taken_at=at if taken else None)
            if isinstance(outcome, bytes) or not taken:
                del self._seen[whole]

    def _outcome(self, whole: Whole) -> bytes | Lacking:
        parts = self._seen[whole]
        lacking = missing(whole, parts)
        of = whole.parts + whole.spares
        if lacking and self.kept.taken(_named(whole)):  # the rest of those that were enough
            return Lacking(len(parts), of, (), taken=True)
        if lacking:
            return Lacking(len(parts), of, tuple(number + 1 for number in lacking))
        try:
            return join(parts.values())
        except DamagedFile:
            return Lacking(len(parts), of, ())

    def _held(self, whole: Whole) -> dict[int, Part]:
        found = (read_part(raw) for raw in self.kept.of(_named(whole)))
        return {part.number: part for part in found if part is not None}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A packet that is not whole: codes read, codes there are, numbers from 1 that are missing.

    Without missing numbers the codes did not fit together, or enough of them were `taken` before.
    """

    read: int
    of: int
    numbers: tuple[int, ...]
    taken: bool = False


def _named(whole: Whole) -> bytes:
    return whole.digest + whole.parts.to_bytes(1, "big") + whole.size.to_bytes(4, "big")
