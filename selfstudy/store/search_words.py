"""What a person typed, as the full-text queries that find it, the narrowest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfstudy.domain.sought import WORD, typed_parts
from selfstudy.domain.vietnamese import fold

SHORT = 2  # letters: a word so short is looked for as begun in titles only
NEAR = 12  # words between those looked for, at most, where their marks were typed and do not fit


@dataclass(frozen=True, slots=True)
class Reading:
    """One full-text query and the table that it is for; `called` where names begin so."""

    table: str
    match: str
    called: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Readings to try in turn until enough is found; what `exact` finds is the same as typed.

    `names` are read first: names and headings, never those of questions.
    """

    names: tuple[Reading, ...]
    readings: tuple[Reading, ...]
    exact: Reading | None


def read_query(words: str, kind: str = "") -> Query | None:
    """The query for what was typed, or None when there is nothing to look for.

    Parts between spaces are phrases: "30/2020" finds the two numbers side by side. Quotes and
    operators are only text.
    """
    parts = typed_parts(words)
    if not parts:
        return None
    bare = tuple(map(fold, parts))
    marked, folded = _readings("marked", parts, kind), _readings("folded", bare, kind)
    names = _names("named", parts, kind)
    if parts != bare:
        other_marks = _readings("folded", bare, kind, near=True)
        return Query(names, marked + other_marks, None)
    titles = Reading("marked", _of_kind(_in_titles(f'"{" ".join(parts)}"'), kind))
    return Query(names + _names("named_folded", bare, kind), (titles, *folded), marked[0])


def whole(name: str) -> str:
    """A name as one token, so that what is called exactly so, or begins so, can be asked for."""
    return "_".join(WORD.findall(name))


def _names(table: str, parts: Sequence[str], kind: str) -> tuple[Reading, ...]:
    """Called exactly what was typed, or beginning with it; with it inside; then headings."""
    phrase, every = " ".join(parts), " AND ".join(f'"{part}"' for part in parts) + "*"
    called = [f'{{whole}} : "{whole(phrase)}"', f'{{whole}} : "{whole(phrase)}"*']
    named = [f'{{names}} : "{phrase}"*', f"{{names}} : ({every})"]
    if len(phrase) > SHORT:
        named.append(f'{{headings}} : "{phrase}"*')
    only = f" AND ({{kind}} : {kind})" if kind else ""
    return tuple(
        Reading(table, f"({match}){only}", called=match in called) for match in called + named
    )


def _readings(
    table: str, parts: Sequence[str], kind: str, *, near: bool = False
) -> tuple[Reading, ...]:
    """Side by side, or all in a title; then all of them anywhere, or only near each other."""
    every = " AND ".join(f'"{part}"' for part in parts) + "*"
    if len(parts) > 1 and len(parts[-1]) == 1 and parts[-1].isalpha():  # only begun, most likely
        whole = Reading(table, _of_kind(f'"{" ".join(parts)}"', kind))
        return (whole, *_readings(table, parts[:-1], kind, near=near))
    if len(parts) > 1:
        together = " ".join(f'"{part}"' for part in parts) + "*"
        apart = f"NEAR({together}, {NEAR * len(parts)})" if near else every
        asked = [f'"{" ".join(parts)}"* OR ({_in_titles(every)})', apart]
    elif len(parts[0]) > SHORT:
        asked = [every]
    else:  # so short a beginning is in nearly every text: there it must be a whole word
        asked = [f'"{parts[0]}"', _in_titles(every)][len(parts[0]) == 1 :]
    return tuple(Reading(table, _of_kind(match, kind)) for match in asked)


def _in_titles(match: str) -> str:
    return f"{{title}} : ({match})"


def _of_kind(match: str, kind: str) -> str:
    return f"({match}) AND ({{kind}} : {kind})" if kind else f"{{title body}} : ({match})"
