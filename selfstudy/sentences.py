"""What to say about an error or a file's problem, whichever of its details are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from selfstudy.words import day, known, minutes, moment, number, percent, pick, size, t

if TYPE_CHECKING:
    from selfstudy.domain.changes import Changes
    from selfstudy.domain.errors import SelfStudyError
    from selfstudy.domain.explained import Explained, Figure
    from selfstudy.domain.people import FileResult
    from selfstudy.domain.progress import FactRow, Removal
    from selfstudy.domain.waiting import AsideFile

CODED: Final = ("reason", "what", "problem")  # details that are codes, with words of their own
LARGEST_COUNT: Final = 1_000_000  # a limit above it counts bytes


class _Places(dict[str, object]):
    """A detail that nobody gave leaves its place empty rather than the person without a word."""

    def __missing__(self, _place: str) -> str:
        return ""


def error_words(error: SelfStudyError | None) -> str:
    """The sentence of an error; nothing while there is none."""
    return key_words(error.key, error.details) if error is not None else ""


def problem_words(file: FileResult | AsideFile) -> str:
    """The sentence about what is wrong with a file; nothing when it is sound.

    Of a file that was taken in part it says how much, and not that nothing was.
    """
    if not file.problem:
        return ""
    cause, taken = f"intake.cause_{file.problem.partition('.')[2]}", file.details.get("taken")
    if taken and isinstance(taken, int) and file.problem.startswith("error.") and known(cause):
        return t("intake.taken_in_part", n=taken, name=file.name, cause=t(cause))
    return key_words(file.problem, {"name": file.name, **file.details})


def key_words(key: str, details: Mapping[str, object]) -> str:
    """The sentence of a key with its details in words."""
    if not known(key):
        return t("intake.problem_other", name=details.get("name", ""))
    said = _Places(details)
    for place in CODED:
        code = str(said[place])
        for words in (code, f"intake.{place}_{code}", f"sync.{place}_{code}"):
            if code and known(words):
                said[place] = t(words).format_map(said)
    if isinstance(said["n"], int):
        said["n"] = number(said["n"], 0)
    limit = said["limit"]
    if isinstance(limit, int) and limit > LARGEST_COUNT:
        said["limit"] = size(limit)
    return t(key).format_map(said)


def removal_words(removal: Removal | None, *, in_unit: bool) -> str:
    """That this computer was removed, by whose word, and what to do; nothing where it was not."""
    if removal is None:
        return ""
    who = t(f"devices.gone_{'by' if removal.by else 'own'}", who=removal.by, day=day(removal.at))
    return f"{who} {t('devices.gone_unit' if in_unit else 'devices.gone_alone')}"


def kind_words(kind: str) -> str:
    """What a kind of record is called; one that is not known is a newer program's."""
    key = f"handover.kind_{kind}"
    return t(key) if known(key) else t("handover.kind_unnamed")


def finding_words(code: str, details: Mapping[str, object]) -> str:
    """The sentence of something that was looked at in a data folder."""
    said = dict(details)
    octets, at = said.get("bytes"), said.get("at")
    if isinstance(octets, int):
        said["bytes"] = size(octets)
    if isinstance(at, datetime):
        said["at"] = moment(at)
    return key_words(f"doctor.{code}", said)


def figure_name(figure: Figure, about: str = "") -> str:
    """What a number is called in a list of them; `about` is a title."""
    name = t(f"explain.name_{figure.key}")
    return f"{name} – {about}" if about and figure.of else name


def value_words(figure: Figure, value: float | None) -> str:
    """A number as it is written."""
    if value is None:
        return t("explain.unsaid")
    if figure.measure == "moment":
        return moment(datetime.fromtimestamp(value, UTC))
    if figure.measure == "share":
        return percent(value)
    if figure.measure == "minutes":
        return minutes(value)
    return number(value, 2 if figure.measure == "tiet" else 0)


def explained_title(explained: Explained) -> str:
    """The number that is explained, whose it is and of which year."""
    figure = explained.figure
    value = value_words(figure, explained.value)
    said = t(f"explain.title_{figure.key}", value=value, about=explained.about)
    if figure.year:
        said = t("explain.of_year", what=said, year=figure.year)
    whose = explained.about if figure.person or figure.key == "self_study" else ""
    return t("explain.of_person", who=whose, what=said) if whose else said


def rule_words(explained: Explained) -> str:
    """How a number is counted, and whom it holds of whom nothing else is left."""
    key, details = explained.figure.key, explained.details
    plain = key == "lesson" and not details.get("questions")
    said = [t(f"explain.rule_{key}_plain" if plain else f"explain.rule_{key}", **details)]
    if explained.value is None and key.startswith("year_"):
        said.append(t("explain.few"))
    elif explained.erased is None:
        said.append(t("explain.erased_few"))
    elif explained.erased:
        said.append(t("explain.erased", n=explained.erased))
    return " ".join(said)


def counting_words(row: FactRow) -> str:
    """Why a record is not counted, or what else is to be known of it."""
    if row.counted:
        return row.by
    if row.why == "later":
        return t("explain.due_later", by=row.by)
    why = t(f"explain.why_{row.why}")
    return t("explain.not_counted", why=f"{why} ({row.by})" if row.by else why)


def fact_kind_words(row: FactRow) -> str:
    """What kind of record stands behind a number."""
    key = f"explain.kind_{row.kind}"
    return t(key) if known(key) else kind_words(row.kind)


def adds_words(figure: Figure, adds: float) -> str:
    """What a record adds to a number, with its sign: minutes and shares as precisely as needed."""
    if figure.measure == "moment" or not adds:
        return ""
    if figure.measure == "share" and figure.key != "right":
        said = f"{number(adds * 100, 1)}%"
    else:
        said = number(adds, 0 if figure.measure in {"count", "share"} else 2)
    return f"+{said}" if adds > 0 else said


def change_words(changes: Changes) -> list[str]:
    """What a newer version of a module changed for who learns it, a line each."""
    said = [
        t(f"packs.questions_{kind}_because", n=n, why=_ending(changes, because))
        if because
        else t(f"packs.questions_{kind}", n=n)
        for (kind, because), n in _question_counts(changes).items()
    ]
    told = {because for _kind, because in _question_counts(changes)}
    for lesson in changes.lessons:
        part = lesson.after or lesson.before
        if part is not None and lesson.kind != "changed":
            said.append(t(f"packs.lesson_{lesson.kind}", title=pick(part.title, part.title_en)))
    lessons = [lesson for lesson in changes.lessons if lesson.kind == "changed" and lesson.sections]
    if lessons:
        sections = sum(len(lesson.sections) for lesson in lessons)
        numbers = ", ".join(str(lesson.after.number) for lesson in lessons if lesson.after)
        said.append(t("packs.sections", n=sections, lessons=numbers))
    for source in changes.sources:
        if source.ended and source.id not in told:
            said.append(t("packs.source_ended", why=_ending(changes, source.id)))
        elif source.before is None and source.after is not None:
            said.append(t("packs.source_new", number=source.after.number))
    return said or [t("packs.nothing_changed")]


def _question_counts(changes: Changes) -> Counter[tuple[str, str]]:
    """How many questions, by what became of them and the source that ended as reason.

    One that went for a reason and one that came in the same lesson are one that was replaced.
    """
    counts: Counter[tuple[str, str]] = Counter()
    lessons = [lesson.questions for lesson in changes.lessons if lesson.kind == "changed"]
    for questions in (*lessons, changes.tests):
        came = sum(question.kind == "added" for question in questions)
        for question in questions:
            kind: str = question.kind
            if question.because and (kind == "changed" or came):
                came -= kind == "removed"
                kind = "replaced"
            if kind != "added":
                counts[kind, question.because] += 1
        if came:
            counts["added", ""] += came
    return counts


def _ending(changes: Changes, name: str) -> str:
    """Which source ends, from when it is not in force, and what takes its place."""
    source = changes.named[name]
    said = t(
        "packs.ending",
        number=source.number,
        day=day(source.ended) if source.ended is not None else "",
    )
    return t("packs.ending_by", why=said, by=source.replaced_by) if source.replaced_by else said
