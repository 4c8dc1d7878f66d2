"""How an author's text and TOML files are read: tolerant of what editors do, exact about where."""

from __future__ import annotations

import re
import stat
import unicodedata
from bisect import bisect_left
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from selfstudy.content.problems import Findings
from selfstudy.domain.vietnamese import nfc

LARGEST_TEXT = 1024 * 1024
LONGEST_LINE = 8000

_TOML_LINE = re.compile(r"at line (\d+)")
# UTF-8 read as Windows-1252: the lead bytes of Vietnamese letters followed by their second byte.
_READ_AS_1252 = re.compile("á[º»¼¾¿][\u0080-ÿŒ-ƒˆ˜–-™]|Ä[\u0090‘]|Æ[°¡]|Ã[¡¢£©ªº³´µ½¨¬²¹]")
# What no Vietnamese text in Unicode holds: TCVN3 signs inside words, VNI pairs of letter and tone.
_TCVN3 = re.compile("[a-z][µ¸¶¬®©¨ª·¹\u00ad]|[µ¸¶¬®©¨ª¹\u00ad][a-zéãñùóêô]|[a-z][À-ÖØ-ß×]")
_VNI = re.compile(r"[ae][áàåãäâ]|oâ|[aeouyö][øûïäë]|[aeyö][ùõ]|ñ[aeiouyöô]")
# Signs that stand beside letters in a text read from VPS or VISCII, and in no other.
_VPS = re.compile("[a-zà-ỹ][¢£¤¥¦§¨©ª¬®µ¶¸¹¾¿÷×†‡ŒœƒŽž]|[¤¥¦§¨©ª¬®µ¶¸¾¿÷†‡Œœƒ][a-zà-ỹ]")
_TELLTALE_SHARE = 0.01
_TELLTALE_SHARE_OF_LINE = 0.25  # one paragraph pasted from an old file
# Each with signs that such a text always has somewhere, so that sound texts are passed quickly.
_FOREIGN = (
    ("UTF-8 → Windows-1252", "»º¼½¾¿Ä°¡Ã", _READ_AS_1252, 1),
    ("TCVN3", "µ¸¶¬®©¨ª·¹×ßÜÖËÞ\u00ad", _TCVN3, 3),
    ("VNI", "ñøûïöäë", _VNI, 3),
    ("VPS/VISCII", "¤¥¦§®µ¶¾¿÷†‡Œœƒ", _VPS, 3),
)

_ANY = re.compile("|".join(pattern.pattern for _, _, pattern, _ in _FOREIGN))
_BESIDE_WORDS = ".,;:!?()[]{}\"'*_`|"


def read_text(path: Path, found: Findings) -> str | None:
    """The file's text in NFC with plain line ends, or None when it cannot be used."""
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode):  # a pipe would never end
            found.error("unreadable")
            return None
        if seen.st_size > LARGEST_TEXT:
            found.error("too_large", limit=LARGEST_TEXT)
            return None
        raw = path.read_bytes()
    except OSError:
        found.error("unreadable")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found.error("not_utf8", raw.count(b"\n", 0, error.start) + 1)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _checked(text, found) if _sound_lines(text, found) else None


def _sound_lines(text: str, found: Findings) -> bool:
    """Whether every line is a line that a person would write."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            found.error("long_line", number, limit=LONGEST_LINE)
            return False
        if "\0" in line:
            found.error("not_utf8", number)
            return False
    return True


def _checked(text: str, found: Findings) -> str:
    if not unicodedata.is_normalized("NFC", text):
        for number, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                found.warning("not_nfc", number)
                break
        text = nfc(text)
    encoding, number = foreign_encoding(text)
    if encoding:
        found.error("foreign_encoding", number, encoding=encoding)
    return text


def foreign_encoding(text: str) -> tuple[str, int]:
    """The old encoding a text seems to carry and the line that tells, or ("", 0)."""
    if text.isascii():
        return "", 0
    found = [
        (len(hits), encoding, line)
        for encoding, signs, pattern, least in _FOREIGN
        if any(sign in text for sign in signs)
        and len(hits := [at.start() for at in pattern.finditer(text)]) >= least
        and (line := _telling_line(text, hits))
    ]
    _, encoding, line = max(found, key=lambda one: one[0], default=(0, "", 0))
    return encoding, line


def foreign_word(text: str) -> tuple[str, int]:
    """The old encoding in which one word alone makes sense, and its line, or ("", 0).

    Slower than `foreign_encoding`: for the checker, not for reading.
    """
    from selfstudy.domain.legacy import guess  # few texts ever come here

    if not _ANY.search(text):
        return "", 0
    for number, line in enumerate(text.split("\n"), 1):
        for word in () if line.isascii() else line.split():
            for encoding, _, pattern, _ in _FOREIGN:
                if pattern.search(word) and guess([word.strip(_BESIDE_WORDS)]) != "unicode":
                    return encoding, number
    return "", 0


def _telling_line(text: str, hits: list[int]) -> int:
    """The first line of a text in an old encoding, or of the paragraph pasted from one; or 0."""
    ends = [at for at, sign in enumerate(text) if sign == "\n"]
    lines = Counter(bisect_left(ends, at) + 1 for at in hits)
    if len(hits) >= len(text.split()) * _TELLTALE_SHARE:
        return min(lines)
    written = text.split("\n")
    for number, count in sorted(lines.items()):
        if count >= 3 and count >= len(written[number - 1].split()) * _TELLTALE_SHARE_OF_LINE:
            return number
    return 0


class Table:
    """A TOML table whose values are taken by type; what does not fit becomes a problem."""

    def __init__(self, values: dict[str, Any], text: str, found: Findings, name: str = "") -> None:
        self.values = values
        self.found = found
        self.name = name
        self.text_of_file = text

    def inside(self, key: str) -> Table:
        """The table under a key; an empty one where there is none."""
        values = self.values.get(key)
        inner = values if isinstance(values, dict) else {}
        return Table(inner, self.text_of_file, self.found, key)

    def line(self, key: str) -> int:
        """The line of a key, or that of its table when the key is not there."""
        start, end = self._span()
        assigned = re.compile(rf"^[ \t]*\"?{re.escape(key)}\"?[ \t]*=", re.MULTILINE)
        at = assigned.search(self.text_of_file, start, end)
        return self.text_of_file.count("\n", 0, at.start() if at else start) + 1

    def _span(self) -> tuple[int, int]:
        """Where the table's text, with its own tables, begins and ends."""
        end = len(self.text_of_file)
        if not self.name:
            return 0, end
        name = rf"\"?{re.escape(self.name)}\"?"
        head = re.search(rf"^[ \t]*\[+[ \t]*{name}[ \t]*\]", self.text_of_file, re.MULTILINE)
        if head is None:
            return 0, end
        other = re.compile(rf"^[ \t]*\[(?!\[*[ \t]*{name}[ \t]*\.)", re.MULTILINE)
        following = other.search(self.text_of_file, head.end())
        return head.start(), following.start() if following else end

    def text(self, key: str, *, required: bool = True) -> str:
        """A line of text, trimmed; empty when it is not there."""
        value = self._value(key, str, required=required)
        return value.strip() if value else ""

    def whole(self, key: str, *, least: int = 0, most: int = 10_000) -> int:
        """A whole number within limits."""
        value = self._value(key, int)
        if value is not None and not least <= value <= most:
            self.found.error("out_of_range", self.line(key), field=key, least=least, most=most)
            return least
        return value if value is not None else least

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A date, written as TOML writes dates."""
        value = self._value(key, date, required=required)
        return value if value is None else date(value.year, value.month, value.day)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, list, required=required) or []
        if not all(isinstance(item, str) for item in value):
            self.found.error("wrong_type", self.line(key), field=key)
            return ()
        return tuple(item.strip() for item in value)

    def levels(self, key: str) -> tuple[tuple[str, int], ...]:
        """Competency codes with a level from 1 to 5."""
        value = self._value(key, dict, required=False) or {}
        sound = {k: v for k, v in value.items() if type(v) is int and 1 <= v <= 5}
        if len(sound) < len(value):
            self.found.error("wrong_level", self.line(key), field=key)
        return tuple(sound.items())

    def _value(self, key: str, kind: type, *, required: bool = True) -> Any:  # noqa: ANN401
        value = self.values.get(key)
        empty = value is None or (isinstance(value, str) and not value.strip())
        if empty:
            if required:
                self.found.error(
                    "missing_field",
                    self.line(key) if self.name or key in self.values else 0,
                    field=key,
                )
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            self.found.error("wrong_type", self.line(key), field=key)
            return None
        return value


def read_toml(path: Path, found: Findings) -> Table | None:
    """The whole file as a table, or None when it cannot be read."""
    text = read_text(path, found)
    return None if text is None else parse_toml(text, found)


def parse_toml(text: str, found: Findings) -> Table | None:
    """The text as a table; where TOML breaks is told by line."""
    import tomllib  # costs 10 ms, and no start needs it before the first lesson is read

    try:
        return Table(tomllib.loads(text), text, found)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = _TOML_LINE.search(str(error))
        found.error("bad_toml", int(line[1]) if line else text.count("\n") + 1)
        return None
