"""What of the content can be found by searching, as plain text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from selfstudy.content.markup import outline, plain_text
from selfstudy.domain.lesson import Lesson, Module, Source
from selfstudy.domain.question import Question
from selfstudy.domain.search import Document

SOURCES = "sources"  # the group of registry entries; no module has such an id
_BLANK = re.compile(r"_{3,}")


def module_documents(module: Module) -> Iterator[Document]:
    """A module, its lessons, questions and glossary terms; English titles are found too."""
    about = f"{module.title_en} {module.summary} {module.summary_en}"
    yield Document(module.id, "module", module.id, module.title, about, "", module.title_en)
    for lesson in module.lessons:
        body = f"{lesson.summary} {plain_text(lesson.text)} {lesson.title_en} {lesson.summary_en}"
        headings = tuple(plain_text(heading.title) for heading in outline(lesson.text).headings)
        yield Document(
            module.id, "lesson", lesson.id, lesson.title, body, lesson.id, lesson.title_en, headings
        )
        for question in lesson.questions:
            yield _question(question, lesson)
    first = module.lessons[0].id if module.lessons else ""
    for term in module.glossary:
        spoken = (lesson.id for lesson in module.lessons if term in lesson.glossary)
        opens = next(spoken, first)
        yield Document(module.id, "term", term.word, term.word, term.meaning, opens)


def source_documents(sources: Iterable[Source]) -> Iterator[Document]:
    """The registry of sources."""
    for source in sources:
        title, body = f"{source.number} {source.title}", f"{source.issuer} {source.id}"
        yield Document(SOURCES, "source", source.id, title, body, other=source.title)


def module_digest(module: Module) -> str:
    """What changes when anything of a module that can be found changes."""
    parts = [module.title, module.title_en, module.summary, module.summary_en]
    parts += [f"{lesson.id} {lesson.digest}" for lesson in module.lessons]
    parts += [f"{term.word} {term.meaning}" for term in module.glossary]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def sources_digest(sources: Iterable[Source]) -> str:
    """What changes when the registry does."""
    parts = [f"{s.id} {s.number} {s.title} {s.issuer}" for s in sources]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _question(question: Question, lesson: Lesson) -> Document:
    options = (f"{option.text} {option.pair}" for option in question.options)
    body = " ".join([question.case, *options])
    title = plain_text(_BLANK.sub("…", question.text))
    return Document(lesson.module, "question", question.id, title, plain_text(body), lesson.id)
