"""The printed recovery code: 29 random symbols (131 bits) and a check symbol, in six groups.

The 23 symbols have no look-alikes (0 O 1 I 2/Z 5/S 8/B) and nothing that a Vietnamese input method
joins with its neighbour: no vowel, no D, no W. 23 is a prime, so one check symbol finds every wrong
symbol and every exchange of two neighbours.
"""

from __future__ import annotations

import secrets

from selfstudy.domain.errors import CodeMistyped

SYMBOLS = "23456789CFGHJKLMNPQRTVX"
TAKEN_FOR = str.maketrans("ZSB", "258")  # what a hurried hand writes in their place
FREE, GROUP = 29, 5
LENGTH = FREE + 1
GROUPS = LENGTH // GROUP
SEPARATORS = frozenset(" -–—_.,·\t\r\n\u00a0")


def new_code() -> str:
    """A random code in the form that is printed."""
    return grouped(_complete("".join(secrets.choice(SYMBOLS) for _ in range(FREE))))


def grouped(code: str) -> str:
    """A bare code as it is printed: groups with dashes between."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def bare(typed: str) -> str:
    """What was typed without case, spaces and dashes, nothing judged yet."""
    letters = "".join(letter for letter in typed if letter not in SEPARATORS)
    return letters.upper().translate(TAKEN_FOR)


def read_code(typed: str) -> str:
    """The bare code that somebody typed. Raises CodeMistyped."""
    code = bare(typed)
    strange = sorted(set(code) - set(SYMBOLS))
    if strange:
        raise CodeMistyped(reason="lock.code_letters", letters=" ".join(strange[:5]))
    if len(code) != LENGTH:
        raise CodeMistyped(reason="lock.code_length", found=len(code), wanted=LENGTH)
    if _complete(code[:FREE]) != code:
        raise CodeMistyped(reason="lock.code_check")
    return code


def looks_like_code(typed: str) -> bool:
    """Whether somebody meant the code and not a passphrase, mistyped or not."""
    code = bare(typed)
    return abs(len(code) - LENGTH) <= GROUP and sum(s in SYMBOLS for s in code) > LENGTH - GROUP - 2


def same_group(code: str, number: int, typed: str) -> bool:
    """Whether `typed` is the group of that number (from 1), so that the page is at hand."""
    return bare(typed) == bare(code)[GROUP * (number - 1) : GROUP * number]


def _complete(free: str) -> str:
    """The free symbols with their check symbol; weights 1 … 22 in turn, modulo 23."""
    prime = len(SYMBOLS)
    weighed = sum(
        (place % (prime - 1) + 1) * SYMBOLS.index(symbol) for place, symbol in enumerate(free)
    )
    return free + SYMBOLS[weighed % prime]
