"""Finding things in the installed content, offline; the index is made anew where it is stale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from selfstudy.content.documents import (
    SOURCES,
    module_digest,
    module_documents,
    source_documents,
    sources_digest,
)
from selfstudy.store.search import Search

if TYPE_CHECKING:
    from pathlib import Path

    from selfstudy.content.library import Library
    from selfstudy.domain.search import Document, Hit

INDEX = "search.db"


class Finding:
    """Searches lessons, questions, glossary and sources; never an answer's reasons."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self._search = Search(folder / INDEX)

    def refresh(self) -> int:
        """Bring the index to the installed content. Returns how many parts were indexed."""
        modules = {module.id: module for module in self.library.modules()}
        digests = {name: module_digest(module) for name, module in modules.items()}
        digests[SOURCES] = sources_digest(self.library.sources)

        def documents(group: str) -> Iterable[Document]:
            if group == SOURCES:
                return source_documents(self.library.sources)
            return map(self._without_answers, module_documents(modules[group]))

        return self._search.refresh(digests, documents)

    def _without_answers(self, document: Document) -> Document:
        """A question is found by what it asks: its options, in their order, would tell."""
        if document.kind != "question":
            return document
        return replace(document, body=self.library.question(document.id).case)

    def find(self, words: str, limit: int = 20) -> list[Hit]:
        """The best hits, best first."""
        return self._search.find(words, limit)

    def close(self) -> None:
        """Let go of the index."""
        self._search.close()
