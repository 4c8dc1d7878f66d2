"""How one question block is written: its lines, told apart by how they begin."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selfstudy.domain.question import Kind

_FIELD = re.compile(r"^([^\W\d][\w ]{0,20}):[ \t]*(.*)$")
_CHOICE = re.compile(r"^\[([ xX])\][ \t]+(.+)$")
_STEP = re.compile(r"^\d+[.)][ \t]+(.+)$")
_PAIR = re.compile(r"^[-*][ \t]+(.+?)[ \t]{1,20}=[ \t]+(.+)$")
_ANSWER = re.compile(r"^=[ \t]*(.+)$")
_MISTAKE = re.compile(r"^(?:≠|!=)[ \t]*(.+?)(?:[ \t]{1,20}>[ \t]*(.*))?$")
_QUOTE = re.compile(r"^([ \t]*)>[ \t]?(.*)$")


@dataclass
class Row:
    """An option line with the reason written under it."""

    line: int
    text: str
    right: bool = False
    pair: str = ""
    reason: str = ""


@dataclass
class Block:
    """The parts of one question as they were written."""

    id: str
    kind: Kind
    line: int
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    answers: list[tuple[str, int]] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    _in_fields: bool = True
    _blank: bool = False

    def add(self, number: int, line: str) -> None:
        """Take the next line."""
        if self._in_fields and self._field(number, line):
            return
        if not line.strip():
            self._blank = True
            if self.text and not self.rows and not self.answers:
                self.text.append("")
            return
        if not (self._row(number, line) or self._quote(line)):
            self._words(number, line)
        self._blank = False

    def _field(self, number: int, line: str) -> bool:
        found = _FIELD.match(line)
        if found:
            name = " ".join(found[1].split()).casefold()
            self.fields[name] = (found[2].strip(), number)
            return True
        self._in_fields = not line.strip() and not self.fields
        return self._in_fields

    def _row(self, number: int, line: str) -> bool:
        if self.kind in {"numeric", "cloze"}:
            if answer := _ANSWER.match(line):
                self.answers.append((answer[1].strip(), number))
                return True
            if mistake := _MISTAKE.match(line):
                self.rows.append(Row(number, mistake[1].strip(), reason=mistake[2] or ""))
                return True
            return False
        if self.kind == "order":
            step = _STEP.match(line)
            return step is not None and self._take(Row(number, step[1].strip()))
        if self.kind == "match":
            pair = _PAIR.match(line)
            return pair is not None and self._take(
                Row(number, pair[1].strip(), pair=pair[2].strip())
            )
        choice = _CHOICE.match(line)
        return choice is not None and self._take(
            Row(number, choice[2].strip(), right=choice[1] != " ")
        )

    def _take(self, row: Row) -> bool:
        self.rows.append(row)
        return True

    def _quote(self, line: str) -> bool:
        found = _QUOTE.match(line)
        if found is None or not (self.rows or self.answers):
            return False
        indented = bool(found[1])
        forgotten = not self._blank and self.rows and not self.rows[-1].reason
        if self.rows and not self.explanation and (indented or forgotten):
            self.rows[-1].reason = f"{self.rows[-1].reason} {found[2]}".strip()
        else:
            self.explanation.append(found[2])
        return True

    def _words(self, number: int, line: str) -> None:
        if not self.rows and not self.answers:
            self.text.append(line.rstrip())
        elif self.rows and line[0] in " \t" and not self.explanation:
            row = self.rows[-1]
            if row.reason:
                row.reason += " " + line.strip()
            else:
                row.text += " " + line.strip()
        else:
            self.strays.append(number)
