"""What a lesson's text must hold to: living links, described figures, anchors, honest time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from selfstudy.content.image_rules import check_image
from selfstudy.content.markup import Link, Outline, outline
from selfstudy.content.problems import Findings
from selfstudy.domain.lesson import Lesson, Module, Source, SourceRef
from selfstudy.domain.vietnamese import nfc

FASTEST_READING = 200  # words (syllables) a minute, measured for Vietnamese prose
SLOWEST_READING = 180
STUDY_FACTOR = 3  # studying with tables and figures takes up to this many times plain reading
MINUTES_A_QUESTION = 2


def check_text(lesson: Lesson, module: Module, file_text: str, found: Findings) -> None:
    """Note what is wrong in the text of a lesson; `file_text` is the whole file, front included."""
    body_line = file_text.count("\n", 0, max(0, file_text.rfind(lesson.text.rstrip("\n")))) + 1
    parts = outline(lesson.text, body_line)
    _check_anchors(parts, found)
    _check_links(parts, lesson, module, found)
    asked = {question.id for other in module.lessons for question in other.questions}
    for question, line in parts.checks:
        if question not in asked:
            found.error("dead_check", line, question=question)
    for note, line in parts.notes_used:
        if note not in parts.notes_given:
            found.error("dead_footnote", line, note=note)
    _check_minutes(lesson, found)


def _check_anchors(parts: Outline, found: Findings) -> None:
    seen: Counter[str] = Counter()
    for heading in parts.headings:
        if heading.anchor:
            seen[heading.anchor] += 1
            if seen[heading.anchor] == 2:
                found.error("same_anchor_twice", heading.line, anchor=heading.anchor)
        if heading.level == 1:
            found.warning("heading_level", heading.line, title=heading.title)


def _check_links(parts: Outline, lesson: Lesson, module: Module, found: Findings) -> None:
    terms = {term.word.casefold() for term in module.glossary}
    anchors = {heading.anchor for heading in parts.headings}
    known = {ref.source for ref in module.sources} | {ref.source for ref in lesson.sources}
    for link in parts.links:
        scheme, _, rest = link.target.partition(":")
        if link.image:
            _check_figure(link, Path(module.folder), found)
        elif scheme == "term":
            if nfc(unquote(rest)).strip().casefold() not in terms:
                found.error("dead_term", link.line, term=rest)
        elif scheme == "source":
            if rest.strip() not in known:
                found.error("dead_source", link.line, source=rest)
        elif link.target.startswith("#"):
            if link.target[1:] not in anchors:
                found.error("dead_anchor", link.line, anchor=link.target[1:])
        elif scheme not in {"https", "http", "mailto"}:
            found.error("dead_link", link.line, target=link.target)


def _check_figure(link: Link, folder: Path, found: Findings) -> None:
    if not link.text:
        found.error("no_alt_text", link.line, image=link.target)
    target = PurePosixPath(unquote(link.target))
    outside = ":" in link.target or "\\" in link.target or target.is_absolute()
    if outside or ".." in target.parts:
        found.error("image_outside", link.line, image=link.target)
    elif not (folder / target).is_file():
        found.error("missing_image", link.line, image=link.target)


def _check_minutes(lesson: Lesson, found: Findings) -> None:
    least = lesson.words / FASTEST_READING
    most = lesson.words * STUDY_FACTOR / SLOWEST_READING + (
        MINUTES_A_QUESTION * len(lesson.questions)
    )
    if lesson.sections and not least <= lesson.minutes <= max(most, 5):
        found.warning(
            "reading_time",
            minutes=lesson.minutes,
            words=lesson.words,
            least=round(least),
            most=round(most),
        )


def check_validity(
    refs: tuple[SourceRef, ...], sources: Mapping[str, Source], today: date, found: Findings
) -> None:
    """Note sources that are not in force today, once each."""
    for ref in {ref.source: ref for ref in reversed(refs)}.values():
        source = sources.get(ref.source)
        if source is None or ref.historical:
            continue
        validity, until = source.validity(today), source.effective_to
        if validity == "expired":
            found.error("source_expired", source=source.number, until=until)
        elif validity == "expiring":
            found.warning("source_expiring", source=source.number, until=until)
        elif validity == "not_yet":
            found.warning("source_not_yet", source=source.number, since=source.effective_from)


def check_figures(folder: Path, files: list[Path], name: str, found: Findings) -> None:
    """Check every image in a module's folder, used or not."""
    for path in files:
        relative = path.relative_to(folder).as_posix()
        check_image(path, Findings(f"{name}/{relative}", found.problems))
