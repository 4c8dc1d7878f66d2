"""Erasing: first what would go, then a second thought, then it is gone; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.erasure import Erased, ErasurePreview
from selfstudy.domain.errors import BadSignature, SelfStudyError
from selfstudy.domain.vietnamese import fold
from selfstudy.words import t

Step = Literal["closed", "looking", "shown", "erasing", "done"]
Wrong = Literal["", "word", "passphrase"]


class Wish(NamedTuple):
    """What the person asks for: `word` is what they typed, a word or the root's passphrase."""

    word: str
    whole: bool = False
    backups: bool = False
    folder: Path | None = None


class Erasing(Protocol):
    """What may be erased here."""

    def look(self) -> ErasurePreview:
        """What would go."""
        ...

    def erase(self, wish: Wish) -> Erased:
        """Erase it."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_erasing(self, state: ErasingState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class ErasingState:
    """Where the erasure stands."""

    step: Step = "closed"
    preview: ErasurePreview | None = None
    wrong: Wrong = ""
    error: SelfStudyError | None = None
    done: Erased | None = None


class ErasingPresenter:
    """Leads one card; `by_word` asks for a typed word where no passphrase is asked."""

    def __init__(
        self,
        view: View,
        service: Erasing,
        tasks: Tasks,
        *,
        by_word: bool,
        finished: Callable[[Wish, Erased], None],
    ) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self._by_word, self._finished = by_word, finished
        self.state = ErasingState()

    def look(self) -> None:
        """Count what would go; nothing changes."""
        self._show(ErasingState("looking"))
        self._tasks.run(self._service.look, self._looked, self._failed)

    def close(self) -> None:
        """Think better of it."""
        self._show(ErasingState())

    def erase(self, wish: Wish) -> None:
        """Erase, if the word is the one that was asked for."""
        if self.state.step != "shown":
            return
        if self._by_word and fold(wish.word.strip()) != fold(t("erasure.word")):
            self._show(replace(self.state, wrong="word", error=None))
            return
        self._show(replace(self.state, step="erasing", wrong="", error=None))
        self._tasks.run(
            lambda: self._service.erase(wish), lambda done: self._erased(wish, done), self._failed
        )

    def _looked(self, preview: ErasurePreview) -> None:
        self._show(ErasingState("shown", preview))

    def _erased(self, wish: Wish, done: Erased) -> None:
        self._show(ErasingState("done", done=done))
        self._finished(wish, done)

    def _failed(self, error: SelfStudyError) -> None:
        step: Step = "closed" if self.state.preview is None else "shown"
        if isinstance(error, BadSignature):  # the root key does not open: another passphrase
            self._show(replace(self.state, step=step, wrong="passphrase"))
        else:
            self._show(replace(self.state, step=step, error=error))

    def _show(self, state: ErasingState) -> None:
        self.state = state
        self._view.show_erasing(state)
