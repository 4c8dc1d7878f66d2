"""The running program: one window, one open profile, screens made when first visited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from selfstudy.desktop.holder import AfterFirstPaint, Holder
from selfstudy.desktop.main_window import PAGES, MainWindow
from selfstudy.desktop.qt_tasks import QtTasks
from selfstudy.desktop.sweeper import Sweeper
from selfstudy.desktop.tasks import Tasks
from selfstudy.desktop.today.glancing import glance_of, name_in
from selfstudy.desktop.today.page import TodayPage
from selfstudy.desktop.today.state import TodayState
from selfstudy.domain.errors import SelfStudyError
from selfstudy.settings import Places, Settings, save_settings
from selfstudy.store.glance import is_locked
from selfstudy.words import known, t

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.desktop.explainer import Explainer
    from selfstudy.desktop.locker import Locker
    from selfstudy.desktop.rescuer import Rescuer
    from selfstudy.desktop.screen import Screen
    from selfstudy.domain.lesson import Purpose
    from selfstudy.domain.progress import Handed
    from selfstudy.services.profiles import Profiles

SYNC_EVERY = 10 * 60 * 1000  # ms


class Program(QObject):
    """Opens a profile and leads from screen to screen."""

    bug_found = Signal(str)

    def __init__(
        self,
        places: Places,
        settings: Settings,
        *,
        clock: Callable[[], datetime] | None = None,
        tasks: Tasks | None = None,
    ) -> None:
        super().__init__()
        self.places, self.settings = places, settings
        self._sweeper = Sweeper(self)
        self.clock = clock or (lambda: datetime.now().astimezone())
        self.tasks: Tasks = tasks or QtTasks(self)
        self.window = MainWindow()
        self.services: Services | None = None
        self.profiles: Profiles | None = None
        self.screens: dict[str, Screen] = {}
        self.holders: dict[str, Holder] = {}
        self.live = False
        self.shown = self._before = ""
        self._wish: Callable[[], None] | None = None  # of a click before the profile was open
        for key, icon, group in PAGES:
            self.holders[key] = Holder()
            self.window.add_page(key, icon, self.holders[key], t(group) if group else "")
        self._today = self._make_today()
        self.window.offer_page("unit", offered=False)
        self.window.offer_page("author", offered=settings.authoring)
        self.window.page_chosen.connect(self._visited)
        self.window.status_pressed.connect(lambda: self.show("handover"))
        self.bug_found.connect(self._bug)
        self._sync_timer = QTimer(self)
        self._sync_timer.setInterval(SYNC_EVERY)
        self._sync_timer.timeout.connect(self.sync_quietly)

    # — what the first paint can wait for, made when first asked for ——————————————————————

    @cached_property
    def locker(self) -> Locker:
        """The lock of the open profile."""
        from selfstudy.desktop.locker import Locker

        return Locker(self, self)

    @cached_property
    def rescuer(self) -> Rescuer:
        """What keeps the data safe around the screens."""
        from selfstudy.desktop.rescuer import Rescuer

        return Rescuer(self, self.locker, self)

    @cached_property
    def explainer(self) -> Explainer:
        """What leads from a number to what stands behind it."""
        from selfstudy.desktop.explainer import Explainer

        return Explainer(self)

    # — starting ————————————————————————————————————————————————————————————————————————

    def begin(self) -> None:
        """Draw the first Today from the last profile, then load the rest behind it."""
        last = self.settings.last_profile
        folder = self.places.profiles / last
        if last and is_locked(folder):
            self.locker.ask(last)
        elif last and (folder / "profile.json").exists():
            glance = glance_of(folder, self.clock())
            self._today.show_state(TodayState.from_glance(glance, self.clock()))
            self.show_due(glance.due)
            self.window.turn_to("today")
            self.shown = "today"
            AfterFirstPaint(self.window, lambda: self.open_profile(last))
        else:
            self.window.show_bare(bare=True)
            self.window.turn_to("welcome")
            AfterFirstPaint(self.window, self.welcome)

    def _make_today(self) -> TodayPage:
        """Today stands from the first paint; its buttons work from then on."""
        page = TodayPage()
        page.lesson_asked.connect(self.open_lesson)
        page.review_asked.connect(lambda: self.show("review"))
        page.library_asked.connect(lambda: self.show("library"))
        page.module_asked.connect(self.open_module)
        page.changes_asked.connect(lambda lesson: self.open_on("changes", lesson))
        page.hours_asked.connect(lambda: self.show("record"))
        page.handover_asked.connect(lambda: self.show("handover"))
        page.devices_asked.connect(self._show_devices)
        page.explain_asked.connect(lambda key: self.explainer.explain_today(key, page.shown))
        self.holders["today"].fill(page)
        return page

    def _show_devices(self) -> None:
        from selfstudy.desktop.own_screens import to_devices

        to_devices(self)

    def name_of(self, profile_id: str) -> str:
        """The name in a profile's file, without loading what reads it whole."""
        return name_in(self.places.profiles / profile_id)

    def welcome(self) -> None:
        """Ask who is there."""
        self.window.show_bare(bare=True)
        self.tasks.run(self.make_profiles, lambda _found: self.show("welcome"))
        self.rescuer.look_for_damaged()

    def make_profiles(self) -> Profiles:
        """Load what start-up left out: the store, the content, the keys."""
        from selfstudy import bootstrap

        if self.profiles is None:
            self.profiles = bootstrap.profiles(self.places, self.clock)
        return self.profiles

    def open_profile(self, profile_id: str, key: bytes | None = None) -> None:
        """Open a profile and show its Today, live; a locked one asks for its secret."""
        if key is None and is_locked(self.places.profiles / profile_id):
            self.locker.ask(profile_id)
        else:
            self.tasks.run(lambda: self.opened_anew(profile_id, key), self.enter, self.not_opened)

    def opened_anew(self, profile_id: str, key: bytes | None = None) -> Services:
        """Everything for a profile; for the store's lane."""
        from selfstudy import bootstrap

        people = self.make_profiles()
        made = bootstrap.services(people.open(profile_id, key), self.places)
        people.locking(profile_id).seal_copies(made.safety)
        made.study.keep_outline()
        return made

    def enter(self, services: Services) -> None:
        """A profile is open: its screens stand, live."""
        from selfstudy.desktop.screens import today_screen

        self.services = services
        self.settings = self._remember(last_profile=services.desk.profile.id)
        self.window.show_bare(bare=False)
        self.screens["today"] = today_screen(self, self._today)
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()
        elif self.shown in {"", "welcome", "today"}:
            self.show("today")
        if self.shown != "today":
            self.screens["today"].reload()  # it tells the frame what waits and what is safe
        if services.desk.copied:
            self.window.say(t("status.copied"))
        self._sync_timer.start()
        self.sync_quietly()
        self.locker.watch()
        self.rescuer.entered(services)
        self.tasks.run(services.study.get_ready, lambda _none: None)

    def renew(self, key: str) -> None:
        """Make a screen anew: it stood on the profile as it was before it was closed."""
        if self.screens.pop(key, None) is not None:
            self.holders[key].clear()
        self.show(key)

    def let_go(self) -> Services | None:
        """Give the open profile away to be closed; what stands on it goes, the screen stays."""
        self._sync_timer.stop()
        self.rescuer.stop()
        services, self.services = self.services, None
        for key in [key for key in self.screens if key != self.shown]:
            del self.screens[key]
            if key != "today":
                self.holders[key].clear()
        return services

    def come_back(self) -> None:
        """Show again what was hidden."""
        self.window.show_bare(bare=False)
        self.window.turn_to(self.shown or "today")

    def go_back(self, path: Path, typed: str) -> None:
        """Go back to a backup; the profile is closed for it and opened again."""
        self.rescuer.go_back(path, typed)

    def lock_now(self) -> None:
        """Hide everything until the secret comes."""
        self.locker.lock_now()

    def not_opened(self, error: SelfStudyError) -> None:
        """Say why, and ask who is there; what is damaged can be put together again."""
        self._wish = None
        if self.rescuer.concerns(error):
            self.rescuer.ask(error)
            return
        self.window.say(t(error.key, **error.details))
        self.welcome()

    # — going from screen to screen —————————————————————————————————————————————————————

    def show(self, key: str) -> None:
        """Open a screen, make it if need be, and let it read again."""
        self.window.show_page(key)

    def back(self) -> None:
        """Back to the screen before this one."""
        self.show(self._before or "today")

    def open_on(self, key: str, *what: object) -> None:
        """Show a screen with one thing on it."""
        self.window.turn_to(key)
        self.go(key, lambda screen: screen.open(*what))

    def open_lesson(self, lesson_id: str, words: str = "") -> None:
        """Read a lesson, from where these words stand in it."""
        self.window.turn_to("lesson")
        self.go("lesson", lambda screen: screen.open(lesson_id, words))

    def open_module(self, module_id: str) -> None:
        """Show a module unfolded in the library."""
        self.window.turn_to("library")

        def begin(screen: Screen) -> None:
            screen.reload()
            screen.open(module_id)

        self.go("library", begin)

    def open_quiz(self, lesson_id: str, only: str = "") -> None:
        """Ask a lesson's questions, or only one."""
        self.open_on("quiz", lesson_id, only)

    def open_test(self, module_id: str, purpose: Purpose) -> None:
        """Take a test over a module, or look at the one that was handed in."""
        self.open_on("test", module_id, purpose)

    def _visited(self, key: str) -> None:
        self.go(key, lambda screen: screen.reload())

    def go(self, key: str, begin: Callable[[Screen], None]) -> None:
        """Leave a screen for another; before the profile is open, wait there and go then."""
        if key != self.shown and self.shown in self.screens:
            self.screens[self.shown].left()
            if self.shown in {"quiz", "review", "renewing"} and self.services is not None:
                self.tasks.run(self.services.review.due, self.show_due)
        if key != self.shown:
            self._before, self.shown = self.shown, key
        if self.services is not None or key == "welcome":
            begin(self._screen(key))
            return
        self._wish = lambda: self.go(key, begin)
        if key != "today":
            self.holders[key].wait(t(f"nav.{key}") if known(f"nav.{key}") else "")

    def _screen(self, key: str) -> Screen:
        """A screen, made when first visited."""
        from selfstudy.desktop.screens import make_screen

        if key not in self.screens:
            self.screens[key] = make_screen(self, key)
            self.holders[key].fill(self.screens[key].page)
        return self.screens[key]

    # — what every screen tells ——————————————————————————————————————————————————————————

    def now_live(self) -> None:
        """Today shows the whole present."""
        if not self.live:
            self._sweeper.keep()
        self.live = True
        self.window.update()

    def show_due(self, due: int) -> None:
        """How many questions wait for review."""
        self.window.set_badge("review", due)

    def show_handed(self, handed: Handed) -> None:
        """The sentence at the foot of the sidebar."""
        from selfstudy.desktop.standing import status_words

        self.window.show_status(*status_words(handed))

    def offer_unit(self, *, offered: bool) -> None:
        """Unit screens are for supervisors, and for whoever asks to found a unit."""
        self.window.offer_page("unit", offered=offered)

    def refresh(self) -> None:
        """Records came in: the visible screen reads again; nobody's question is taken away."""
        if self.shown in self.screens and self.shown != "review":
            self.screens[self.shown].reload()

    def change(self, **choices: object) -> None:
        """Keep settings; the look changes at once, the language at the next start."""
        self.settings = self._remember(**choices)
        from PySide6.QtWidgets import QApplication

        from selfstudy.desktop import theme

        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, theme.scheme_named(self.settings.theme), self.settings.zoom)
        self.window.offer_page("author", offered=self.settings.authoring)
        self.locker.watch()

    def _remember(self, **choices: object) -> Settings:
        changed = self.settings._replace(**choices)  # type: ignore[arg-type]
        if changed != self.settings:
            try:
                save_settings(self.places.settings_file, changed)
            except SelfStudyError as error:
                self.window.say(t(error.key, **error.details))
        return changed

    def switch_person(self) -> None:
        """Close this profile and ask who is there."""
        services = self.let_go()
        if services is not None:
            services.hub_packs.stop()
            self.tasks.when_quiet(services.desk.close)  # a sync that runs ends properly first
        self.locker.watch()
        self.settings = self._remember(last_profile="")
        self.live = False
        for key in self.screens:
            self.holders[key].clear()
        self.screens.clear()
        self._wish = None
        self._today = self._make_today()
        self.shown = ""
        self.welcome()

    def sync_quietly(self) -> None:
        """Sync behind the work; without a hub or network nothing happens and nothing is said."""
        if self.services is not None and self.settings.sync_automatically:
            from selfstudy.desktop.packs_wiring import sync_behind

            sync_behind(self.services, self.tasks, self._synced)

    def _synced(self, handed: Handed) -> None:
        self.show_handed(handed)
        self.refresh()

    def _bug(self, details: str) -> None:
        from selfstudy.desktop.notices import CrashNotice

        CrashNotice(self.window, details, str(self.places.logs)).open()
        self.rescuer.suspect()

    def close(self) -> None:
        """Keep what is half read, stop what runs, let go of the profile."""
        for screen in self.screens.values():
            screen.left()
        if isinstance(self.tasks, QtTasks):
            self.tasks.drain()
            if self.services is not None:
                self.services.stop_talking()  # nobody waits for a network in order to leave
            self.tasks.close()
        if self.services is not None:
            self.services.desk.close()
            self.services = None
        self.locker.close()
        self._sweeper.stop()
