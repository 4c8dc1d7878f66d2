"""What a supervisor does with the unit's framework: look, write out, take in, change, take back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from selfstudy.content.framework import Framework
from selfstudy.content.problems import Problem
from selfstudy.domain.errors import LevelRefused, NoSuchCompetency
from selfstudy.domain.record import Fact
from selfstudy.services.framework.changes import Change, changes, facts_of
from selfstudy.services.framework.workbook import read_framework_file, write_framework
from selfstudy.services.holding.framework_told import ToldFramework, Version
from selfstudy.services.people.roll import Roll


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """The framework in use, the versions that the unit told, and whether it may be changed."""

    framework: Framework
    versions: tuple[Version, ...]
    editable: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A framework from a file: what it would change, and what is wrong with it."""

    name: str
    framework: Framework
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether it may be taken."""
        return not self.problems


class FrameworkSetting(Roll):
    """The unit's framework; every change is a signed word of a supervisor, with its day."""

    def view(self) -> FrameworkView:
        """What holds now, and what was told."""
        versions = ToldFramework(self.desk).versions()
        return FrameworkView(self.desk.library.framework, versions, self.desk.is_supervisor())

    def export(self, path: Path) -> Path:
        """Write the framework in use as a workbook. Raises DiskFull, FolderReadOnly."""
        return write_framework(self.desk.library.framework, path)

    def look(self, path: Path) -> Proposed:
        """What a workbook would change; nothing is kept. Raises what reading tables raises."""
        found, problems = read_framework_file(path)
        told = changes(self.desk.library.framework, found) if not problems else ()
        return Proposed(path.name, found, told, problems)

    def take(self, proposed: Proposed) -> tuple[str, ...]:
        """Keep a sound proposal as a new version; the decisions, for `undo`. Raises NotEntitled."""
        self._supervise()
        if not proposed.sound:
            return ()
        return self._tell(facts_of(self.desk.library.framework, proposed.framework, self._label()))

    def set_level(self, position: str, competency: str, level: int) -> tuple[str, ...]:
        """Require another level (1 to 5; 0 requires none); the decisions, for `undo`.

        Raises NotEntitled, NoSuchCompetency, LevelRefused.
        """
        self._supervise()
        framework = self.desk.library.framework
        held = framework.position(position)
        if held is None or framework.competency(competency) is None:
            raise NoSuchCompetency(code=position if held is None else competency)
        if not 0 <= level <= 5:
            raise LevelRefused(code=competency, level=str(level))
        levels = {**dict(held.required), competency: level}
        order = [one.code for one in framework.competencies]
        required = tuple((code, levels[code]) for code in order if levels.get(code))
        changed = replace(held, required=required)
        positions = tuple(changed if one is held else one for one in framework.positions)
        after = Framework(framework.competencies, positions)
        return self._tell(facts_of(framework, after, self._label()))

    def _tell(self, facts: list[Fact]) -> tuple[str, ...]:
        return self._say([(self.desk.unit, fact) for fact in facts]) if facts else ()

    def _label(self) -> str:
        """The day, and how many-eth version of that day it is."""
        day = self.desk.today()
        today = [v for v in ToldFramework(self.desk).versions() if v.label.startswith(day)]
        return f"{day}.{len(today) + 1}"
