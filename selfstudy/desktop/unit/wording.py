"""Sentences about an intake: sums, a file's state, the message to those who send again; no Qt."""

from __future__ import annotations

from typing import Final

from selfstudy.domain.people import FileResult, IntakeReport
from selfstudy.sentences import problem_words
from selfstudy.words import known, t

# Causes that the sender can mend by exporting again; others are ours to solve.
ASKED: Final = (
    "error.CutFile", "error.DamagedFile", "error.UnreadableFile", "error.BadSignature",
    "error.NotForUs", "error.TooLarge", "intake.not_ours",
)  # fmt: skip

# Pictures to be taken again or more of; nothing of them is set aside.
PICTURES: Final = (
    "error.PictureRefused", "intake.no_codes", "intake.codes_missing", "intake.codes_mixed",
    "intake.is_pdf", "intake.is_heic", "intake.is_zip",
)  # fmt: skip


def sums(report: IntakeReport) -> str:
    """`87 tệp: 37 bản ghi mới, 12 đã có, 1 chưa nhận được`."""
    counts = [t("intake.new", n=report.new), t("intake.known", n=report.known)]
    for key, n in (
        ("waiting", report.waiting),
        ("set_aside", report.quarantined),
        ("unknown", report.unknown_people),
        ("erased", report.erased),
        ("gone", report.gone),
    ):
        if n:
            counts.append(t(f"intake.{key}", n=n))
    return f"{t('intake.files', n=len(report.files))}: {', '.join(counts)}"


def summary(report: IntakeReport) -> str:
    """What became, or would become, of the files."""
    if not report.files and not report.cancelled:
        return t("intake.nothing_found")
    said = t("intake.summary_dry" if report.dry else "intake.summary_done", sums=sums(report))
    if report.cancelled:
        said = f"{said} {t('intake.dry_stopped' if report.dry else 'intake.stopped')}"
    return said


def file_state(file: FileResult) -> str:
    """The one thing to know about a file: a key, never shown."""
    if file.problem in PICTURES:
        return "picture"
    if file.problem or file.quarantined:
        return "in_part" if file.new or file.known else "set_aside"
    if file.unknown_people:
        return "unknown"
    if file.waiting:
        return "waiting"
    if file.erased or file.gone:
        return "erased"
    if file.new or file.papers:
        return "new"
    return "known" if file.known or file.papers_known else "nothing"


def in_need(file: FileResult) -> bool:
    """Whether somebody has to do something before all of a file is taken."""
    return file_state(file) in ("set_aside", "in_part", "picture")


def file_words(file: FileResult) -> str:
    """A file's state in a sentence."""
    state = file_state(file)
    if in_need(file):
        return problem_words(file) or t("intake.problem_other", name=file.name)
    if state == "unknown":
        return t("intake.sound_unknown", n=file.unknown_people, name=file.name)
    if state == "erased":
        if file.gone:
            return t("intake.sound_gone", n=file.gone, name=file.name)
        return t("intake.sound_erased", n=file.erased, name=file.name)
    return t(f"intake.sound_{state}", name=file.name)


def to_ask(files: tuple[FileResult, ...]) -> tuple[FileResult, ...]:
    """The files that their senders should send again."""
    return tuple(file for file in files if file.problem in ASKED)


def message(files: tuple[FileResult, ...]) -> str:
    """A message to copy for those whose file was bad; empty when there is nobody to ask."""
    asked = to_ask(files)
    if not asked:
        return ""
    lines = [t("intake.ask_begin"), *(_line(file) for file in asked), t("intake.ask_end")]
    return "\n".join(lines)


def people_words(file: FileResult) -> str:
    """Whose records a file holds, as far as it says."""
    return ", ".join(file.people) or file.carrier


def _line(file: FileResult) -> str:
    key = f"intake.cause_{file.problem.partition('.')[2]}"
    cause = t(key) if known(key) else problem_words(file)
    who = people_words(file)
    if who:
        return t("intake.ask_line_by", who=who, name=file.name, cause=cause)
    return t("intake.ask_line", name=file.name, cause=cause)
