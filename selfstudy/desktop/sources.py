"""What a screen says about an official text: its name, its places, whether it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from selfstudy.domain.lesson import Source, SourceRef, Validity
from selfstudy.domain.validity import WORST, reckoned, standing_of
from selfstudy.words import day, t

FEW: Final = 3  # places that a banner names; the list of sources names all
Loudness = Literal["neutral", "success", "warning", "danger"]

TONES: Final[dict[Validity, Loudness]] = {
    "in_force": "success",
    "not_yet": "warning",
    "expiring": "warning",
    "expired": "danger",
}


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
    turn: date | None = None
    historical: bool = False
    successor: str = ""
    book: bool = False

    @property
    def name(self) -> str:
        """Number and places: `Nghị định 30/2020/NĐ-CP, Điều 8; Điều 9`."""
        return f"{self.number}, {'; '.join(self.places)}" if self.places else self.number

    @property
    def standing(self) -> str:
        """Whether it is in force, and since or until when; of a book, its year."""
        if self.book and self.validity == "in_force":
            return t("lesson.published", year=self.effective_from.year)
        said = t(f"lesson.validity_{self.validity}", **self._days())
        return f"{said} {self._succeeded()}".strip()

    @property
    def badge(self) -> str:
        """The same in a few words."""
        if self.historical:
            return t("lesson.badge_historical")
        if self.book and self.validity == "in_force":
            return t("lesson.badge_book")
        return t(f"lesson.badge_{self.validity}", **self._days())

    @property
    def loud(self) -> bool:
        """Whether a reader must know about it before reading."""
        return self.validity != "in_force" and not self.historical

    @property
    def checked(self) -> str:
        """When someone last compared it with the official text, and how surely."""
        key = "lesson.verified" if self.confidence == "H" else "lesson.verified_second_hand"
        return t(key, day=day(self.verified_on))

    @property
    def in_lesson(self) -> str:
        """What it means for a lesson, and what to do."""
        source = self.name if len(self.places) <= FEW else self.number
        said = t(f"lesson.banner_{self.validity}", source=source, **self._days())
        return f"{said} {self._succeeded()}".strip()

    @property
    def in_question(self) -> str:
        """What it means for a question that is about to be answered; empty when nothing."""
        if not self.loud:
            return ""
        return t(f"validity.question_{self.validity}", source=self.name, **self._days())

    def _days(self) -> dict[str, str]:
        days = {"since": self.effective_from, "until": self.effective_to, "turn": self.turn}
        return {name: day(value) if value is not None else "" for name, value in days.items()}

    def _succeeded(self) -> str:
        return t("validity.successor", number=self.successor) if self.successor else ""


def lines(
    refs: Iterable[SourceRef], sources: Iterable[Source], today: date
) -> tuple[SourceLine, ...]:
    """One line for each source in the order first named, its places together."""
    known: Mapping[str, Source] = {source.id: source for source in sources}
    today = reckoned(today, known.values())
    history: dict[str, bool] = {}
    places: dict[str, list[str]] = {}
    for ref in refs:
        found = places.setdefault(ref.source, [])
        history[ref.source] = history.get(ref.source, True) and ref.historical
        if ref.place and ref.place not in found:
            found.append(ref.place)
    return tuple(
        _line(known[id_], tuple(found), today, historical=history[id_])
        for id_, found in places.items()
        if id_ in known
    )


def loud(found: Iterable[SourceLine]) -> tuple[SourceLine, ...]:
    """The sources a reader should know about before reading, the worst and soonest first."""
    heard = (line for line in found if line.loud)
    return tuple(sorted(heard, key=lambda one: (WORST.index(one.validity), one.turn or date.max)))


def warning(found: Iterable[SourceLine]) -> tuple[str, Loudness]:
    """The banner of a lesson: its worst source, what to do, how many more; empty without one."""
    first, *others = loud(found) or (None,)
    if first is None:
        return "", "neutral"
    more = t("validity.more", n=len(others)) if others else ""
    return f"{first.in_lesson} {more}".strip(), TONES[first.validity]


def _line(source: Source, places: tuple[str, ...], today: date, *, historical: bool) -> SourceLine:
    stands = standing_of(source, today)
    return SourceLine(
        source.id,
        source.number,
        source.title,
        places,
        stands.validity,
        source.effective_from,
        source.effective_to,
        source.verified_on,
        source.confidence,
        stands.turn,
        historical,
        source.replaced_by,
        source.kind == "book",
    )
