"""What a form is: its words and columns from `resources/forms`, and a sheet filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from selfstudy.domain.errors import NoSuchForm
from selfstudy.domain.vietnamese import nfc
from selfstudy.settings import Places

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FONT = "Times New Roman"
# Sizes in points and margins in millimetres, as the decree has them
SMALL, BODY, TABLE, TITLE, NOTE = 12, 13, 12, 14, 11
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
HEADER = 10  # millimetres from the edge to the number of a page
A4 = (210, 297)  # millimetres
PADDING = 3  # points, inside the cells of a table
LETTER, CAPITAL, BOLDER = 0.56, 1.3, 1.08  # a letter to its size, a capital and bold to that
SHORT_WORD, MEASURED = 16, 200  # letters that stay on one line; rows that are measured
LONGEST_NAME = 200  # characters
LEFT_SHARE = 0.4  # of the width, for the unit beside the motto
CENTRED = frozenset({"whole", "day", "moment", "word"})
NAMES = re.compile(r"F\d{1,2}|needs")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in a row, its heading, its width in characters, what it holds."""

    key: str
    heading: str
    width: float
    kind: str

    @property
    def across(self) -> str:
        """Where its values stand: `center`, `right` or `left`."""
        if self.kind in CENTRED:
            return "center"
        return "right" if self.kind == "number" else "left"


@dataclass(frozen=True, slots=True)
class Section:
    """What follows the table under a heading: paragraphs of a page, or lines to write on."""

    key: str
    heading: str
    blanks: int = 0
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form as `resources/forms` tells it.

    `intro` and `table` are headings over the lines and over the table; `footer` stands at the
    foot of every page; `one_page` shrinks a sheet rather than let it run over.
    """

    name: str
    title: str
    subtitle: str
    landscape: bool
    empty: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    signatures: tuple[tuple[str, str], ...]
    lines: Mapping[str, str]
    totals: Mapping[str, str]
    texts: Mapping[str, str]
    sections: tuple[Section, ...] = ()
    intro: str = ""
    table: str = ""
    footer: str = ""
    one_page: bool = False

    @property
    def paper(self) -> tuple[int, int]:
        """Width and height in millimetres."""
        return (A4[1], A4[0]) if self.landscape else A4

    @property
    def room(self) -> int:
        """Width between the margins in millimetres."""
        return self.paper[0] - MARGINS["left"] - MARGINS["right"]

    def widths(self, whole: float, rows: Sequence[Mapping[str, object]]) -> list[float]:
        """The columns' shares of a width, each wide enough for its longest short word."""
        points = self.room * 72 / 25.4
        total = sum(column.width for column in self.columns)
        wanted = [column.width * points / total for column in self.columns]
        least = [self._least(column, rows) for column in self.columns]
        short = sum(max(0.0, need - wish) for wish, need in zip(wanted, least, strict=True))
        spare = sum(max(0.0, wish - need) for wish, need in zip(wanted, least, strict=True))
        given = min(1.0, short / spare) if spare else 0.0
        found = [
            need if wish < need else wish - (wish - need) * given
            for wish, need in zip(wanted, least, strict=True)
        ]
        return [width * whole / sum(found) for width in found]

    def _least(self, column: Column, rows: Sequence[Mapping[str, object]]) -> float:
        """Points that a column needs so that no heading, date, number or short word is broken."""
        words = [_long(word) * BOLDER for word in column.heading.split()]
        for row in rows[:MEASURED]:
            shown = self.shown(column, row.get(column.key)).split()
            words += [_long(word) for word in shown if len(word) <= SHORT_WORD]
        return max(words) * LETTER * TABLE + 2 * PADDING + 1

    def place(self, key: str) -> int:
        """Where a column stands, counted from 0."""
        return next(index for index, column in enumerate(self.columns) if column.key == key)

    def shown(self, column: Column, value: object) -> str:
        """A value as an office writes it: decimal comma, day before month."""
        if value is None:
            return ""
        if column.kind == "word":
            return self.texts.get(str(value), clean(str(value)))
        return written(value)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum: its text, its value, the column it stands in, and what it is."""

    text: str
    value: float
    column: str
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: who it is about, its rows, its totals, what stands below, who signs.

    `title` tells sheets of a workbook apart; `when` is the year or the days in words.
    """

    title: str
    when: str
    rows: Sequence[Mapping[str, object]]
    lines: Sequence[str] = ()
    totals: Sequence[Total] = ()
    signed: Sequence[str] = ()
    sections: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def subtitle(self, form: Form) -> str:
        """The line below the title."""
        text = form.subtitle.format(when=self.when)
        return text[:1].upper() + text[1:]

    def below(self, section: Section) -> list[str]:
        """The paragraphs of a section; "" is a line to write on."""
        found = [clean(text) for text in self.sections.get(section.key, ())]
        found += [""] * (section.blanks - len(found))
        if section.numbered:
            return [f"{number}. {text}".rstrip() for number, text in enumerate(found, start=1)]
        return found

    @staticmethod
    def is_blank(text: str) -> bool:
        """Whether a paragraph of a section is a line to write on."""
        return re.fullmatch(r"(\d+\.)?", text) is not None


@dataclass(frozen=True, slots=True)
class Office:
    """Whose form it is: the unit above, the unit, the place, the day, who made it."""

    parent: str
    unit: str
    place: str
    day: date
    author: str = ""

    def head(self) -> tuple[str, str]:
        """The unit above and the unit; the first is "" where there is none above."""
        return _name(self.parent).upper(), _name(self.unit).upper()

    def dated(self) -> str:
        """`Phường An Bình, ngày 05 tháng 02 năm 2026`: what may be altered has two figures."""
        where = f"{_name(self.place)}, " if self.place else ""
        month = f"{self.day.month:02}" if self.day.month <= 2 else str(self.day.month)
        return f"{where}ngày {self.day:%d} tháng {month} năm {self.day:%Y}"


def read_form(name: str) -> Form:
    """The form of this name. Raises NoSuchForm."""
    import tomllib

    if not NAMES.fullmatch(name):
        raise NoSuchForm(form=name)
    path = Places.resource(f"forms/{name}.toml")
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoSuchForm(form=name) from error
    return Form(
        name=name,
        columns=tuple(Column(**column) for column in told.pop("column")),
        sections=tuple(Section(**section) for section in told.pop("section", ())),
        notes=tuple(told.pop("notes")),
        signatures=tuple((heading, hint) for heading, hint in told.pop("signatures")),
        **told,
    )


def clean(text: str) -> str:
    """Each letter with its marks in one, without control signs and halves of letters."""
    return nfc(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", " ", text))


def _long(word: str) -> float:
    """How long a word is, in letters."""
    return sum(CAPITAL if letter.isupper() else 1 for letter in word)


def _name(text: str) -> str:
    """A name in the head of a form: on a line, and no longer than a unit's may be."""
    return " ".join(clean(text).split())[:LONGEST_NAME]


def written(value: object) -> str:
    """`1.234,5`, `05/02/2026`, `05/02/2026 14:30`; the form speaks Vietnamese, always."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        text = f"{value:,.2f}".rstrip("0").rstrip(".")
        return text.translate(_SWAP)
    return clean(str(value))


_SWAP = str.maketrans(",.", ".,")
