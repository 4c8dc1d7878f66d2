"""What to say about an error or a file's problem, whichever of its details are there; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from selfstudy.words import known, t

if TYPE_CHECKING:
    from selfstudy.domain.errors import SelfStudyError
    from selfstudy.domain.people import FileResult

_CODED: Final = ("reason", "what")  # details that are codes, with words of their own


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
    for place in _CODED:
        for table in ("intake", "sync"):
            code = f"{table}.{place}_{said[place]}"
            if known(code):
                said[place] = t(code)
                break
    return t(key).format_map(said)
