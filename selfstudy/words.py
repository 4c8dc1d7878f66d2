"""Sentences by key in Vietnamese and English, and numbers and dates as each language writes them.

One file per language, `resources/words/<language>.toml`, in a strict subset of TOML: tables and
one `key = "one line"` each, read here without `tomllib`, whose import alone takes 10 ms.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final, Literal, TypeVar

Language = Literal["vi", "en"]
DateT = TypeVar("DateT", bound=date)

_LINE: Final = (
    r'\s*(?:\[(?P<table>[\w.]+)\]|(?P<key>\w+)\s*=\s*"(?P<text>(?:[^"\\]|\\["\\nt])*)")?\s*(?:#.*)?'
)
_ESCAPE: Final = r"\\(.)"
_ESCAPED: Final = {"n": "\n", "t": "\t"}
_SPACE: Final = "\u00a0"  # a number and its unit stay on one line


class Catalogue:
    """The sentences of one language; a table is read when something in it is first asked for.

    Start-up needs ten tables of a hundred. Any thread may ask: a table read twice is the same.
    """

    def __init__(self, text: str, name: str = "") -> None:
        self._name = name
        self._tables: dict[str, str] = {}
        self._read: dict[str, str] = {}
        first, *others = f"\n{text}".split("\n[")
        for table, _end, lines in (("", "]", first), *(part.partition("]") for part in others)):
            self._tables[table] = self._tables.get(table, "") + lines

    def get(self, key: str) -> str | None:
        """The sentence of `key`, if there is one."""
        if key in self._read:
            return self._read[key]
        table, dot, _name = key.rpartition(".")
        lines = self._tables.get(table)
        if lines is not None:
            found = parse(lines, f"{self._name} [{table}]")
            self._read.update({f"{table}{dot}{name}": words for name, words in found.items()})
            self._tables.pop(table, None)
        return self._read.get(key)


class _Chosen:
    """The language in use and its catalogue."""

    language: Language = "vi"
    catalogue: Catalogue | None = None


def use(language: Language) -> None:
    """Speak this language from now on."""
    _Chosen.catalogue = _opened(language)
    _Chosen.language = language


def language() -> Language:
    """The language in use."""
    return _Chosen.language


def load(language: Language) -> dict[str, str]:
    """Every sentence of one language by its full key."""
    return parse(_text(language), f"{language}.toml")


def parse(text: str, name: str = "") -> dict[str, str]:
    """The catalogue written in `text`; a line outside the subset raises ValueError."""
    table, catalogue = "", {}
    for number, line in enumerate(text.splitlines(), start=1):
        plain = line.split('"')
        if len(plain) == 3 and not plain[2] and plain[0].endswith(" = ") and "\\" not in line:
            key, words = plain[0][:-3], plain[1]  # nearly every line; the pattern costs ten times
        else:
            key, words = "", ""
        if not key.isidentifier():
            new, key, words = _line(line, f"{name}:{number}")
            table = f"{new}." if new else table
        if key:
            if table + key in catalogue:
                raise ValueError(f"{name}:{number}: {table}{key} is there twice")
            catalogue[table + key] = words
    return catalogue


def _line(line: str, place: str) -> tuple[str, str, str]:
    """Table, key and words of any line: a table has no key, a remark has neither."""
    if not line:
        return "", "", ""
    match = re.fullmatch(_LINE, line)
    if match is None:
        raise ValueError(f'{place}: not a table and not `key = "text"`: {line}')
    words = re.sub(_ESCAPE, lambda found: _ESCAPED.get(found[1], found[1]), match["text"] or "")
    return match["table"] or "", match["key"] or "", words


def t(key: str, /, **values: object) -> str:
    """The sentence of `key`, its places filled; `n` chooses `key_one` or `key_other`."""
    catalogue = _catalogue()
    words = catalogue.get(key)
    if words is None and "n" in values:
        words = _plural(key, values["n"], catalogue)
        values = {**values, "n": _count(values["n"])}
    if words is None:
        raise KeyError(key)
    return words.format(**values) if values else words


def known(key: str) -> bool:
    """Whether a sentence of this key exists."""
    return _catalogue().get(key) is not None


def pick(vietnamese: str, english: str = "") -> str:
    """Of a text written in both languages, the one in use; Vietnamese where English is missing."""
    return english if _Chosen.language == "en" and english else vietnamese


def number(value: float, digits: int = 1) -> str:
    """`1.234,5` or `1,234.5`; at most `digits` decimals, none where they are zero."""
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("-", "\u2212") if text.strip("-0.,") else "0"
    return text.translate(_SWAP) if _Chosen.language == "vi" else text


def percent(fraction: float) -> str:
    """A share of 1 in whole per cent; 100 only when complete, 0 only when nothing is there."""
    whole = round(fraction * 100)
    if 0 < fraction < 1:
        whole = min(99, max(1, whole))
    return f"{number(whole, 0)}%"


def day(value: date) -> str:
    """dd/mm/yyyy; an aware moment is shown in local time."""
    return f"{_local(value):%d/%m/%Y}"


def clock(value: datetime | time) -> str:
    """HH:MM, in local time for an aware moment."""
    return f"{_local(value) if isinstance(value, datetime) else value:%H:%M}"


def moment(value: datetime) -> str:
    """dd/mm/yyyy HH:MM in local time."""
    return f"{_local(value):%d/%m/%Y %H:%M}"


def long_day(value: date) -> str:
    """Weekday, day, month and year in words."""
    value = _local(value)
    weekday, month = t(f"day.weekday_{value.weekday()}"), t(f"day.month_{value.month}")
    return t("day.long", weekday=weekday, day=value.day, month=month, year=value.year)


def ago(value: datetime, now: datetime | None = None) -> str:
    """`Hôm nay 07:50`, `Hôm qua`, `12 ngày trước`, then the date itself."""
    value, today = _local(value), _local(now or datetime.now(UTC))
    days = (today.date() - value.date()).days
    if days == 0:
        return t("day.today", clock=clock(value))
    if days == 1:
        return t("day.yesterday")
    return t("day.days_ago", n=days) if 1 < days <= 30 else day(value)


def minutes(value: float) -> str:
    """`25 phút`, `1 giờ 10 phút`."""
    whole = max(0, round(value))
    hours, rest = divmod(whole, 60)
    if not hours:
        return t("day.minutes", n=rest)
    return t("day.hours", n=hours) + (" " + t("day.minutes", n=rest) if rest else "")


def size(octets: int) -> str:
    """`312 B`, `4,5 KB`, `1,2 MB`."""
    value, unit = float(octets), "B"
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            break
        value /= 1024
    return f"{number(value, 0 if unit == 'B' else 1)}{_SPACE}{unit}"


_SWAP: Final = str.maketrans(",.", ".,")


def _text(language: Language) -> str:
    here = Path(__file__).parent
    wheel = here / "_data" / "resources" / "words"
    folder = wheel if wheel.is_dir() else here.parent / "resources" / "words"
    return (folder / f"{language}.toml").read_text(encoding="utf-8")


def _opened(language: Language) -> Catalogue:
    return Catalogue(_text(language), f"{language}.toml")


def _catalogue() -> Catalogue:
    if _Chosen.catalogue is None:
        _Chosen.catalogue = _opened(_Chosen.language)
    return _Chosen.catalogue


def _plural(key: str, n: object, catalogue: Catalogue) -> str | None:
    one = catalogue.get(f"{key}_one") if n == 1 else None
    return one if one is not None else catalogue.get(f"{key}_other")


def _count(n: object) -> object:
    return number(n, 1) if isinstance(n, int | float) else n


def _local(value: DateT) -> DateT:
    """An aware moment in this computer's time zone; a plain day or naive moment as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone()
    return value
