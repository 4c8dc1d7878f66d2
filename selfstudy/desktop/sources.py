"""What a screen says about an official text: its name, its places, whether it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from selfstudy.domain.lesson import Source, SourceRef, Validity
from selfstudy.words import day, t

_WORST: Final[tuple[Validity, ...]] = ("in_force", "not_yet", "expiring", "expired")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a screen shows it, on a given day."""

    id: str
    number: str
    title: str
    places: tuple[str, ...]
    validity: Validity
    effective_from: date
    effective_to: date | None
    verified_on: date
    confidence: str

    @property
    def name(self) -> str:
        """Number and places: `Nghị định 30/2020/NĐ-CP, Điều 8; Điều 9`."""
        return f"{self.number}, {'; '.join(self.places)}" if self.places else self.number

    @property
    def standing(self) -> str:
        """Whether it is in force, and since or until when."""
        until = day(self.effective_to) if self.effective_to is not None else ""
        key = f"lesson.validity_{self.validity}"
        return t(key, since=day(self.effective_from), until=until)

    @property
    def checked(self) -> str:
        """When someone last compared it with the official text, and how surely."""
        key = "lesson.verified" if self.confidence == "H" else "lesson.verified_second_hand"
        return t(key, day=day(self.verified_on))


def lines(
    refs: Iterable[SourceRef], sources: Iterable[Source], today: date
) -> tuple[SourceLine, ...]:
    """One line for each source in the order first named, its places together."""
    known: Mapping[str, Source] = {source.id: source for source in sources}
    places: dict[str, list[str]] = {}
    for ref in refs:
        found = places.setdefault(ref.source, [])
        if ref.place and ref.place not in found:
            found.append(ref.place)
    return tuple(
        _line(known[id_], tuple(found), today) for id_, found in places.items() if id_ in known
    )


def worst(found: Iterable[SourceLine]) -> SourceLine | None:
    """The source a reader should know about before reading; None while all are in force."""
    ranked = sorted(found, key=lambda line: _WORST.index(line.validity), reverse=True)
    return ranked[0] if ranked and ranked[0].validity != "in_force" else None


def _line(source: Source, places: tuple[str, ...], today: date) -> SourceLine:
    return SourceLine(
        source.id,
        source.number,
        source.title,
        places,
        source.validity(today),
        source.effective_from,
        source.effective_to,
        source.verified_on,
        source.confidence,
    )
