"""What the library shows of packs: looked into before they are installed, taken back; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from selfstudy.desktop.tasks import Job, Progress, Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.exchange.packet import PackOffer
from selfstudy.services.packs.installing import PackInstalled, PackPreview, RolledBack
from selfstudy.services.packs.news import PackStanding

Doing = Literal["", "looking", "installing", "fetching", "going_back"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """How the packs of this computer stand, and what the hub offers; `hub`: there is one."""

    standings: Mapping[str, PackStanding] = field(default_factory=dict)
    offers: tuple[PackOffer, ...] = ()
    hub: bool = False


class Packs(Protocol):
    """What this part of the screen asks for."""

    def shelf(self) -> Shelf:
        """What there is."""
        ...

    def look(self, path: Path) -> PackPreview:
        """What a pack would bring."""
        ...

    def fetch(self, offer: PackOffer, progress: Progress, cancelled: Callable[[], bool]) -> Path:
        """Bring a pack from the hub, unless that is cancelled."""
        ...

    def install(self, path: Path, *, trusting: bool, automatic: bool | None) -> PackInstalled:
        """Install a pack."""
        ...

    def roll_back(self, module: str) -> RolledBack:
        """Go back to the version of a module before this one."""
        ...

    def see(self, module: str) -> None:
        """What is new in a module was seen."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_packs(self, state: PacksState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class PacksState:
    """Everything the library draws of packs; `going_back` is a module that asks to be sure."""

    doing: Doing = ""
    error: SelfStudyError | None = None
    shelf: Shelf = field(default_factory=Shelf)
    preview: PackPreview | None = None
    installed: PackInstalled | None = None
    back: RolledBack | None = None
    going_back: PackStanding | None = None
    fetched: float = 0.0


class PacksPresenter:
    """Leads from a file or an offer over its preview to a module in place, and back."""

    def __init__(
        self, view: View, packs: Packs, tasks: Tasks, changed: Callable[[], object]
    ) -> None:
        self._view, self._packs, self._tasks, self._changed = view, packs, tasks, changed
        self._offer: PackOffer | None = None  # that is being fetched
        self._job: Job | None = None
        self.state = PacksState()

    def reload(self) -> None:
        """Read how packs stand; a preview stays."""
        self._tasks.run(self._packs.shelf, lambda shelf: self._show(shelf=shelf), self._failed)

    def look(self, path: str) -> None:
        """Show what a pack would bring."""
        if self._begin("looking", preview=None, going_back=None):
            file = Path(path)
            self._tasks.run(lambda: self._packs.look(file), self._looked, self._failed)

    def fetch(self, offer: PackOffer) -> None:
        """Bring an offer from the hub, then show what it would bring."""
        if self._begin("fetching", preview=None, going_back=None, fetched=0.0):
            self._offer = offer
            self._job = self._tasks.follow(
                lambda progress, cancelled: self._packs.fetch(offer, progress, cancelled),
                lambda path: self._fetched(offer, path),
                lambda error: self._not_fetched(offer, error),
                lambda done, total: self._show(fetched=done / max(1, total)),
            )

    def stop(self) -> None:
        """Fetch no further; what came stays for the next time."""
        if self.state.doing == "fetching":
            self._offer = None
            if self._job is not None:
                self._job.cancel()
            self._show(doing="")

    def install(self, automatic: bool | None = None) -> None:  # noqa: FBT001 - the tick itself
        """Install what is shown; who is asked about is trusted with it."""
        preview = self.state.preview
        if preview is not None and self._begin("installing"):
            trusting = bool(preview.doubt)
            self._tasks.run(
                lambda: self._packs.install(preview.path, trusting=trusting, automatic=automatic),
                self._installed,
                self._failed,
            )

    def put_away(self) -> None:
        """Not now."""
        self._show(preview=None, going_back=None, error=None)

    def ask_back(self, module: str) -> None:
        """Ask whether a module should really go back."""
        standing = self.state.shelf.standings.get(module)
        if standing is not None and not self.state.doing:
            self._show(going_back=standing, preview=None, installed=None, back=None, error=None)

    def go_back(self) -> None:
        """Go back to the version before."""
        standing = self.state.going_back
        if standing is not None and self._begin("going_back"):
            module = standing.module
            self._tasks.run(lambda: self._packs.roll_back(module), self._went_back, self._failed)

    def see(self, module: str) -> None:
        """What is new in a module was seen."""
        self._tasks.run(lambda: self._packs.see(module), lambda _seen: self.reload(), self._failed)

    def _begin(self, doing: Doing, **fields: object) -> bool:
        if self.state.doing:
            return False
        self._show(doing=doing, error=None, installed=None, back=None, **fields)
        return True

    def _fetched(self, offer: PackOffer, path: Path) -> None:
        if offer is self._offer:
            self._show(doing="")
            self.look(str(path))

    def _not_fetched(self, offer: PackOffer, error: SelfStudyError) -> None:
        if offer is self._offer:
            self._failed(error)

    def _looked(self, preview: PackPreview) -> None:
        self._show(doing="", preview=preview)

    def _installed(self, installed: PackInstalled) -> None:
        self._show(doing="", preview=None, installed=installed)
        self._changed()
        self.reload()

    def _went_back(self, back: RolledBack) -> None:
        self._show(doing="", going_back=None, back=back)
        self._changed()
        self.reload()

    def _failed(self, error: SelfStudyError) -> None:
        self._show(doing="", error=error)

    def _show(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]
        self._view.show_packs(self.state)
