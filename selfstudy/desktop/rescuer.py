"""What keeps the data safe around the screens: backups when due, damage, reading only, a share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from selfstudy.desktop.qt_tasks import QtTasks
from selfstudy.desktop.screen import nothing
from selfstudy.domain.errors import DatabaseDamaged, ProfileDamaged, SelfStudyError
from selfstudy.sentences import error_words
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.desktop.locker import Locker
    from selfstudy.desktop.rescue.page import RescuePage
    from selfstudy.desktop.rescue.presenter import RescuePresenter
    from selfstudy.desktop.screen import Around
    from selfstudy.services.rescue.rebuilt import Rebuilt

FIRST, AGAIN = 60_000, 60 * 60_000  # ms after a profile is open, and from then on


class Rescuer(QObject):
    """Watches over the open profile, and leads to the rescue of one that does not open."""

    def __init__(self, program: Around, locker: Locker, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._locker = program, locker
        self._page: RescuePage | None = None
        self._presenter: RescuePresenter | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tend)
        if isinstance(program.tasks, QtTasks):
            program.tasks.damaged.connect(self.damaged)

    # — a profile that does not open ——————————————————————————————————————————————————————

    def concerns(self, error: SelfStudyError) -> bool:
        """Whether an error is what rescue is for."""
        return isinstance(error, DatabaseDamaged | ProfileDamaged) and bool(_folder(error).name)

    def ask(self, error: SelfStudyError) -> None:
        """Say what is the matter and offer to put the profile together again."""
        folder = _folder(error)
        self.offer(folder.name, only_profile=isinstance(error, ProfileDamaged))

    def offer(self, profile_id: str, *, only_profile: bool = False) -> None:
        """Show the rescue of a profile."""
        from selfstudy.desktop.rescue.page import RescuePage
        from selfstudy.desktop.rescue.presenter import RescuePresenter

        program = self._program
        page = self._page = RescuePage()
        presenter = self._presenter = RescuePresenter(
            page, self._rescue, program.tasks, program.open_profile
        )
        page.begun.connect(presenter.begin)
        page.open_asked.connect(presenter.open)
        page.others_asked.connect(program.welcome)
        program.holders["rescue"].fill(page)
        program.window.show_bare(bare=True)
        program.window.turn_to("rescue")
        name = program.name_of(profile_id) or profile_id[:8]
        presenter.ask(profile_id, name, only_profile=only_profile)

    def _rescue(self, profile_id: str, secret: str) -> Rebuilt:
        from selfstudy.services.holding.opener import Opener
        from selfstudy.services.rescue.safety import rescue

        places, second = self._program.places, self._program.settings.backup_folder
        where = [places.data / "backups", *([Path(second)] if second else [])]
        folder = places.profiles / profile_id
        return rescue(folder, places.state, where, self._program.clock, Opener(secret))

    def look_for_damaged(self) -> None:
        """Somebody whose profile cannot be read is not passed over in silence."""
        self._program.tasks.run(
            lambda: self._program.make_profiles().damaged(), self._found_damaged, lambda _e: None
        )

    def _found_damaged(self, names: tuple[str, ...]) -> None:
        if names:
            self._program.window.warn(
                t("rescue.lead_profile"), t("rescue.begin"),
                lambda: self.offer(names[0], only_profile=True),
            )  # fmt: skip

    # — the open profile ——————————————————————————————————————————————————————————————————

    def entered(self, services: Services) -> None:
        """A profile is open: what is to be known of its data, and backups when due."""
        window, desk = self._program.window, services.desk
        window.warn("")
        if desk.reading is not None:
            words = t("rescue.reading", why=error_words(desk.reading))
            window.warn(words, t("rescue.again"), self._again)
        elif desk.guard.behind:
            lost = sum(map(len, desk.guard.behind.values()))
            window.warn(t("rescue.behind", n=lost))
        elif desk.guard.on_network:
            words = t("rescue.network", folder=str(desk.folder.parent))
            window.warn(words, t("rescue.network_move"), self._move)
        self._timer.start(FIRST)

    def _again(self) -> None:
        """Open the profile once more: perhaps there is room now."""
        services = self._program.services
        if services is not None:
            key = services.desk.key
            self._locker.closed(lambda: key, lambda: None, lambda _error: None)

    def stop(self) -> None:
        """The profile is being closed."""
        self._timer.stop()
        self._program.window.warn("")

    def tend(self) -> None:
        """Make a backup if one is due, in the background."""
        self._timer.setInterval(AGAIN)
        services = self._program.services
        if services is not None:
            self._program.tasks.run(services.safety.tend, nothing, nothing, lane="side")

    def damaged(self, error: SelfStudyError) -> None:
        """Damage came to light while the profile is open: it is closed, and rescue offered."""
        services = self._program.services
        if services is None or not isinstance(error, DatabaseDamaged):
            return
        profile = services.desk.profile.id
        self._program.window.warn(
            t("rescue.found_damage"), t("rescue.begin"), lambda: self._close_and_offer(profile)
        )

    def suspect(self) -> None:
        """Something went wrong that nobody expected: a spoilt database may be why."""
        services = self._program.services
        if services is None:
            return
        journal, key = services.desk.guard.journal, services.desk.key

        def look() -> None:
            from selfstudy.services.rescue.suspect import is_spoilt

            if is_spoilt(journal, key):
                raise DatabaseDamaged(path=str(journal))

        self._program.tasks.run(look, nothing, self.damaged, lane="side")

    def _close_and_offer(self, profile: str) -> None:
        self._program.switch_person()
        self.offer(profile)

    # — at the person's wish ——————————————————————————————————————————————————————————————

    def go_back(self, path: Path, typed: str) -> None:
        """Close the profile, go back to a backup, open it again.

        `typed` opens one that is locked otherwise than the profile is now. The settings stood on
        the profile as it was before it was closed, so they are made anew, whatever came of it.
        """
        services = self._program.services
        if services is None:
            return
        key = services.desk.key

        def work() -> bytes | None:
            from selfstudy.services.holding.opener import Opener
            from selfstudy.services.rescue.safety import go_back

            places = self._program.places
            opener = Opener(typed, *([key] if key is not None else []))
            go_back(path, places.profiles, places.state, self._program.clock, opener)
            return key

        def done() -> None:
            self._program.renew("settings")
            self._program.window.say(t("backup.restored"))

        def failed(error: SelfStudyError) -> None:
            self._program.renew("settings")
            self._program.go("settings", lambda screen: screen.open("safety", (path, error)))

        self._locker.closed(work, done, failed)

    def _move(self) -> None:
        """Move the data to a folder that the person chooses, and work there."""
        from selfstudy.desktop.dropping import ask_folder

        chosen = ask_folder(self._program.window, t("rescue.network_move"))
        services = self._program.services
        if chosen is None or services is None:
            return
        key = services.desk.key

        def work() -> bytes | None:
            from selfstudy.services.rescue.moving import move_data

            move_data(self._program.places, chosen)
            return key

        window = self._program.window
        self._locker.closed(
            work, lambda: window.warn(""), lambda error: window.say(error_words(error))
        )


def _folder(error: SelfStudyError) -> Path:
    """The folder of the profile that an error is about."""
    told = str(error.details.get("folder") or "")
    return Path(told) if told else Path(str(error.details.get("path", ""))).parent
