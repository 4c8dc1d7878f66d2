"""What the person chose, and where the data is; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import Profile
from selfstudy.settings import Settings

ZOOMS: Final = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Choices(Protocol):
    """Where settings are kept, and from where they take effect."""

    @property
    def settings(self) -> Settings:
        """What is chosen now."""
        ...

    def change(self, **choices: object) -> None:
        """Keep other choices; the look follows at once, the language at the next start."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: SettingsState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class SettingsState:
    """Everything the settings draw; `spoken` is the language that is in use until the restart."""

    busy: bool = False
    error: SelfStudyError | None = None
    settings: Settings = field(default_factory=Settings)
    spoken: str = "vi"
    profile: Profile | None = None
    position: str = ""
    locked: bool = False
    folder: str = ""
    size: int | None = None
    version: str = ""

    @property
    def restart_needed(self) -> bool:
        """Whether the language chosen waits for the next start."""
        return self.settings.language != self.spoken


class SettingsPresenter:
    """Passes each choice on at once; knows how large the data is."""

    def __init__(
        self,
        view: View,
        choices: Choices,
        tasks: Tasks,
        *,
        folder: Path,
        version: str,
    ) -> None:
        self._view, self._choices, self._tasks = view, choices, tasks
        self._folder = folder
        settings = choices.settings
        self.state = SettingsState(
            settings=settings, spoken=settings.language, folder=str(folder), version=version
        )

    def reload(
        self, profile: Profile | None = None, position: str = "", *, locked: bool = False
    ) -> None:
        """Read the settings and the size of the data again; `position` is a title, not a code."""
        self._show(
            replace(
                self.state,
                settings=self._choices.settings,
                profile=profile or self.state.profile,
                position=position or self.state.position,
                locked=locked,
                error=None,
            )
        )
        self._tasks.run(
            lambda: folder_size(self._folder),
            lambda size: self._show(replace(self.state, size=size)),
            None,
            "side",
        )

    def choose_language(self, language: str) -> None:
        """Speak another language from the next start on."""
        self._choose(language=language)

    def choose_theme(self, theme: str) -> None:
        """Another look, at once."""
        self._choose(theme=theme)

    def choose_zoom(self, zoom: float) -> None:
        """Larger or smaller, at once."""
        self._choose(zoom=min(2.0, max(0.75, zoom)))

    def choose_lock_after(self, minutes: int) -> None:
        """Lock after so many minutes without a hand on the computer; 0 is never."""
        self._choose(lock_after=minutes)

    def choose_authoring(self, offered: bool) -> None:  # noqa: FBT001 - a check box says so
        """Offer the author's screen, or keep it from whom it does not concern."""
        self._choose(authoring=offered)

    def _choose(self, **choices: object) -> None:
        self._choices.change(**choices)
        self._show(replace(self.state, settings=self._choices.settings, error=None))

    def _show(self, state: SettingsState) -> None:
        self.state = state
        self._view.show_state(state)


def folder_size(folder: Path) -> int:
    """Bytes of all files in a folder; one that goes away meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
