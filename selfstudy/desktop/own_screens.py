"""Wiring of what is about oneself: settings, the lock, devices, erasing; see `screens`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import selfstudy
from selfstudy.desktop.screen import Frame, Screen, services_of
from selfstudy.sentences import error_words
from selfstudy.words import pick, t

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfstudy.desktop.devices.card import DevicesCard
    from selfstudy.desktop.devices.presenter import DevicesPresenter
    from selfstudy.desktop.erasing.card import ErasingCard
    from selfstudy.desktop.erasing.presenter import ErasingPresenter, Wish
    from selfstudy.desktop.settings_page.backups import BackupsPresenter
    from selfstudy.desktop.settings_page.oneself import OneselfCard, OneselfPresenter
    from selfstudy.desktop.settings_page.page import SettingsPage
    from selfstudy.desktop.settings_page.publishers import PublishersPresenter
    from selfstudy.desktop.settings_page.publishers_card import PublishersCard
    from selfstudy.domain.devices import LinkOffer
    from selfstudy.domain.erasure import Erased
    from selfstudy.domain.errors import SelfStudyError


def _connect_devices(frame: Frame, card: DevicesCard) -> DevicesPresenter:
    """One's computers; who became another computer's person starts anew as them."""
    from selfstudy.desktop.devices.presenter import DevicesPresenter

    services = services_of(frame)
    desk = services.desk

    def begin_anew(offer: LinkOffer) -> None:
        """As the person that this computer speaks for now; who unlocked it is not asked again."""

        def done() -> None:
            frame.renew("settings")
            frame.window.say(t("devices.taken", name=offer.name))

        frame.locker.closed(
            lambda: desk.key,
            done,
            lambda error: frame.window.say(error_words(error)),
        )

    made = DevicesPresenter(
        card,
        services.devices,
        frame.tasks,
        in_unit=lambda: bool(desk.profile.unit),
        taken=begin_anew,
    )
    card.step_asked.connect(made.open)
    card.asked.connect(made.ask)
    card.looked.connect(made.look)
    card.agreed.connect(made.agree)
    card.brought.connect(made.bring)
    card.taken.connect(made.take)
    card.exchange_asked.connect(made.exchange)
    card.remove_asked.connect(made.ask_to_remove)
    card.removed.connect(made.remove)
    card.notice_asked.connect(made.notice)
    card.claimed.connect(made.claim)
    return made


def settings_screen(frame: Frame) -> Screen:
    """Settings, with the cards of backups, devices, the lock and erasing."""
    from selfstudy.desktop.backup_wiring import connect_backups
    from selfstudy.desktop.erasing.presenter import ErasingPresenter
    from selfstudy.desktop.erasing.targets import Oneself
    from selfstudy.desktop.settings_page.page import SettingsPage
    from selfstudy.desktop.settings_page.presenter import SettingsPresenter
    from selfstudy.desktop.settings_page.settling import SettlingPresenter

    services = services_of(frame)
    page = SettingsPage()
    presenter = SettingsPresenter(
        page, frame, frame.tasks, folder=Path(frame.places.data), version=selfstudy.__version__
    )

    backups = connect_backups(frame, services, page.backups)

    def reload() -> None:
        backups.reload()
        settling.load()
        oneself.load()
        publishers.load()
        show_person()

    def show_person() -> None:
        profile, framework = services.desk.profile, services.desk.library.framework
        devices.load()
        presenter.reload(
            profile,
            framework.position_title(profile.position),
            locked=services_of(frame).desk.key is not None,
        )

    publishers = _connect_publishers(frame, page.publishers)
    oneself = _connect_oneself(frame, page.oneself, show_person)
    settling = SettlingPresenter(page.settling, services.devices, frame.tasks, show_person)
    page.settling.chosen.connect(settling.choose)
    page.language_chosen.connect(presenter.choose_language)
    page.theme_chosen.connect(presenter.choose_theme)
    page.zoom_chosen.connect(presenter.choose_zoom)
    page.switch_asked.connect(frame.switch_person)
    page.authoring_chosen.connect(presenter.choose_authoring)

    def erased(wish: Wish, _done: Erased) -> None:
        if wish.whole:
            frame.switch_person()

    erasing = ErasingPresenter(
        page.erasing, Oneself(services.erasure), frame.tasks, by_word=True, finished=erased
    )
    connect_erasing(page.erasing, erasing)
    devices = _connect_devices(frame, page.devices)
    page.lock.asked.connect(lambda: frame.show("locking"))
    page.lock.now_asked.connect(frame.lock_now)
    page.lock.minutes_chosen.connect(presenter.choose_lock_after)
    page.unit_asked.connect(lambda: found_unit(frame))
    return Screen(page, reload, left=erasing.close, open=_opening(page, backups))


def _opening(page: SettingsPage, backups: BackupsPresenter) -> Callable[..., None]:
    """Leads to a part of the settings; to the backups with what could not be restored, and why."""

    def open_section(section: str, undone: tuple[Path, SelfStudyError] | None = None) -> None:
        page.turn_to(section)
        if undone is not None:
            backups.resume(*undone)

    return open_section


def to_devices(frame: Frame) -> None:
    """One's computers, as soon as the profile is open: linking one, or that this was removed."""

    def begin(screen: Screen) -> None:
        screen.reload()
        screen.open("devices")

    frame.window.turn_to("settings")
    frame.go("settings", begin)


def _connect_oneself(frame: Frame, card: OneselfCard, said: Callable[[], None]) -> OneselfPresenter:
    """Name, staff code, a position or two."""
    from selfstudy.desktop.settings_page.oneself import OneselfPresenter

    services = services_of(frame)

    def positions() -> tuple[tuple[str, str], ...]:
        held = services.desk.library.framework.positions
        return tuple((one.code, pick(one.title, one.title_en)) for one in held)

    made = OneselfPresenter(card, services.devices, frame.tasks, positions, said)
    card.saved.connect(made.save)
    return made


def _connect_publishers(frame: Frame, card: PublishersCard) -> PublishersPresenter:
    """Whose packs this computer takes."""
    from selfstudy.desktop.settings_page.publishers import PublishersPresenter

    made = PublishersPresenter(card, services_of(frame).packs.publishers, frame.tasks)
    card.asked.connect(made.ask)
    card.decided.connect(made.decide)
    card.put_away.connect(made.put_away)
    return made


def locking_screen(frame: Frame) -> Screen:
    """Setting, changing and taking off the lock."""
    from selfstudy.desktop.locking.page import LockingPage
    from selfstudy.desktop.locking.paper import write_sheet
    from selfstudy.desktop.locking.presenter import LockingPresenter

    profile = services_of(frame).desk.profile
    if frame.profiles is None:
        raise RuntimeError("profiles are read before one is open")
    page = LockingPage()
    presenter = LockingPresenter(
        page, frame.profiles.locking(profile.id), frame.tasks, frame.locker
    )

    def save(path: Path) -> None:
        on, code = frame.clock().date(), presenter.state.code
        frame.tasks.run(
            lambda: write_sheet(path, profile.name, code, on),
            lambda _: page.show_saved(path),
            presenter.show_error,
        )

    page.step_asked.connect(presenter.turn_to)
    page.begun.connect(presenter.begin)
    page.changed.connect(presenter.change)
    page.renewed.connect(presenter.renew)
    page.removed.connect(presenter.remove)
    page.confirmed.connect(presenter.confirm)
    page.cancelled.connect(presenter.cancel)
    page.sheet_asked.connect(save)
    page.back_asked.connect(lambda: frame.show("settings"))
    return Screen(page, presenter.reload)


def connect_erasing(card: ErasingCard, presenter: ErasingPresenter) -> None:
    """A card that erases, wherever it stands."""
    card.looked.connect(presenter.look)
    card.closed.connect(presenter.close)
    card.erased.connect(presenter.erase)


def found_unit(frame: Frame) -> None:
    """Offer the unit screen to somebody who looks after training and has no unit yet."""
    frame.offer_unit(offered=True)
    frame.show("unit")
