"""Loose lines of a damaged journal chained back to their source, as far as their digests hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from selfstudy.domain import wire
from selfstudy.store.salvage import FoundLine

Spot = tuple[int, bytes]  # a number and the digest there
Anchor = Callable[[int], set[bytes]]  # the digests that are known at a number


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive lines whose digests hold, from `first`, after the digest `previous`."""

    first: int
    previous: bytes
    lines: list[bytes]


@dataclass(slots=True)
class Relinked:
    """What holds; lines of which nobody can say, for nothing is known before them; and spoilt."""

    runs: list[Run]
    loose: list[FoundLine]
    spoilt: list[FoundLine]


def relink(lines: Iterable[FoundLine], anchor: Anchor) -> Relinked:
    """Chain lines by their digests, each after every digest that may stand before it.

    One spoilt digest does not hurt: what follows confirms the line. A spoilt line is left out, and
    what follows goes on after the digest that is written beside it.
    """
    by_number: dict[int, set[FoundLine]] = defaultdict(set)
    for found in lines:
        by_number[found.number].add(found)
    links: dict[Spot, tuple[bytes, bytes]] = {}
    guessed: dict[Spot, tuple[bytes, bytes]] = {}
    known: dict[int, set[bytes]] = defaultdict(set)
    alone: set[int] = set()
    for number in sorted(by_number):
        before = known[number - 1] | anchor(number - 1)
        if not before:
            alone.add(number)
        here = anchor(number)
        known[number] = {found.digest for found in by_number[number]}
        for found in by_number[number]:
            for previous in before:
                digest = wire.digest(previous, found.line)
                known[number].add(digest)
                guessed[number, digest] = (previous, found.line)
                if digest == found.digest or digest in here:
                    _confirm((number, digest), guessed, links)
    held = {(number, line) for (number, _digest), (_previous, line) in links.items()}
    left = [f for n in sorted(by_number) for f in by_number[n] if (n, f.line) not in held]
    loose = [found for found in left if found.number in alone]
    return Relinked(_runs(links), loose, [f for f in left if f.number not in alone])


def _confirm(
    spot: Spot, guessed: dict[Spot, tuple[bytes, bytes]], links: dict[Spot, tuple[bytes, bytes]]
) -> None:
    """A line holds, and with it those before it that were only guessed."""
    while spot in guessed and spot not in links:
        links[spot] = guessed[spot]
        spot = (spot[0] - 1, links[spot][0])


def _runs(links: dict[Spot, tuple[bytes, bytes]]) -> list[Run]:
    """Links as stretches, each line in one of them."""
    found = []
    taken: set[Spot] = set()
    for spot in sorted(links, reverse=True):
        lines: list[bytes] = []
        here = spot
        while here in links and here not in taken:
            taken.add(here)
            previous, line = links[here]
            lines.append(line)
            here = (here[0] - 1, previous)
        if lines:
            found.append(Run(here[0] + 1, here[1], lines[::-1]))
    return found[::-1]
