"""What the author's screen draws; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from selfstudy.content.problems import Problem
from selfstudy.domain.errors import SelfStudyError
from selfstudy.services.authoring.figures import ModuleFigures
from selfstudy.services.authoring.foreign import Taken
from selfstudy.services.authoring.workshop import TextLine

Part = Literal["problems", "lesson", "questions", "figures", "tools"]
PARTS: tuple[Part, ...] = ("problems", "lesson", "questions", "figures", "tools")


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A finding as a row: how bad, where, and its sentence; `folder` needs no telling."""

    problem: Problem
    sentence: str
    folder: str = ""

    @property
    def place(self) -> str:
        """File and line."""
        file, line = self.problem.file.removeprefix(f"{self.folder}/"), self.problem.line
        return f"{file}:{line}" if line else file


@dataclass(frozen=True, slots=True)
class Choosable:
    """A lesson or test that can be looked at; `key` is a lesson's id or `module/purpose`."""

    key: str
    title: str
    module: str
    lesson: bool = True


@dataclass(frozen=True, slots=True)
class AuthorState:
    """Everything the author's screen draws."""

    busy: bool = False
    error: SelfStudyError | None = None
    said: str = ""
    folder: str = ""
    watched: tuple[str, ...] = ()  # files and folders in which something may be saved
    part: Part = "problems"
    rows: tuple[ProblemRow, ...] = ()
    errors: int = 0
    warnings: int = 0
    row: ProblemRow | None = None
    lines: tuple[TextLine, ...] = ()
    choices: tuple[Choosable, ...] = ()
    chosen: str = ""
    modules: tuple[tuple[str, str, str], ...] = ()  # id, title, folder
    figures: ModuleFigures | None = None
    taken: Taken | None = None
    left: tuple[ProblemRow, ...] = field(default=())

    @property
    def opened(self) -> bool:
        """Whether there is a folder to look at."""
        return bool(self.folder)

    @property
    def shown(self) -> Choosable | None:
        """The lesson or test that is looked at."""
        return next((choice for choice in self.choices if choice.key == self.chosen), None)
