"""What several supervisors decided of a person, none knowing of the others, and that disagrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from selfstudy.domain import wire
from selfstudy.domain.authority import Authorities
from selfstudy.domain.record import ID_SIZE
from selfstudy.domain.waiting import DecisionKind
from selfstudy.store.journal import Journal
from selfstudy.store.people import settled
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import Seen
from selfstudy.store.standing import last_words, replaced, standing, standing_of

ABOUT = ("listed", "departed", "admitted", "profile")
Words = tuple[DecisionKind, list[Seen]]


def contrary(
    journal: Journal, known: Authorities, ids: Collection[bytes] | None = None
) -> list[Words]:
    """Words about one of a human's ids (or of everybody's) that cannot all be so, in fold order.

    The last counts. Whom an id belongs to is told to everybody it is said to belong to.
    """
    told = [*_matches(journal, known, ids), *_descriptions(journal, known, ids)]
    return [
        (kind, words) for kind, words in told if len({_content(kind, w, known) for w in words}) > 1
    ]


def _matches(
    journal: Journal, known: Authorities, ids: Collection[bytes] | None
) -> Iterator[Words]:
    for person, words in _by_subject(standing(journal, "matched", known)).items():
        named = [word for word in words if len(wire.from_hex(word.object)) == ID_SIZE]
        others = {wire.from_hex(word.object) for word in named}
        if len(others) > 1 and (ids is None or not others.union((person,)).isdisjoint(ids)):
            yield "matched", last_words(journal, named)


def _descriptions(
    journal: Journal, known: Authorities, ids: Collection[bytes] | None
) -> Iterator[Words]:
    only = () if ids is None else (source_table.c.subject.in_(ids),)
    said = standing_of(journal, ABOUT, known, *only)
    listed, departed, admitted, profiles = (_by_subject(said[kind]) for kind in ABOUT)
    for words in listed.values():
        yield "listed", last_words(journal, words)
    for words in departed.values():
        yield "departed", last_words(journal, words)
    for person in admitted.keys() & profiles.keys() - listed.keys():
        if settled(journal, admitted[person], profiles[person])[0] is None:
            yield "admitted", _choices(journal, admitted[person])


def _choices(journal: Journal, admitted: list[Seen]) -> list[Seen]:
    """Admissions that chose between the same profiles of a person."""
    cited = [(word, replaced(journal, word)) for word in admitted]
    return [
        word
        for word, these in cited
        if any(these & those for other, those in cited if other is not word)
    ]


def _content(kind: DecisionKind, word: Seen, known: Authorities) -> object:
    """What a word says of its person, whoever says it."""
    if kind == "matched":
        return known.root_of(wire.from_hex(word.object))
    return (word.parent, word.note, "" if kind == "admitted" else word.object)


def _by_subject(words: Iterable[Seen]) -> dict[bytes, list[Seen]]:
    found: dict[bytes, list[Seen]] = defaultdict(list)
    for word in words:
        found[word.source.subject].append(word)
    return found
