"""Finding things in the installed content, offline; the index is made anew where it is stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from selfstudy.content.documents import (
    SOURCES,
    module_digest,
    module_documents,
    source_documents,
    sources_digest,
)
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.search import Found
from selfstudy.domain.telex import meant
from selfstudy.services.intake.intake import Progress, never, silent
from selfstudy.store.search import Search

if TYPE_CHECKING:
    from pathlib import Path

    from selfstudy.content.library import Library
    from selfstudy.domain.search import Document, FoundKind, Hit

INDEX = "search.db"
FEW = 3  # hits; with fewer, raw Telex or VNI is looked for too
SHOWN: Final[dict[FoundKind, int]] = {
    "lesson": 8, "question": 5, "term": 4, "source": 4, "module": 3,
}  # fmt: skip


class Finding:
    """Searches modules, lessons, questions, glossary and sources; never an answer's reasons.

    The index is opened for each search: it belongs to the computer, not to an open profile.
    """

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self._path = folder / INDEX

    def refresh(self, progress: Progress = silent, cancelled: Callable[[], bool] = never) -> int:
        """Bring the index to the installed content; what is indexed is found meanwhile.

        Returns how many parts were indexed; a cancelled one goes on next time.
        """
        modules = {module.id: module for module in self.library.modules()}
        digests = {name: module_digest(module) for name, module in modules.items()}
        digests[SOURCES] = sources_digest(self.library.sources)

        def documents(group: str) -> Iterable[Document]:
            if group == SOURCES:
                return source_documents(self.library.sources)
            return map(self._without_answers, module_documents(modules[group]))

        with closing(Search(self._path)) as index:
            return index.refresh(digests, documents, progress, cancelled)

    def _without_answers(self, document: Document) -> Document:
        """A question is found by what it asks: its options, in their order, would tell."""
        if document.kind != "question":
            return document
        return replace(document, body=self.library.question(document.id).case)

    def find(self, words: str, limit: int = 20) -> list[Hit]:
        """The best hits, best first.

        Where little is found, the words are read as if typed with the input method off.
        """
        with closing(Search(self._path)) as index:
            hits = index.find(words, limit)
            other = meant(words) if len(hits) < FEW else words
            if other != words:
                known = {(hit.kind, hit.id) for hit in hits}
                more = index.find(other, limit)
                hits += [hit for hit in more if (hit.kind, hit.id) not in known]
        return hits[:limit]

    def look(self, words: str) -> tuple[Found, ...]:
        """The best few of each kind for a screen, each with where it stands; best first.

        `meant` tells what was looked for where the words as typed found little.
        """
        with closing(Search(self._path)) as index:
            found = self._of_each_kind(index, words)
            other = meant(words) if len(found) < FEW else words
            if other != words:
                known = {(place.hit.kind, place.hit.id) for place in found}
                more = self._of_each_kind(index, other)
                found += [m for m in more if (m.hit.kind, m.hit.id) not in known]
        return tuple(found)

    def _of_each_kind(self, index: Search, words: str) -> list[Found]:
        hits = [hit for kind, most in SHOWN.items() for hit in index.find(words, most, kind)]
        return [place for place in (self._placed(hit, words) for hit in hits) if place]

    def _placed(self, hit: Hit, words: str) -> Found | None:
        """Where a hit stands; None for what was removed since the index was made."""
        try:
            if hit.kind == "module":
                module = self.library.module(hit.id)
                return Found(hit, words, title_en=module.title_en)
            if hit.kind == "source":
                return Found(hit, words, lesson=self._resting_on(hit.id))
            lesson = self.library.lesson(hit.lesson)
            module = self.library.module(lesson.module)
        except NoSuchLesson:
            return None
        own = lesson.title_en if hit.kind == "lesson" else ""
        inside = "" if hit.kind == "lesson" else lesson.title
        inside_en = "" if hit.kind == "lesson" else lesson.title_en
        return Found(
            hit, words, lesson.id, own, lesson.number, inside, inside_en,
            module.title, module.title_en,
        )  # fmt: skip

    def _resting_on(self, source: str) -> str:
        """The first lesson that rests on a source, empty where none does."""
        return next(
            (
                lesson.id
                for lesson in self.library.lessons.values()
                if any(ref.source == source for ref in lesson.sources)
            ),
            "",
        )
