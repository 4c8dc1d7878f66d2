"""What to say about an error or a problem in a file; details that are codes have words too."""

from __future__ import annotations

from collections.abc import Mapping

from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import FileResult
from selfstudy.words import known, size, t

LARGEST_COUNT = 1_000_000  # a limit above it counts bytes


class _Places(dict[str, object]):
    def __missing__(self, _place: str) -> str:
        return ""


def error_sentence(error: SelfStudyError) -> str:
    """The sentence of an expected error."""
    return sentence(error.key, error.details)


def file_sentence(file: FileResult) -> str:
    """The sentence about what is wrong with a file."""
    return sentence(file.problem, {"name": file.name, **file.details})


def sentence(key: str, details: Mapping[str, object]) -> str:
    """The sentence of a key, its places filled."""
    if not known(key):
        return t("intake.problem_other", name=details.get("name", ""))
    said = _Places(details)
    for place in ("reason", "what", "problem"):
        code = str(said[place])
        for words in (code, f"intake.{place}_{code}", f"sync.{place}_{code}"):
            if code and known(words):
                said[place] = t(words).format_map(said)
    limit = said["limit"]
    if isinstance(limit, int) and limit > LARGEST_COUNT:
        said["limit"] = size(limit)
    return t(key).format_map(said)
