"""Whom the files of an intake are about, asked for together: one by one it took a third of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from selfstudy.domain.people import FileResult
from selfstudy.services.holding.holder import Holder
from selfstudy.store.people import Known, people

TOGETHER = 100  # people; more would keep an answer waiting


def named(
    holder: Holder, results: Sequence[FileResult], listed: Collection[bytes] = ()
) -> list[FileResult]:
    """Results with the names of their people, and how many nobody has admitted nor `listed`."""
    found: dict[bytes, dict[bytes, Known]] = {}
    for unit in {result.unit for result in results if result.subjects}:
        if holder.receives_for(unit):
            about = (result.subjects for result in results if result.unit == unit)
            found[unit] = _known(holder, unit, sorted(frozenset().union(*about)))
    return [
        _named(result, found[result.unit], listed)
        if result.subjects and result.unit in found
        else result
        for result in results
    ]


def _known(holder: Holder, unit: bytes, subjects: Sequence[bytes]) -> dict[bytes, Known]:
    authorities = holder.authorities(unit)
    return {
        person.person: person
        for start in range(0, len(subjects), TOGETHER)
        for person in people(
            holder.journal, unit, authorities, subjects[start : start + TOGETHER]
        )
    }  # fmt: skip


def _named(
    result: FileResult, known: dict[bytes, Known], listed: Collection[bytes]
) -> FileResult:  # fmt: skip
    held = [known[subject] for subject in sorted(result.subjects) if subject in known]
    admitted = {person.person for person in held if person.admitted}
    return replace(
        result,
        people=tuple(person.name for person in held if person.name),
        unknown_people=len(result.subjects - admitted - set(listed)),
    )
