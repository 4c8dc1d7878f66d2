"""The records behind what a learner sees of their own study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from selfstudy.domain.folding import MEMORY_KINDS, PROGRESS_KINDS, MemoryRow
from selfstudy.domain.hours import reading_fraction
from selfstudy.domain.lesson import Lesson
from selfstudy.domain.moments import due_limit, milliseconds, moment
from selfstudy.exchange.cards import Receipt
from selfstudy.services.explaining.explained_ledgers import Added, each, held
from selfstudy.services.record.ledger import DAY, STUDY, Ledger, seconds_of
from selfstudy.services.record.standing import confirmed, own_heads, receipts, results
from selfstudy.store.facts import Row
from selfstudy.store.judged import Judged
from selfstudy.words import day, t
from selfstudy.words import moment as moment_words

ANSWERS = ("answered", "reviewed")
WELL_KEPT = 2  # the state of FSRS in which a question is remembered for days


def answers(ledger: Ledger) -> Iterator[Added]:
    """Every answer adds one."""
    return each(ledger, ANSWERS, lambda _row: 1.0)


def right(ledger: Ledger) -> Iterator[Added]:
    """Every wholly right answer adds one."""
    return each(ledger, ANSWERS, lambda row: float(row.value >= 1000))


def minutes(ledger: Ledger) -> Iterator[Added]:
    """Active time in minutes."""
    return each(ledger, STUDY, lambda row: seconds_of(row) / 60)


def minutes_of(ledger: Ledger, of: date) -> Iterator[Added]:
    """Active time of one day of this computer's zone."""
    zone = ledger.desk.clock().tzinfo
    start = milliseconds(datetime.combine(of, time.min, zone))
    return (added for added in minutes(ledger) if 0 <= added.row.at - start < DAY)


def progress(ledger: Ledger, lessons: Iterable[Lesson]) -> Iterator[Added]:
    """What each record moved the progress of some lessons, of which each has the same share."""
    shelf = {lesson.id: lesson for lesson in lessons}
    by_lesson: dict[str, list[Judged]] = defaultdict(list)
    for one in held(ledger, *sorted(PROGRESS_KINDS | MEMORY_KINDS)):
        of = one.row.parent if one.row.kind in MEMORY_KINDS else one.row.object
        if of in shelf:
            by_lesson[of].append(one)
    for of, found in by_lesson.items():
        for added in _lesson(shelf[of], found):
            yield added._replace(adds=added.adds / len(shelf))


def _lesson(lesson: Lesson, found: list[Judged]) -> Iterator[Added]:
    """What each record moved the progress of one lesson, in fold order."""
    wanted = {question.id for question in lesson.questions}
    parts = {section.id for section in lesson.sections}
    last = {one.row.object: one.row for one in found if _decides(one, wanted)}
    read: set[str] = set()
    marks: dict[str, bool] = {}
    done, before = False, 0.0
    for one in found:
        row = one.row
        why = one.why or _passed_over(row, lesson, wanted, last, done=done)
        if why:
            yield Added(row, 0.0, why)
            continue
        done |= row.kind == "lesson_finished"
        if row.kind == "section_read":
            read |= parts & set(row.parent.split("|"))
        elif row.kind in MEMORY_KINDS:
            marks[row.object] = row.value >= 1000
        share = reading_fraction(len(read), len(parts), sum(marks.values()), len(wanted))
        after = 1.0 if done else min(share, 0.99)
        yield Added(row, after - before)
        before = after


def _decides(one: Judged, wanted: set[str]) -> bool:
    return not one.why and one.row.kind in MEMORY_KINDS and one.row.object in wanted


def _passed_over(
    row: Row, lesson: Lesson, wanted: set[str], last: dict[str, Row], *, done: bool
) -> str:
    """Why a sound record does not move the progress of a lesson."""
    if row.kind in MEMORY_KINDS:
        if row.object not in wanted:
            return "unheld"
        return "" if last[row.object] is row else "newer"
    if row.version != lesson.version:
        return "version"
    return "once" if row.kind == "lesson_finished" and done else ""


def due(
    ledger: Ledger,
    memory: Iterable[MemoryRow],
    known: set[tuple[str, str]],
    altered: frozenset[tuple[str, str]] = frozenset(),
) -> list[Added]:
    """Each question that is due adds one, at its last answer; the others say when they are.

    One that was amended since is due whatever its schedule says.
    """
    limit = due_limit(ledger.desk.clock())
    rows = {(row.lesson, row.question): row for row in memory}
    last: dict[tuple[str, str], Row] = {}
    found = held(ledger, *ANSWERS)
    for one in found:
        if not one.why:
            last[one.row.parent, one.row.object] = one.row
    told = []
    for one in found:
        question = (one.row.parent, one.row.object)
        if one.why or last[question] is not one.row:
            told.append(Added(one.row, 0.0, one.why))
        elif question not in known:
            told.append(Added(one.row, 0.0, "unheld"))
        else:
            kept = rows[question]
            late = kept.memory.due < limit or question in altered
            when = t("explain.due_altered") if question in altered else _when(ledger, kept)
            by = t("explain.due_now", by=when) if late and question not in altered else when
            told.append(Added(one.row, float(late), "" if late else "later", by))
    return told


def _when(ledger: Ledger, row: MemoryRow) -> str:
    """When a question comes again, and why then."""
    kept = row.memory
    on = day(ledger.local(kept.due))
    if kept.state == WELL_KEPT:
        return t("explain.due_kept", day=on, n=max(1, round(kept.stability)))
    return t("explain.due_missed" if row.score < 1000 else "explain.due_fresh", day=on)


def unreceived(ledger: Ledger) -> Iterator[Added]:
    """Each result that no receipt of the unit confirms adds one."""
    desk = ledger.desk
    found = sorted(receipts(desk), key=lambda receipt: receipt.at)
    reached = [(receipt, own_heads(desk, receipt)) for receipt in found]
    for row in results(desk):
        by = next((receipt for receipt, heads in reached if confirmed(row, [heads])), None)
        if by is None:
            yield Added(row, 1.0)
        else:
            yield Added(row, 0.0, "received", _receipt_words(ledger, by))


def _receipt_words(ledger: Ledger, receipt: Receipt) -> str:
    at = moment_words(moment(receipt.at).astimezone(ledger.desk.clock().tzinfo))
    return t("explain.receipt", who=receipt.name, at=at)
