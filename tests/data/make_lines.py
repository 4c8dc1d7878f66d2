"""Adds to tests/data/1/lines.json a line of each kind of fact that no file there tells of yet.

Run as `python -m tests.data.make_lines` when a kind is added; a line that stands there is kept for
ever, as whoever wrote it first sealed it.
"""

from __future__ import annotations

import json
import typing

import msgspec

from selfstudy.domain.record import KINDS
from selfstudy.domain.wire import line_of, read_line
from tests.formats.looking import DATA, kinds_in_packets

PATH = DATA / "1" / "lines.json"
AT = 1_795_000_000_000  # ms since 1970


def example(kind: object) -> object:
    """A value of a field's type."""
    if kind is str:
        return "ẵ"
    if typing.get_origin(kind) is tuple:
        parts = typing.get_args(kind)
        return tuple(example(part) for part in parts if part is not Ellipsis)
    return 3


def main() -> None:
    kept: dict[str, str] = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
    for kind in sorted(set(KINDS) - kinds_in_packets() - set(kept)):
        form = KINDS[kind]
        fact = form(*(example(field.type) for field in msgspec.structs.fields(form)))
        line = line_of(AT, 420, fact)
        assert read_line(line).fact == fact
        kept[kind] = line.decode()
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
    PATH.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
