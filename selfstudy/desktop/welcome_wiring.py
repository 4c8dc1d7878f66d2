"""Wiring of the welcome: who begins, who comes back, and who links to another computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.desktop.own_screens import to_devices
from selfstudy.desktop.screen import Frame, Screen
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.desktop.welcome.page import WelcomePage
    from selfstudy.desktop.welcome.presenter import WelcomePresenter
    from selfstudy.services.profiles import Profiles


def welcome_screen(frame: Frame) -> Screen:
    """The welcome, with the door of those who have a profile already."""
    from selfstudy.desktop.welcome.page import WelcomePage
    from selfstudy.desktop.welcome.presenter import WelcomePresenter

    if frame.profiles is None:
        raise RuntimeError("profiles are read before anybody is welcomed")
    page = WelcomePage()
    presenter = WelcomePresenter(
        page, frame.profiles, frame.tasks, opened=frame.open_profile,
        linked=lambda: to_devices(frame),
    )  # fmt: skip
    page.profile_chosen.connect(presenter.choose_profile)
    page.newcomer_asked.connect(presenter.begin_new)
    page.back_asked.connect(presenter.go_back)
    page.position_sought.connect(presenter.seek_position)
    page.begin_asked.connect(presenter.begin)
    _connect_returning(frame, frame.profiles, page, presenter)
    return Screen(page, presenter.reload)


def _connect_returning(
    frame: Frame, people: Profiles, page: WelcomePage, presenter: WelcomePresenter
) -> None:
    from selfstudy.desktop.welcome.returning import ReturningPresenter

    def restored(profile_id: str, key: bytes | None, name: str) -> None:
        frame.open_profile(profile_id, key)
        frame.window.say(t("welcome.back_done", name=name))

    def link() -> None:
        presenter.begin_new(linking=True)
        returning.close()
        page.form.name.setFocus()

    door = page.returning
    returning = ReturningPresenter(page, people, frame.tasks, restored)
    page.returning_asked.connect(returning.open)
    door.explained.connect(returning.explain)
    door.looked.connect(returning.look)
    door.confirmed.connect(returning.restore)
    door.back_asked.connect(returning.go_back)
    door.linking.connect(link)
