"""What is wrong in an author's file, and where: collected, never raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `key` names its sentence in `words`, `details` fill the sentence's places."""

    file: str
    line: int
    key: str
    details: dict[str, object] = field(default_factory=dict)
    severity: Severity = "error"


class Findings:
    """The problems of one file, noted while it is read."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def error(self, key: str, line: int = 0, **details: object) -> None:
        """Note something that must be mended before the content is used."""
        self.problems.append(Problem(self.file, line, f"problem.{key}", details))

    def warning(self, key: str, line: int = 0, **details: object) -> None:
        """Note something that an author should look at."""
        self.problems.append(Problem(self.file, line, f"problem.{key}", details, "warning"))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep content from being used."""
    return [problem for problem in problems if problem.severity == "error"]


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file and line, errors before warnings, each finding once."""
    unique = {(p.file, p.line, p.key, str(p.details)): p for p in problems}.values()
    return tuple(sorted(unique, key=lambda p: (p.file, p.line, p.severity, p.key)))
