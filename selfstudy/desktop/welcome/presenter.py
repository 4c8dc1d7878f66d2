"""Who begins: an earlier profile, or a name and a position; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError, UnitCardRefused, UnreadableFile
from selfstudy.domain.people import Position, Profile
from selfstudy.domain.vietnamese import fold, name_key, nfc

LONGEST_NAME: Final = 100
OTHER: Final = "-"  # the choice of a position that is not in the list


class Profiles(Protocol):
    """What this screen asks of the service."""

    def profiles(self) -> tuple[Profile, ...]:
        """The learners on this computer."""
        ...

    def locked(self) -> frozenset[str]:
        """Whose profile asks for a secret, by id."""
        ...

    def positions(self) -> tuple[Position, ...]:
        """The positions of the framework."""
        ...

    def create(self, name: str, position: str, unit_card: Path | None) -> Profile:
        """Make a profile, perhaps in a unit."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: WelcomeState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """A position in the list; `alias` is the old name that was looked for."""

    code: str
    title: str
    title_en: str
    alias: str = ""


@dataclass(frozen=True, slots=True)
class WelcomeState:
    """Everything the welcome draws; problems are keys of sentences."""

    busy: bool = False
    error: SelfStudyError | None = None
    profiles: tuple[Profile, ...] = ()
    locked: frozenset[str] = frozenset()
    titles: tuple[tuple[str, str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    sought: str = ""
    new: bool = False
    linking: bool = False  # this person has a profile on another computer
    name_problem: str = ""
    position_problem: str = ""
    card_problem: SelfStudyError | None = None

    def title(self, code: str) -> tuple[str, str]:
        """A position's title in both languages; of an unknown one, nothing."""
        return next(((vi, en) for key, vi, en in self.titles if key == code), ("", ""))


class WelcomePresenter:
    """Lists who learns here and makes new profiles; `opened` is told whose profile to open.

    `linked` comes after it for who has a profile on another computer: there they are linked.
    """

    def __init__(
        self,
        view: View,
        profiles: Profiles,
        tasks: Tasks,
        *,
        opened: Callable[[str], None],
        linked: Callable[[], None] = lambda: None,
    ) -> None:
        self._view, self._profiles, self._tasks, self._opened = view, profiles, tasks, opened
        self._linked = linked
        self._positions: tuple[Position, ...] = ()
        self.state = WelcomeState()

    def reload(self) -> None:
        """Read who learns here and which positions there are."""
        self._show(replace(self.state, busy=True, error=None))
        self._tasks.run(
            lambda: (
                self._profiles.profiles(),
                self._profiles.positions(),
                self._profiles.locked(),
            ),
            self._read,
            self._failed,
        )

    def begin_new(self, *, linking: bool = False) -> None:
        """Someone new sits here, perhaps with a profile on another computer."""
        self._show(replace(self.state, new=True, linking=linking, error=None))

    def go_back(self) -> None:
        """To those who are here already."""
        new = not self.state.profiles
        self._show(
            replace(
                self.state, new=new, linking=False, error=None, name_problem="",
                position_problem="", card_problem=None,
            )
        )  # fmt: skip

    def seek_position(self, words: str) -> None:
        """Only positions with these words in a title or an old name, marks typed or not."""
        self._show(replace(self.state, sought=words, choices=found(self._positions, words)))

    def choose_profile(self, profile_id: str) -> None:
        """Learn as this person."""
        self._show(replace(self.state, error=None))
        self._opened(profile_id)

    def begin(self, name: str, position: str, card: str) -> None:
        """Judge what was filled in, and only now; then make the profile."""
        name = " ".join(nfc(name).split())
        state = replace(
            self.state,
            error=None,
            name_problem=_name_problem(name),
            position_problem="" if position else "position_missing",
            card_problem=None,
        )
        if state.name_problem or state.position_problem:
            self._show(state)
            return
        self._show(replace(state, busy=True))
        code = "" if position == OTHER else position
        unit_card = Path(card) if card else None
        self._tasks.run(
            lambda: self._profiles.create(name, code, unit_card), self._made, self._failed
        )

    def _made(self, profile: Profile) -> None:
        linking = self.state.linking
        self._show(replace(self.state, busy=False, linking=False))
        self._opened(profile.id)
        if linking:
            self._linked()

    def _read(
        self, result: tuple[tuple[Profile, ...], tuple[Position, ...], frozenset[str]]
    ) -> None:
        profiles, self._positions, locked = result
        self._show(
            replace(
                self.state,
                busy=False,
                profiles=tuple(sorted(profiles, key=lambda each: name_key(each.name))),
                locked=locked,
                titles=tuple((p.code, p.title, p.title_en) for p in self._positions),
                choices=found(self._positions, self.state.sought),
                new=self.state.new or not profiles,
            )
        )

    def _failed(self, error: SelfStudyError) -> None:
        about_card = isinstance(error, UnitCardRefused | UnreadableFile) and self.state.new
        self._show(
            replace(
                self.state,
                busy=False,
                error=None if about_card else error,
                card_problem=error if about_card else None,
            )
        )

    def _show(self, state: WelcomeState) -> None:
        self.state = state
        self._view.show_state(state)


def found(positions: tuple[Position, ...], words: str) -> tuple[Choice, ...]:
    """The positions that have every word, those found by title before those by an old name."""
    wanted = fold(words).split()
    by_title, by_alias = [], []
    for position in positions:
        if _has(f"{position.title} {position.title_en} {position.code}", wanted):
            by_title.append(Choice(position.code, position.title, position.title_en))
            continue
        alias = next((each for each in position.aliases if _has(each, wanted)), "")
        if alias:
            by_alias.append(Choice(position.code, position.title, position.title_en, alias))
    return (*by_title, *by_alias)


def _has(text: str, wanted: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in wanted)


def _name_problem(name: str) -> str:
    if not name:
        return "name_missing"
    if len(name) > LONGEST_NAME:
        return "name_long"
    return "" if any(letter.isalpha() for letter in name) else "name_letters"
