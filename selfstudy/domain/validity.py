"""What a reader must know of the sources of a text on a day; pure, by the legal day of Vietnam."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from selfstudy.domain.lesson import Source, SourceRef, Validity

LAW_ZONE = timezone(timedelta(hours=7))
WORST: tuple[Validity, ...] = ("expired", "expiring", "not_yet", "in_force")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a text stands on a day; `turn` is the first day on which it stands (or stood) otherwise.

    What is in force with no end known has no turn.
    """

    validity: Validity = "in_force"
    turn: date | None = None


def legal_day(now: datetime) -> date:
    """The day it is in Vietnam; a moment without a zone, or at the ends of time, as it stands."""
    if now.tzinfo is None:
        return now.date()
    try:
        return now.astimezone(LAW_ZONE).date()
    except OverflowError:
        return now.date()


def reckoned(today: date, sources: Iterable[Source]) -> date:
    """The day to reckon with: not before the last one on which a source was verified.

    Somebody opened the official text on that day, so a clock that shows an earlier one is wrong.
    """
    return max((today, *(source.verified_on for source in sources)))


def standing_of(source: Source, today: date) -> Standing:
    """How one source stands on a day."""
    validity = source.validity(today)
    return Standing(validity, source.effective_from if validity == "not_yet" else source.ended)


def worst(found: Iterable[Standing]) -> Standing:
    """The worst of several, and of equals the one that turns first."""
    return min(
        found,
        key=lambda one: (WORST.index(one.validity), one.turn or date.max),
        default=Standing(),
    )


def standing(refs: Iterable[SourceRef], sources: Mapping[str, Source], today: date) -> Standing:
    """How a text stands that rests on these references: as the worst of them does.

    What is cited as history, or is not in the registry, says nothing.
    """
    cited = {ref.source for ref in refs if not ref.historical}
    known = [sources[name] for name in cited if name in sources]
    day = reckoned(today, known)
    return worst(standing_of(source, day) for source in known)
