"""Wiring of the packs in the library; see `screens`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.bootstrap import Services
from selfstudy.desktop.library.packs_presenter import PacksPresenter, Shelf
from selfstudy.desktop.screen import Frame, services_of
from selfstudy.domain.progress import Handed
from selfstudy.services.packs.news import PackNews

if TYPE_CHECKING:
    from selfstudy.desktop.library.page import LibraryPage
    from selfstudy.desktop.tasks import Progress, Tasks
    from selfstudy.exchange.packet import PackOffer
    from selfstudy.services.packs.installing import PackInstalled, PackPreview, RolledBack


class LearnerPacks:
    """The packs of a computer, as its learner sees them."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._news = PackNews(services.desk, services.packs)

    def shelf(self) -> Shelf:
        """What there is."""
        services = self._services
        offers = services.hub_packs.waiting()
        return Shelf(self._news.standings(), offers, services.sync.possible())

    def look(self, path: Path) -> PackPreview:
        """What a pack would bring."""
        return self._services.packs.look(path)

    def fetch(self, offer: PackOffer, progress: Progress, cancelled: Callable[[], bool]) -> Path:
        """Bring a pack from the hub, unless that is cancelled."""
        return self._services.hub_packs.fetch(offer, progress, cancelled)

    def install(self, path: Path, *, trusting: bool, automatic: bool | None) -> PackInstalled:
        """Install a pack; the outline follows what is there now."""
        done = self._services.hub_packs.install(path, trusting=trusting)
        publisher = done.publisher
        if automatic is not None and automatic != publisher.automatic:
            self._services.packs.publishers.trust(publisher.key, automatic=automatic)
        self._services.study.keep_outline()
        return done

    def roll_back(self, module: str) -> RolledBack:
        """Go back to the version of a module before this one."""
        back = self._services.packs.roll_back(module)
        self._services.study.keep_outline()
        return back

    def see(self, module: str) -> None:
        """What is new in a module was seen."""
        self._news.see(module)


def wire_packs(frame: Frame, page: LibraryPage, changed: Callable[[], object]) -> PacksPresenter:
    """Lead what the library's page says of packs to their services."""
    presenter = PacksPresenter(page, LearnerPacks(services_of(frame)), frame.tasks, changed)
    page.pack_chosen.connect(presenter.look)
    page.news_seen.connect(presenter.see)
    page.back_asked.connect(presenter.ask_back)
    page.packs.fetched.connect(presenter.fetch)
    page.packs.stopped.connect(presenter.stop)
    page.packs.preview.installed.connect(presenter.install)
    page.packs.preview.gone_back.connect(presenter.go_back)
    page.packs.preview.put_away.connect(presenter.put_away)
    return presenter


def sync_behind(services: Services, tasks: Tasks, synced: Callable[[Handed], None]) -> None:
    """Sync, then let in what comes from publishers who may without asking; failing is silent."""

    def work() -> Handed:
        handed = services.sync.now()
        if services.hub_packs.bring():
            services.study.keep_outline()
        return handed

    if services.sync.possible():
        tasks.run(work, synced, lambda _error: None, lane="side")
