"""How a number typed by a person is read: decimal comma first, thousands dots understood.

One rule for authors and learners:
* both separators: the last one is the decimal mark, the other groups thousands ("1.234,56");
* several of one separator: all of them group thousands ("1.234.567");
* one comma: always the decimal mark ("1,234" is a little more than one);
* one dot: groups thousands when one to three digits, the first not zero, stand before it and
  exactly three after ("1.234" is 1234), otherwise the decimal mark ("7.25", "0.500").
"""

from __future__ import annotations

import re
from decimal import Decimal

_LONGEST = 40
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?")
_GROUPS = {
    ".": re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+"),
    ",": re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+"),
}


def read_number(text: str) -> Decimal | None:
    """The number that was typed, or None when it is not one."""
    bare = _SPACES.sub("", text).replace("−", "-")
    if len(bare) > _LONGEST:
        return None
    sign, digits = (bare[0], bare[1:]) if bare[:1] in {"-", "+"} else ("", bare)
    plain = _without_groups(digits)
    return None if plain is None else Decimal(sign + plain)


def _without_groups(digits: str) -> str | None:
    if "." in digits and "," in digits:
        decimal_mark = max(".,", key=digits.rindex)
        group = "." if decimal_mark == "," else ","
        whole, _, part = digits.rpartition(decimal_mark)
        sound = _GROUPS[group].fullmatch(whole) and part.isascii() and part.isdigit()
        return f"{whole.replace(group, '')}.{part}" if sound else None
    mark = "," if "," in digits else "."
    if _GROUPS[mark].fullmatch(digits) and (mark == "." or digits.count(",") > 1):
        return digits.replace(mark, "")
    return digits.replace(",", ".") if _PLAIN.fullmatch(digits) else None


def is_ambiguous(text: str) -> bool:
    """Whether a number may be meant in two ways: `1.234` is 1234, or a little more than one."""
    bare = _SPACES.sub("", text)
    return bare.count(".") == 1 and bool(_GROUPS["."].fullmatch(bare))
