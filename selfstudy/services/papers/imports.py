"""F10: which files came in, by whom, and what was wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from selfstudy.domain.moments import moment
from selfstudy.services.forms.form import Form, Page, Total
from selfstudy.services.papers.order import Order
from selfstudy.words import load

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk

DIGEST_SHOWN = 16
NAMES_SHOWN = 3


def imports(desk: Desk, form: Form, order: Order) -> Iterator[Page]:
    """One page with every file."""
    order.step()
    rows: list[dict[str, object]] = []
    times = broken = repeated = 0
    zone = desk.clock().tzinfo
    sentences = load("vi")  # an office takes no other, whatever the window speaks
    for line in reversed(desk.papers.trail("import")):
        at = moment(line.at).astimezone(zone)
        if at.date() not in order.period:
            continue
        times += 1
        for file in json.loads(line.text).get("files", []):
            bad = bool(file.get("problem"))
            broken += bad
            repeated += bool(file["known"] and not file["new"] and not bad)
            rows.append(_import_row(len(rows) + 1, at, line.who, file, sentences))
    summary = form.lines["imports"].format(
        imports=times, files=len(rows), sound=len(rows) - broken, broken=broken, repeated=repeated
    )
    totals = [
        Total(form.totals[key], sum(int(str(row[key])) for row in rows), key, "whole")
        for key in ("new", "known")
    ]
    signed = (desk.profile.name, "")
    yield Page("F10", order.when, rows, [summary], totals if rows else [], signed)


def _import_row(
    number: int, at: object, who: str, file: dict[str, Any], sentences: Mapping[str, str]
) -> dict[str, object]:
    return {
        "number": number,
        "at": at,
        "who": who,
        "file": file["name"],
        "people": _names(file.get("people", ())) or file.get("carrier", ""),
        "new": file["new"],
        "known": file["known"],
        "quarantined": file["quarantined"],
        "digest": file.get("digest", "")[:DIGEST_SHOWN],
        "note": _note(file, sentences),
    }


def _names(names: Sequence[str]) -> str:
    """The names, or the first of many and how many there are."""
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    return f"{names[0]}, … ({len(names)})"


def _note(file: dict[str, Any], sentences: Mapping[str, str]) -> str:
    """Why a file was set aside, or that part of it waits."""
    problem = str(file.get("problem", ""))
    if not problem:
        return ""
    details = {"name": file["name"], **file.get("details", {})}
    sentence = sentences.get(problem) or sentences["intake.problem_other"]
    return sentence.format_map(_Blank(details))


class _Blank(dict[str, object]):
    def __missing__(self, _place: str) -> str:
        return ""
