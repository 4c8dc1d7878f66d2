"""The files beside the modules: legal sources, competencies and positions, rules of hours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from selfstudy.content.problems import Findings, Problem
from selfstudy.content.text_file import Table, read_toml
from selfstudy.domain.hours import HourRule, ReadingRule
from selfstudy.domain.lesson import Source, SourceRef
from selfstudy.domain.people import Competency, Position, roles_of
from selfstudy.domain.plans import Offered
from selfstudy.words import pick


@dataclass(frozen=True, slots=True)
class Framework:
    """What positions require: competencies and positions, in the order they are written.

    `catalogue` has the modules that there are to be, whether they are installed or not.
    """

    competencies: tuple[Competency, ...] = ()
    positions: tuple[Position, ...] = ()
    catalogue: tuple[Offered, ...] = field(default=(), compare=False)

    def competency(self, code: str) -> Competency | None:
        """The competency of this code."""
        return next((c for c in self.competencies if c.code == code), None)

    def position(self, code: str) -> Position | None:
        """The position of this code."""
        return next((p for p in self.positions if p.code == code), None)

    def position_title(self, code: str) -> str:
        """What a position, or two, is called in the language in use; the code where not known."""
        return " + ".join(self._title(role) for role in roles_of(code))

    def _title(self, code: str) -> str:
        found = self.position(code)
        return pick(found.title, found.title_en) if found else code


@dataclass(frozen=True, slots=True)
class HoursRules:
    """Yearly minima by scope, and when reading counts."""

    rules: tuple[HourRule, ...] = ()
    reading: ReadingRule = field(default_factory=ReadingRule)


def read_sources(path: Path, problems: list[Problem] | None = None) -> dict[str, Source]:
    """The registry of sources by id; what is wrong in it goes to `problems`."""
    found = _findings(path, problems)
    table = read_toml(path, found)
    sources = (_source(entry) for entry in _entries(table))
    return _succeeded({source.id: source for source in sources if source is not None})


def read_framework(folder: Path, problems: list[Problem] | None = None) -> Framework:
    """Competencies and positions; a missing file gives none."""
    competencies: list[Competency] = []
    positions: list[Position] = []
    path = folder / "competencies.toml"
    if path.is_file():
        table = read_toml(path, _findings(path, problems))
        competencies = [_competency(entry) for entry in _entries(table)]
    path = folder / "positions.toml"
    if path.is_file():
        table = read_toml(path, _findings(path, problems))
        positions = [_position(entry) for entry in _entries(table)]
    catalogue: list[Offered] = []
    path = folder / "catalogue.toml"
    if path.is_file():
        table = read_toml(path, _findings(path, problems))
        found = [_offered(entry) for entry in _entries(table)]
        catalogue = [each for each in found if each is not None]
    return Framework(tuple(competencies), tuple(positions), tuple(catalogue))


def read_hours(path: Path, problems: list[Problem] | None = None) -> HoursRules:
    """The rules of hours; a missing number stays missing."""
    found = _findings(path, problems)
    table = read_toml(path, found)
    if table is None:
        return HoursRules()
    listed = table.values.get("rule", [])
    listed = listed if isinstance(listed, list) else []
    rules = (_rule(Table(r, "", found, "rule")) for r in listed if isinstance(r, dict))
    reading = table.values.get("reading", {})
    if not isinstance(reading, dict):
        found.error("wrong_type", table.line("reading"), field="reading")
        reading = {}
    share, tiet = reading.get("share", 0.5), reading.get("minutes_per_tiet", 45)
    if not (isinstance(share, int | float) and 0 <= share <= 1):
        found.error("out_of_range", table.line("share"), field="share", least=0, most=1)
        share = 0.5
    if not (type(tiet) is int and tiet > 0):
        found.error("wrong_type", table.line("minutes_per_tiet"), field="minutes_per_tiet")
        tiet = 45
    return HoursRules(tuple(rule for rule in rules if rule), ReadingRule(float(share), tiet))


def source_ref(written: str) -> SourceRef:
    """A reference as authors write it: the registry id, then the place in words."""
    source, _, place = written.strip().partition(" ")
    return SourceRef(source, place.strip())


def source_refs(written: str) -> tuple[SourceRef, ...]:
    """Several references with semicolons between them."""
    return tuple(source_ref(part) for part in written.split(";") if part.strip())


def _findings(path: Path, problems: list[Problem] | None) -> Findings:
    name = path.name if path.parent.name != "framework" else f"framework/{path.name}"
    return Findings(name, [] if problems is None else problems)


def _entries(table: Table | None) -> list[Table]:
    if table is None:
        return []
    entries = []
    for name, values in table.values.items():
        if isinstance(values, dict):
            entries.append(Table(values, table.text_of_file, table.found, name))
        else:
            table.found.error("wrong_type", table.line(name), field=name)
    return entries


def _source(entry: Table) -> Source | None:
    issued, since = entry.day("issued"), entry.day("effective_from")
    verified = entry.day("verified_on")
    confidence: Literal["H", "M"] = "M" if entry.text("confidence", required=False) == "M" else "H"
    number, title, issuer = entry.text("number"), entry.text("title"), entry.text("issuer")
    until = entry.day("effective_to", required=False)
    if not (issued and since and verified and number and title and issuer):
        return None
    return Source(
        id=entry.name,
        number=number,
        title=title,
        issuer=issuer,
        issued=issued,
        effective_from=since,
        verified_on=verified,
        effective_to=until,
        url=entry.text("url", required=False),
        confidence=confidence,
        note=entry.text("note", required=False),
        replaced_by=entry.text("replaced_by", required=False),
        kind="book" if entry.text("kind", required=False) == "book" else "law",
    )


def _succeeded(sources: dict[str, Source]) -> dict[str, Source]:
    """Sources that name their successor by its number and end where it begins."""
    found = {}
    for name, source in sources.items():
        successor = sources.get(source.replaced_by)
        if successor is None or successor is source:
            found[name] = source
            continue
        begins = max(successor.effective_from, date.min + timedelta(days=1))
        ends = source.effective_to or begins - timedelta(days=1)
        found[name] = replace(source, replaced_by=successor.number, effective_to=ends)
    return found


def _competency(entry: Table) -> Competency:
    behaviours, english = _behaviours(entry, "behaviours"), _behaviours(entry, "behaviours_en")
    if english and [level for level, _ in english] != [level for level, _ in behaviours]:
        entry.found.error("behaviours_en", entry.line("behaviours_en"), code=entry.name)
        english = []
    return Competency(
        entry.name,
        entry.text("title"),
        entry.text("title_en"),
        entry.text("group"),
        tuple(behaviours),
        tuple(text for _, text in english),
    )


def _behaviours(entry: Table, name: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    written = entry.values.get(name, {})
    for level, texts in written.items() if isinstance(written, dict) else ():
        if level in {"1", "2", "3", "4", "5"} and isinstance(texts, list):
            found += [(int(level), str(text)) for text in texts]
        else:
            entry.found.error("wrong_level", entry.line(level), field=name)
    return found


def _position(entry: Table) -> Position:
    return Position(
        entry.name,
        entry.text("title"),
        entry.text("title_en"),
        entry.levels("required"),
        entry.texts("aliases"),
        entry.text("scope", required=False) or "cong_chuc",
    )


def _offered(entry: Table) -> Offered | None:
    hours = entry.values.get("hours")
    if not isinstance(hours, int | float) or hours <= 0:
        entry.found.error("wrong_type", entry.line("hours"), field="hours")
        return None
    return Offered(
        entry.name,
        entry.text("title"),
        entry.text("title_en"),
        hours,
        entry.levels("builds"),
        entry.texts("positions"),
    )


def _rule(entry: Table) -> HourRule | None:
    since: date | None = entry.day("from")
    hours = entry.values.get("min_tiet")
    if hours is not None and not isinstance(hours, int | float):
        entry.found.error("wrong_type", 0, field="min_tiet")
        hours = None
    scope, basis = entry.text("scope"), entry.text("basis")
    if since is None or not scope:
        return None
    period = entry.text("period", required=False)
    confidence = entry.text("confidence", required=False) or "H"
    return HourRule(scope, hours, period, basis, since, confidence)
