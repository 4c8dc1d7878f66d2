"""Where the words that a person typed stand in a text as written: marks and case do not count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from selfstudy.domain.vietnamese import comparable, fold, nfc

LONGEST_QUERY = 200
MOST_WORDS = 16
SNIPPET_WORDS = 28
MATCH_START = "⟦"
MATCH_END = "⟧"

Span = tuple[int, int]

WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]{1,8}"
_LATIN = (range(0x41, 0x5B), range(0x61, 0x7B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
_WINDOW = 150  # letters: about as many as a snippet has
_BEFORE = 4  # words of a snippet before the first match


def typed_parts(words: str) -> tuple[str, ...]:
    """What was typed between spaces, each part as its tokens: "30/2020" is two side by side."""
    typed = nfc(words)[:LONGEST_QUERY].split()
    parts = (" ".join(WORD.findall(comparable(part))) for part in typed)
    return tuple(part for part in parts if part)[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Sought:
    """Tokens to look for in texts, the last of which may be only begun."""

    tokens: tuple[str, ...]
    folded: tuple[str, ...]

    def best_place(self, text: str) -> Span | None:
        """Where the tokens stand side by side, best as typed, or else closest to each other."""
        first = None
        for found in _side_by_side(self.folded).finditer(text):
            if comparable(" ".join(WORD.findall(found[0]))).startswith(" ".join(self.tokens)):
                return found.span()
            first = first or found.span()
        return first or self._closest(self._places(text))

    def lit(self, text: str) -> list[Span]:
        """Where single tokens stand, in order: as typed where one is so, else with other marks."""
        found = self._places(text)
        same = [place for place in found if self._as_typed(text, *place)]
        typed = {number for _, number in same}
        lit = (place[0] for place in found if place in same or place[1] not in typed)
        return list(dict.fromkeys(lit))

    def is_all_in(self, text: str) -> bool:
        """Whether every token stands somewhere in a text, marks or not."""
        last = len(self.folded) - 1
        return all(
            _one(token, begun=number == last).search(text)
            for number, token in enumerate(self.folded)
        )

    def _places(self, text: str) -> list[tuple[Span, int]]:
        """Every token's places, with the number of the token."""
        last = len(self.folded) - 1
        found = [
            (match.span(), number)
            for number, token in enumerate(self.folded)
            if token not in self.folded[number + 1 :]
            for match in _one(token, begun=number == last).finditer(text)
        ]
        return sorted(found)

    def _as_typed(self, text: str, span: Span, number: int) -> bool:
        there, token = comparable(text[slice(*span)]), self.tokens[number]
        return there.startswith(token) if number == len(self.tokens) - 1 else there == token

    @staticmethod
    def _closest(places: list[tuple[Span, int]]) -> Span | None:
        """The first place of the stretch that holds most of the tokens."""
        best, most = None, 0
        for index, (span, _) in enumerate(places):
            within = set()
            for (start, _), number in places[index : index + MOST_WORDS]:
                if start < span[0] + _WINDOW:
                    within.add(number)
            if len(within) > most:
                best, most = span, len(within)
        return best


@lru_cache(maxsize=64)
def sought(words: str) -> Sought | None:
    """What to look for in texts; None when there is nothing in what was typed."""
    tokens = tuple(token for part in typed_parts(words) for token in part.split())
    return Sought(tokens, tuple(map(fold, tokens))) if tokens else None


def marked(text: str, words: str) -> str:
    """A text with each place of the words between MATCH_START and MATCH_END."""
    wanted = sought(words)
    return _marked(text, wanted.lit(text)) if wanted else text


def snippet(text: str, wanted: Sought) -> str:
    """The stretch of a one-line text that shows why it was found, its matches marked."""
    place = wanted.best_place(text)
    start, end = _stretch(text, place[0] if place else 0)
    shown = text[start:end]
    lit = _marked(shown, wanted.lit(shown)) if place else shown
    return ("… " if start else "") + lit + (" …" if end < len(text) else "")


def _marked(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for first, last in spans:
        parts += [text[at:first], MATCH_START, text[first:last], MATCH_END]
        at = last
    return "".join([*parts, text[at:]])


def _stretch(text: str, place: int) -> tuple[int, int]:
    """Where `SNIPPET_WORDS` words around a place begin and end."""
    start = place
    for _ in range(_BEFORE + 1):
        start = text.rfind(" ", 0, max(start, 0))
    end, words = start, 0
    while words < SNIPPET_WORDS and end < len(text):
        found = text.find(" ", end + 1)
        end = found if found >= 0 else len(text)
        words += 1
    while words < SNIPPET_WORDS and start >= 0:
        start = text.rfind(" ", 0, max(start, 0))
        words += 1
    return start + 1, end


@cache
def _letters() -> dict[str, str]:
    """The letters that fold to each letter, in one code point each."""
    found: dict[str, str] = {}
    for letter in (chr(code) for codes in _LATIN for code in codes):
        bare = fold(letter)
        found[bare] = found.get(bare, "") + letter
    return {bare: letters for bare, letters in found.items() if bare.isalpha()}


def _written(letter: str) -> str:
    """A pattern for every way a folded letter may be written."""
    return f"[{_letters()[letter]}]" if letter in _letters() else re.escape(letter)


def _word(token: str) -> str:
    """A pattern for a token at a word's beginning.

    The first letter stands before the look back: so the search skips to where it can begin.
    """
    first = _written(token[0])
    return f"{first}(?<![^\\W_]{first}){''.join(map(_written, token[1:]))}"


def _end(*, begun: bool) -> str:
    return r"[^\W_]*" if begun else r"(?![^\W_])"


@lru_cache(maxsize=256)
def _one(token: str, *, begun: bool) -> re.Pattern[str]:
    return re.compile(_word(token) + _end(begun=begun))


@lru_cache(maxsize=64)
def _side_by_side(tokens: tuple[str, ...]) -> re.Pattern[str]:
    whole = "".join(_word(token) + _end(begun=False) + _BETWEEN for token in tokens[:-1])
    return re.compile(whole + _word(tokens[-1]) + _end(begun=True))
