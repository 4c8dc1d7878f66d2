"""What the library shows: modules chosen by area, state, need and words; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.progress import ModuleCard
from selfstudy.domain.vietnamese import comparable, fold, nfc


class Study(Protocol):
    """What this screen asks about modules."""

    def library(self) -> tuple[ModuleCard, ...]:
        """All modules with the person's progress."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: LibraryState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class LibraryState:
    """Everything the library draws; `modules` are those that pass the filters."""

    busy: bool = False
    error: SelfStudyError | None = None
    modules: tuple[ModuleCard, ...] = ()
    total: int = 0
    area: str = ""
    standing: str = ""
    mine: bool = False
    words: str = ""
    opened: str = ""
    read: bool = False

    @property
    def filtered(self) -> bool:
        """Whether anything is being left out on purpose."""
        return bool(self.area or self.standing or self.mine or self.words)


class LibraryPresenter:
    """Keeps all modules and shows those asked for."""

    def __init__(self, view: View, study: Study, tasks: Tasks) -> None:
        self._view, self._study, self._tasks = view, study, tasks
        self._all: tuple[ModuleCard, ...] = ()
        self.state = LibraryState()

    def reload(self) -> None:
        """Read the modules again; what is shown stays until they are there."""
        self._show(replace(self.state, busy=True, error=None))
        self._tasks.run(self._study.library, self._read, self._failed)

    def choose_area(self, area: str) -> None:
        """Only this area, or all when empty."""
        self._filter(replace(self.state, area=area))

    def choose_standing(self, standing: str) -> None:
        """Only modules in this state, or all when empty."""
        self._filter(replace(self.state, standing=standing))

    def choose_mine(self, mine: bool) -> None:  # noqa: FBT001 - the switch itself
        """Only what the position needs, or all."""
        self._filter(replace(self.state, mine=mine))

    def seek(self, words: str) -> None:
        """Only modules with these words in them, marks typed or not."""
        self._filter(replace(self.state, words=" ".join(nfc(words).split())))

    def clear(self) -> None:
        """Everything again."""
        self._filter(replace(self.state, area="", standing="", mine=False, words=""))

    def toggle(self, module: str) -> None:
        """Open a module's lessons, or close them."""
        opened = "" if self.state.opened == module else module
        self._show(replace(self.state, opened=opened))

    def open_module(self, module: str) -> None:
        """Show one module among all, its lessons open."""
        self._filter(LibraryState(busy=self.state.busy, read=self.state.read, opened=module))

    def _read(self, modules: tuple[ModuleCard, ...]) -> None:
        self._all = modules
        self._filter(replace(self.state, busy=False, read=True))

    def _filter(self, state: LibraryState) -> None:
        shown = tuple(card for card in self._all if _passes(card, state))
        self._show(replace(state, modules=shown, total=len(self._all)))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: LibraryState) -> None:
        self.state = state
        self._view.show_state(state)


def _passes(card: ModuleCard, state: LibraryState) -> bool:
    return (
        state.area in ("", card.area)
        and state.standing in ("", card.state)
        and (card.needed or not state.mine)
        and (not state.words or _has(card, state.words))
    )


def _has(card: ModuleCard, words: str) -> bool:
    """All words are there: with their marks if any was typed with marks, without them otherwise."""
    texts = [card.id, card.title, card.title_en, card.summary, card.summary_en]
    texts += [title for line in card.lessons for title in (line.title, line.title_en)]
    marked = fold(words) != words.casefold()
    known = (comparable if marked else fold)("\n".join(texts))
    return all((comparable if marked else fold)(word) in known for word in words.split())
