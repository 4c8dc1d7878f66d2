"""What a person typed as a full-text query, and the part of a text that shows why it was found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selfstudy.domain.search import MATCH_END, MATCH_START
from selfstudy.domain.vietnamese import comparable, fold, nfc

LONGEST_QUERY = 200
MOST_WORDS = 16
SNIPPET_WORDS = 28

_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Query:
    """A query in FTS5's language, and the tokens that it looks for, as typed and folded."""

    exact: str
    folded: str
    either: str
    has_marks: bool
    tokens: tuple[str, ...]
    folded_tokens: tuple[str, ...]


def read_query(words: str) -> Query | None:
    """The query for what was typed, or None when there is nothing to look for.

    Parts between spaces are phrases: "30/2020" finds the two numbers side by side. Quotes and
    operators are only text.
    """
    typed = nfc(words)[:LONGEST_QUERY].split()
    parts = [" ".join(_TOKEN.findall(comparable(part))) for part in typed]
    parts = [part for part in parts if part][:MOST_WORDS]
    if not parts:
        return None
    exact, folded = _every(parts), _every([fold(part) for part in parts])
    one_letter = len(parts) == 1 and len(parts[0]) == 1  # the worst prefix: look at titles alone
    plain_columns = "{title}" if one_letter else "{title body}"
    folded_columns = "{title_f}" if one_letter else "{title_f body_f}"
    exact, folded = f"{plain_columns} : ({exact})", f"{folded_columns} : ({folded})"
    return Query(
        exact,
        folded,
        f"({exact}) OR ({folded})",
        any(part != fold(part) for part in parts),
        tuple(token for part in parts for token in part.split()),
        tuple(token for part in parts for token in fold(part).split()),
    )


def _every(parts: list[str]) -> str:
    """All parts in any place; where they stand side by side, the hit counts for more."""
    every = " AND ".join(f'"{part}"' for part in parts) + "*"
    return every if len(parts) == 1 else f'({every}) OR "{" ".join(parts)}"*'


def snippet(title: str, body: str, query: Query) -> str:
    """The stretch of the body that holds most of what was looked for, its matches marked."""
    text = " ".join(body.split())
    words = [found.span() for found in _WORD.finditer(text)]
    if not words:
        return title
    matches = _matches(text, query)
    first, last = _stretch(words, matches)
    start, end = words[first][0], words[last][1]
    shown = _marked(text, start, end, [span for span in matches if start <= span[0] < end])
    return ("… " if first else "") + shown + (" …" if last < len(words) - 1 else "")


def _matches(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the tokens stand, as typed or else folded; none where folding moves letters."""
    for readable, tokens in ((comparable, query.tokens), (fold, query.folded_tokens)):
        seen = readable(text)
        found = [match.span() for match in _matcher(tokens).finditer(seen)]
        if found and len(seen) == len(text):
            return found
    return []


def _matcher(tokens: tuple[str, ...]) -> re.Pattern[str]:
    whole = [rf"{re.escape(token)}(?![^\W_])" for token in tokens[:-1]]
    begun = rf"{re.escape(tokens[-1])}[^\W_]*"
    return re.compile(rf"(?<![^\W_])(?:{'|'.join([*whole, begun])})")


def _stretch(words: list[tuple[int, int]], matches: list[tuple[int, int]]) -> tuple[int, int]:
    """The first and last word of the stretch with the most matches."""
    starts = [start for start, _ in words]
    hits = []
    index = 0
    for start, _ in matches:
        while index + 1 < len(starts) and starts[index + 1] <= start:
            index += 1
        hits.append(index)
    best = most = 0
    left = 0
    for right, hit in enumerate(hits):
        while hits[left] < hit - SNIPPET_WORDS + 6:
            left += 1
        if right - left + 1 > most:
            best, most = hits[left], right - left + 1
    first = max(0, min(best - 4, len(words) - SNIPPET_WORDS))
    return first, min(len(words), first + SNIPPET_WORDS) - 1


def _marked(text: str, start: int, end: int, matches: list[tuple[int, int]]) -> str:
    parts = []
    at = start
    for first, last in matches:
        parts += [text[at:first], MATCH_START, text[first : min(last, end)], MATCH_END]
        at = min(last, end)
    return "".join([*parts, text[at:end]])
