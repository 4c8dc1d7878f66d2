"""What sources and reviews must hold to: in force on the day, told soundly, of this version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from selfstudy.content.framework import read_sources
from selfstudy.content.problems import Findings, Problem
from selfstudy.content.text_file import Table, read_toml
from selfstudy.domain.lesson import Module, Source, SourceRef

Cited = tuple[SourceRef, int]  # a reference, and the line on which it stands


def check_validity(
    cited: Iterable[Cited], sources: Mapping[str, Source], today: date, found: Findings
) -> None:
    """Note sources that are not in force today, where each is first cited in a file."""
    told: set[str] = set()
    for ref, line in cited:
        source = sources.get(ref.source)
        if source is None or ref.historical or ref.source in told:
            continue
        told.add(ref.source)
        validity, until = source.validity(today), source.effective_to
        if validity == "expired":
            found.error("source_expired", line, source=source.number, until=until)
        elif validity == "expiring":
            found.warning("source_expiring", line, source=source.number, until=until)
        elif validity == "not_yet":
            since = source.effective_from
            found.warning("source_not_yet", line, source=source.number, since=since)


def check_review(module: Module, table: Table, found: Findings, today: date | None) -> None:
    """Note a review that is none: half told, of another version, or of a day to come."""
    if not (module.reviewed_by or module.reviewed_on):
        return
    line = table.line("reviewed_by" if module.reviewed_by else "reviewed_on")
    if not (module.reviewed_by and module.reviewed_on and module.reviewed_version):
        found.warning("review_incomplete", line)
    elif module.reviewed_version != module.version:
        found.warning(
            "review_of_other_version",
            table.line("reviewed_version"),
            reviewed=module.reviewed_version,
            version=module.version,
        )
    elif today is not None and module.reviewed_on > today:
        found.warning("reviewed_later", table.line("reviewed_on"))


def check_registry(path: Path, name: str, problems: list[Problem], today: date | None) -> None:
    """Note dates of a registry that cannot be: an end before the beginning, a day to come."""
    found = Findings(name, problems)
    table = read_toml(path, Findings(name, []))
    if table is None:
        return
    sources = read_sources(path)
    for source in sources.values():
        line = table.inside(source.id).line
        successor = str(table.inside(source.id).values.get("replaced_by", ""))
        if successor and (successor == source.id or not (successor in sources or "/" in successor)):
            found.warning("unknown_successor", line("replaced_by"), source=successor)
        if source.effective_to is not None and source.effective_to < source.effective_from:
            found.error("source_ends_before", line("effective_to"), source=source.id)
        if source.effective_from < source.issued:
            found.warning("source_before_issued", line("effective_from"), source=source.id)
        if today is not None and source.verified_on > today:
            found.warning("source_verified_later", line("verified_on"), source=source.id)
