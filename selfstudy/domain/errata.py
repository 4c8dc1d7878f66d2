"""An error that a reader found in a lesson: where, what, and whether it still stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from selfstudy.domain.vietnamese import nfc

Sent = Literal["kept", "queued", "sent"]
Still = Literal["there", "gone", "same", "changed", "unheld"]

MOST_WORDS = 4000  # characters of what is wrong
MOST_QUOTE = 1000  # characters of what is quoted, and of every other field


@dataclass(frozen=True, slots=True)
class Erratum:
    """What somebody reports of a lesson; `name` is empty unless they chose to give it.

    `version` is the module's, `digest` the lesson's as a fact carries it, `day` an ISO date.
    """

    id: str
    module: str
    version: int
    lesson: str
    digest: str
    words: str
    day: str
    section: str = ""
    question: str = ""
    quote: str = ""
    source: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class KeptErratum:
    """A report as it lies on this computer, and whether it left."""

    erratum: Erratum
    state: Sent


@dataclass(frozen=True, slots=True)
class ReadErratum:
    """A report as its author reads it: the lesson's title here, its version now, what is left."""

    erratum: Erratum
    title: str
    held: int
    still: Still


def comparable_text(text: str) -> str:
    """A text as a quotation is looked for in it: composed letters, white space made even."""
    return " ".join(nfc(text).split())


def sound(erratum: Erratum) -> bool:
    """Whether a report says something and keeps within the limits."""
    others = (
        erratum.id, erratum.module, erratum.lesson, erratum.digest, erratum.day, erratum.section,
        erratum.question, erratum.quote, erratum.source, erratum.name,
    )  # fmt: skip
    return (
        bool(erratum.words.strip() and erratum.lesson)
        and len(erratum.words) <= MOST_WORDS
        and all(len(text) <= MOST_QUOTE for text in others)
    )
