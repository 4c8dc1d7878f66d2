"""Taking pictures of QR codes as if the packets in them had come as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from selfstudy.domain.errors import NewerFormat, PictureRefused
from selfstudy.domain.people import FileResult
from selfstudy.services.intake.codes import Lacking


def take_picture(
    found: Iterable[bytes | Lacking], name: str, take: Callable[[bytes], FileResult]
) -> FileResult:
    """What a picture brought; each packet that is whole now goes through `take`."""
    results = []
    try:
        for outcome in found:
            if isinstance(outcome, Lacking):
                results.append(_lacking(name, outcome))
            else:
                results.append(take(outcome))
    except (PictureRefused, NewerFormat) as error:
        return FileResult(name, problem=error.key, details={**error.details, "name": name})
    if not results:
        return FileResult(name, problem="intake.no_codes", details={"name": name})
    return results[0] if len(results) == 1 else _together(name, results)


def _lacking(name: str, lacking: Lacking) -> FileResult:
    """What to say of a packet that is not whole yet; nothing is refused by that."""
    if lacking.taken:
        return FileResult(name, papers_known=1)
    if not lacking.numbers:
        return FileResult(name, problem="intake.codes_mixed", details={"name": name})
    numbers = ", ".join(str(number) for number in lacking.numbers)
    details: dict[str, object] = {"read": lacking.read, "of": lacking.of, "numbers": numbers}
    return FileResult(name, problem="intake.codes_missing", details=details)


def _together(name: str, results: Sequence[FileResult]) -> FileResult:
    """One result of several packets in one picture; the first problem speaks."""
    wrong = next((result for result in results if result.problem), results[0])
    return FileResult(
        name=name,
        new=sum(result.new for result in results),
        known=sum(result.known for result in results),
        waiting=sum(result.waiting for result in results),
        quarantined=sum(result.quarantined for result in results),
        unknown_people=sum(result.unknown_people for result in results),
        people=tuple(person for result in results for person in result.people),
        carrier=", ".join(result.carrier for result in results if result.carrier),
        problem=wrong.problem,
        details=wrong.details,
        papers=sum(result.papers for result in results),
        papers_known=sum(result.papers_known for result in results),
        erased=sum(result.erased for result in results),
        gone=sum(result.gone for result in results),
        digest=results[0].digest,
    )
