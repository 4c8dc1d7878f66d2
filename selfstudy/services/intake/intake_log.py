"""The trail's line about an intake: which files came, and what became of each."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import TYPE_CHECKING

from selfstudy.services.holding.burial import redacted

if TYPE_CHECKING:
    from selfstudy.domain.people import FileResult, IntakeReport
    from selfstudy.services.holding.holder import Holder

SHOWN = 16  # hex digits that a file without a name is called by


def log_intake(holder: Holder, report: IntakeReport, erased: Collection[str]) -> None:
    """Write the line; whoever was erased meanwhile is not named in it.

    What was written here for others brought nothing, and has its line since then.
    """
    files = redacted([_entry(file) for file in report.files if not file.own], erased)
    if files:
        holder.papers.log(holder.now(), "import", report.by, {"files": files})


def _entry(file: FileResult) -> dict[str, object]:
    """One file. What brought an erased person's records is called by its digest alone."""
    about_erased = bool(file.erased or file.gone)
    nameless = file.digest[:SHOWN] + PurePath(file.name).suffix
    details = {key: str(value) for key, value in file.details.items()}
    return {
        "name": nameless if about_erased else file.name,
        "new": file.new, "known": file.known, "quarantined": file.quarantined,
        "waiting": file.waiting, "erased": file.erased, "gone": file.gone,
        "problem": file.problem, "digest": file.digest, "people": list(file.people),
        "carrier": "" if about_erased else file.carrier,
        "details": {**details, "name": nameless} if about_erased and details else details,
    }  # fmt: skip
