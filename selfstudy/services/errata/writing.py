"""A learner's reports of errors: kept here, taken back while they are, sent by file or hub."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from selfstudy.domain.errata import MOST_QUOTE, MOST_WORDS, Erratum, KeptErratum, Sent, sound
from selfstudy.domain.errors import ErratumRefused, NothingToSend, SelfStudyError
from selfstudy.domain.lesson import Lesson
from selfstudy.domain.validity import legal_day
from selfstudy.domain.vietnamese import nfc
from selfstudy.exchange.cards import UnitCard
from selfstudy.exchange.errata import errata_file
from selfstudy.services.holding.desk import Desk
from selfstudy.services.intake.files import free_path
from selfstudy.settings import write_whole
from selfstudy.store.errata import Errata as Kept

STATES: dict[str, Sent] = {"kept": "kept", "queued": "queued", "sent": "sent"}
DIGEST_SHOWN = 16
_encode = msgspec.json.Encoder().encode
_erratum = msgspec.json.Decoder(Erratum).decode


class Errata:
    """What a learner asks about the errors they report."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.kept = Kept(desk.database)

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson of a report. Raises NoSuchLesson."""
        return self.desk.library.lesson(lesson_id)

    def write(
        self,
        lesson_id: str,
        words: str,
        *,
        section: str = "",
        question: str = "",
        quote: str = "",
        source: str = "",
        named: bool = False,
    ) -> Erratum:
        """The report exactly as it would leave; nothing is kept yet.

        Raises NoSuchLesson, ErratumRefused where it says nothing or too much.
        """
        lesson = self.desk.library.lesson(lesson_id)
        found = Erratum(
            secrets.token_hex(8),
            lesson.module,
            self.desk.library.module(lesson.module).version,
            lesson.id,
            lesson.digest[:DIGEST_SHOWN],
            nfc(words).strip(),
            legal_day(self.desk.clock()).isoformat(),
            section,
            question,
            " ".join(nfc(quote).split())[:MOST_QUOTE],
            nfc(source).strip()[:MOST_QUOTE],
            self.desk.profile.name[:MOST_QUOTE] if named else "",
        )
        if not sound(found):
            reason = "errata.too_long" if len(found.words) > MOST_WORDS else "errata.empty"
            raise ErratumRefused(reason=reason)
        return found

    def keep(self, erratum: Erratum, *, queued: bool = False) -> None:
        """Keep a report here; a queued one leaves with the next sync."""
        state = "queued" if queued else "kept"
        self.kept.keep(erratum.id, self.desk.now(), state, _encode(erratum))

    def all(self) -> tuple[KeptErratum, ...]:
        """Every report that lies here, newest first."""
        return tuple(KeptErratum(_erratum(body), STATES[state]) for state, body in self.kept.all())

    def withdraw(self, report: str) -> None:
        """Take a report back: it is gone here; what was sent is with its author already."""
        self.kept.forget(report)

    def queue(self, report: str) -> None:
        """Let a report leave with the next sync, unless it has left."""
        if any(one.erratum.id == report and one.state == "kept" for one in self.all()):
            self.kept.turn([report], "queued")

    def has_hub(self) -> bool:
        """Whether the unit's card names a hub."""
        return hub_of(self.desk.card) is not None

    def export(self, folder: Path, reports: Sequence[str] = ()) -> Path:
        """Write reports as one file: those named, else all that have not left.

        Raises NothingToSend, DiskFull, FolderReadOnly.
        """
        chosen = [
            one.erratum
            for one in self.all()
            if (one.erratum.id in reports if reports else one.state != "sent")
        ]
        if not chosen:
            raise NothingToSend
        stem = "-".join(sorted({one.module for one in chosen}))[:60]
        path = free_path(folder / f"BaoLoi_{stem}.thbl")
        write_whole(path, errata_file(chosen))
        self.kept.turn([one.id for one in chosen], "sent")
        return path

    def send(self, post: Callable[[str, bytes], None]) -> int:
        """Send what is queued to the hub, sealed to it; what it does not take stays queued."""
        hub = hub_of(self.desk.card)
        queued = [one.erratum for one in self.all() if one.state == "queued"]
        if hub is None or not queued:
            return 0
        address, seal_key = hub
        try:
            post(address, errata_file(queued, [seal_key]))
        except SelfStudyError:
            return 0
        self.kept.turn([one.id for one in queued], "sent")
        return len(queued)


def hub_of(card: UnitCard | None) -> tuple[str, bytes] | None:
    """Address and sealing key of the hub that a card names."""
    if card is None or not card.hub or not card.hubs:
        return None
    return card.hub, card.hubs[0].seal_key
