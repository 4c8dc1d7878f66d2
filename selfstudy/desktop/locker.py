"""The lock of the open profile: asks for the secret, hides everything on request or when idle."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from selfstudy.store.glance import is_locked
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.desktop.locking.presenter import Locking
    from selfstudy.desktop.screen import Around
    from selfstudy.desktop.tasks import Failed
    from selfstudy.desktop.unlock.page import UnlockPage
    from selfstudy.desktop.unlock.presenter import UnlockPresenter
    from selfstudy.domain.errors import SelfStudyError

HERE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Locker(QObject):
    """Hiding closes nothing: a quiz and a sync that run go on, and come back as they were."""

    def __init__(self, program: Around, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._page: UnlockPage | None = None
        self._presenter: UnlockPresenter | None = None  # its page knows it only by signals
        self._watching = False
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock_now)
        keys = QShortcut(QKeySequence("Ctrl+L"), program.window)
        keys.activated.connect(self.lock_now)

    @property
    def asking(self) -> bool:
        """Whether the secret is asked for now."""
        return self._page is not None

    def ask(self, profile_id: str) -> None:
        """Ask for the secret of a profile, and open or show it then."""
        from selfstudy.desktop.unlock.page import UnlockPage
        from selfstudy.desktop.unlock.presenter import UnlockPresenter

        self._leave()
        program = self._program
        name = program.name_of(profile_id)
        page = self._page = UnlockPage(name)
        presenter = self._presenter = UnlockPresenter(
            page,
            lambda: program.make_profiles().locking(profile_id),
            program.tasks,
            name=name,
            opened=lambda key: self._opened(profile_id, key),
        )
        page.secret_given.connect(presenter.try_secret)
        page.forgotten.connect(presenter.forget)
        page.back_asked.connect(presenter.go_back)
        page.code_given.connect(presenter.reset)
        page.others_asked.connect(self._others)
        program.holders["unlock"].fill(page)
        program.window.show_bare(bare=True)
        program.window.turn_to("unlock")

    def lock_now(self) -> None:
        """Hide everything until the secret comes; what is not locked says where that is set."""
        services = self._program.services
        if services is None or self.asking:
            return
        if services.desk.key is None:
            self._program.window.say(t("locking.none_yet"))
            return
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            dialog.close()
        self.ask(services.desk.profile.id)

    def watch(self) -> None:
        """Begin to watch whether anybody is here, if the person chose so and there is a lock."""
        services, app = self._program.services, QApplication.instance()
        minutes = self._program.settings.lock_after
        wanted = minutes > 0 and services is not None and services.desk.key is not None
        if app is not None and wanted != self._watching:
            (app.installEventFilter if wanted else app.removeEventFilter)(self)
            self._watching = wanted
        self._idle.setInterval(minutes * 60_000)
        if wanted:
            self._idle.start()
        else:
            self._idle.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in HERE and self._idle.isActive():
            self._idle.start()
        return False

    def close(self) -> None:
        """Nobody is watched any more."""
        app = QApplication.instance()
        if self._watching and app is not None:
            app.removeEventFilter(self)
            self._watching = False
        self._idle.stop()
        self._leave()

    # — while the profile is closed ————————————————————————————————————————————————————————

    def closed(
        self, work: Callable[[], bytes | None], done: Callable[[], None], failed: Failed
    ) -> None:
        """Close the profile when nothing runs any more, do `work`, open it by the key it gives.

        Where the work fails, the profile is opened as it was, and `failed` is told.
        """
        program = self._program
        services = program.let_go()
        if services is None:
            return
        profile, key = services.desk.profile.id, services.desk.key

        def worked() -> tuple[Services, SelfStudyError | None]:
            from selfstudy.domain.errors import SelfStudyError

            services.desk.close()
            try:
                fresh = work()
            except SelfStudyError as error:
                return program.opened_anew(profile, key), error
            return program.opened_anew(profile, fresh), None

        def back(found: tuple[Services, SelfStudyError | None]) -> None:
            opened, error = found
            program.enter(opened)
            self.watch()
            if error is not None:
                failed(error)
            else:
                done()

        program.tasks.when_quiet(lambda: program.tasks.run(worked, back, program.not_opened))

    def left_in_clear(self, locking: Locking) -> int:
        """How many copies of the open profile still lie in clear."""
        from typing import cast

        from selfstudy.services.locking.locking import Locking as Service

        services = self._program.services
        if services is None:
            raise RuntimeError("no profile is open")
        return cast("Service", locking).left_in_clear(services.safety)

    # — after the secret ———————————————————————————————————————————————————————————————————

    def _opened(self, profile_id: str, key: bytes) -> None:
        services = self._program.services
        self._leave()
        if services is not None and services.desk.profile.id == profile_id:
            self._program.come_back()
            self.watch()
        elif is_locked(self._program.places.profiles / profile_id):
            self._program.open_profile(profile_id, key)

    def _others(self) -> None:
        self._leave()
        self._program.switch_person()

    def _leave(self) -> None:
        self._idle.stop()
        if self._page is not None:
            self._page.stop()
            self._page = self._presenter = None
            self._program.holders["unlock"].clear()
