"""What to say about an error or a file's problem, whichever of its details are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from selfstudy.words import known, moment, size, t

if TYPE_CHECKING:
    from selfstudy.domain.errors import SelfStudyError
    from selfstudy.domain.people import FileResult

CODED: Final = ("reason", "what", "problem")  # details that are codes, with words of their own
LARGEST_COUNT: Final = 1_000_000  # a limit above it counts bytes


class _Places(dict[str, object]):
    """A detail that nobody gave leaves its place empty rather than the person without a word."""

    def __missing__(self, _place: str) -> str:
        return ""


def error_words(error: SelfStudyError | None) -> str:
    """The sentence of an error; nothing while there is none."""
    return key_words(error.key, error.details) if error is not None else ""


def problem_words(file: FileResult) -> str:
    """The sentence about what is wrong with a file; nothing when it is sound."""
    return key_words(file.problem, {"name": file.name, **file.details}) if file.problem else ""


def key_words(key: str, details: Mapping[str, object]) -> str:
    """The sentence of a key with its details in words."""
    if not known(key):
        return t("intake.problem_other", name=details.get("name", ""))
    said = _Places(details)
    for place in CODED:
        code = str(said[place])
        for words in (code, f"intake.{place}_{code}", f"sync.{place}_{code}"):
            if code and known(words):
                said[place] = t(words).format_map(said)
    limit = said["limit"]
    if isinstance(limit, int) and limit > LARGEST_COUNT:
        said["limit"] = size(limit)
    return t(key).format_map(said)


def kind_words(kind: str) -> str:
    """What a kind of record is called; one that is not known is a newer program's."""
    key = f"handover.kind_{kind}"
    return t(key) if known(key) else t("handover.kind_unnamed")


def finding_words(code: str, details: Mapping[str, object]) -> str:
    """The sentence of something that was looked at in a data folder."""
    said = dict(details)
    octets, at = said.get("bytes"), said.get("at")
    if isinstance(octets, int):
        said["bytes"] = size(octets)
    if isinstance(at, datetime):
        said["at"] = moment(at)
    return key_words(f"doctor.{code}", said)
