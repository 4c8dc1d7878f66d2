"""Finding things in the installed content, offline; the index is made anew where it is stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from selfstudy.content.documents import (
    SOURCES,
    module_digest,
    module_documents,
    source_documents,
    sources_digest,
)
from selfstudy.domain.telex import meant
from selfstudy.services.intake import Progress, never, silent
from selfstudy.store.search import Search

if TYPE_CHECKING:
    from pathlib import Path

    from selfstudy.content.library import Library
    from selfstudy.domain.search import Document, FoundKind, Hit

INDEX = "search.db"
FEW = 3  # hits; with fewer, raw Telex or VNI is looked for too


class Finding:
    """Searches lessons, questions, glossary and sources; never an answer's reasons."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self._search = Search(folder / INDEX)

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

        return self._search.refresh(digests, documents, progress, cancelled)

    def _without_answers(self, document: Document) -> Document:
        """A question is found by what it asks: its options, in their order, would tell."""
        if document.kind != "question":
            return document
        return replace(document, body=self.library.question(document.id).case)

    def find(self, words: str, limit: int = 20, kind: FoundKind | Literal[""] = "") -> list[Hit]:
        """The best hits, best first.

        Where little is found, the words are read as if typed with the input method off.
        """
        hits = self._search.find(words, limit, kind)
        other = meant(words) if len(hits) < FEW else words
        if other == words:
            return hits
        known = {(hit.kind, hit.id) for hit in hits}
        more = self._search.find(other, limit, kind)
        return [*hits, *(hit for hit in more if (hit.kind, hit.id) not in known)][:limit]

    def close(self) -> None:
        """Let go of the index."""
        self._search.close()
