"""Which post is looked at and what was found; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import ROLES, Competency, Position
from selfstudy.domain.posting import Gap
from selfstudy.services.needs.posting import PathModule, Simulated
from selfstudy.words import number, pick, t


@dataclass(frozen=True, slots=True)
class PostingState:
    """Everything the card draws; `names` are the titles of competencies and positions by code."""

    busy: bool = False
    error: SelfStudyError | None = None
    positions: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    found: Simulated | None = None

    def called(self, code: str) -> str:
        """What a competency, a position or two are called."""
        names = dict(self.names)
        return " + ".join(names.get(part, part) for part in code.split(ROLES))


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: PostingState) -> None:
        """Draw this."""
        ...


class PostingPresenter:
    """Asks `simulate` about a post, or two of them, and shows what it says."""

    def __init__(
        self,
        view: View,
        simulate: Callable[[str], Simulated],
        tasks: Tasks,
        positions: Sequence[Position],
        competencies: Sequence[Competency],
    ) -> None:
        self._view, self._simulate, self._tasks = view, simulate, tasks
        held = tuple((one.code, pick(one.title, one.title_en)) for one in positions)
        named = tuple((one.code, pick(one.title, one.title_en)) for one in competencies)
        self.state = PostingState(positions=held, names=(*held, *named))

    def reload(self) -> None:
        """Draw what there is to choose."""
        self._show(self.state)

    def clear(self) -> None:
        """Somebody else is looked at: what was found before is not about them."""
        self._show(replace(self.state, busy=False, error=None, found=None))

    def compare(self, first: str, second: str = "") -> None:
        """Look at a post, and at a second one held beside it."""
        target = ROLES.join(dict.fromkeys(code for code in (first, second) if code))
        if not target or self.state.busy:
            return
        self._show(replace(self.state, busy=True, error=None))
        self._tasks.run(lambda: self._simulate(target), self._found, self._failed)

    def _found(self, found: Simulated) -> None:
        self._show(replace(self.state, busy=False, found=found))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error, found=None))

    def _show(self, state: PostingState) -> None:
        self.state = state
        self._view.show_state(state)


def level_words(level: float | None) -> str:
    """A level as it was measured."""
    return t("posting.unmeasured") if level is None else number(level)


def verdict(state: PostingState, found: Simulated) -> str:
    """What it comes to, in a sentence."""
    target = state.called(found.target)
    if not found.gaps:
        return t("posting.nothing_lacks", target=target)
    said = t("posting.lacks", n=len(found.gaps), target=target, met=found.met)
    if found.path:
        modules = t("posting.path_sum", n=len(found.path), hours=number(found.hours))
        return f"{said} {modules}"
    return said


def open_words(state: PostingState, gaps: Sequence[Gap]) -> str:
    """What no installed module reaches."""
    if not gaps:
        return ""
    return t("posting.open", what=", ".join(state.called(gap.competency) for gap in gaps))


def loss_words(state: PostingState, found: Simulated) -> tuple[str, ...]:
    """What the old unit would miss, a line each."""
    return tuple(
        t("posting.loss_none" if loss.others == 0 else "posting.loss_one",
          what=state.called(loss.competency), level=number(loss.level))
        for loss in found.losses or ()
    )  # fmt: skip


def _module_words(module: PathModule) -> str:
    words = f"{module.module} {pick(module.title, module.title_en)}"
    return words if module.held else f"{words} ({t('posting.not_held')})"


def as_text(state: PostingState) -> str:
    """Everything as text, to paste where it is wanted."""
    found = state.found
    if found is None:
        return ""
    lines = [f"{found.name}: {state.called(found.position)} → {state.called(found.target)}"]
    lines += [verdict(state, found), ""]
    lines += [
        t("posting.gap_line", what=state.called(gap.competency), required=gap.required,
          level=level_words(gap.level))
        for gap in found.gaps
    ]  # fmt: skip
    lines += [
        t("posting.module_line", module=_module_words(m),
          hours=number(m.hours), closes=", ".join(state.called(code) for code in m.closes))
        for m in found.path
    ]  # fmt: skip
    lines += [*filter(None, [open_words(state, found.open_gaps)]), *loss_words(state, found)]
    return "\n".join([*lines, "", t("posting.advice")])
