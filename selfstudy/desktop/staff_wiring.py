"""Wiring of lists of staff, and of what the unit says of a person: see `unit_wiring`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from selfstudy.desktop.screen import Frame, services_of
from selfstudy.words import day, pick, t

if TYPE_CHECKING:
    from selfstudy.desktop.unit.people_view import PeopleView
    from selfstudy.desktop.unit.presenter import UnitPresenter
    from selfstudy.desktop.unit_staff.presenter import StaffPresenter
    from selfstudy.domain.people import PersonRow
    from selfstudy.services.people.staff import Staff


def connect_staff(frame: Frame, view: PeopleView, presenter: UnitPresenter) -> None:
    """The import of a list is made when it is first asked for."""
    from selfstudy.services.people.staff import Staff

    services = services_of(frame)
    staff = Staff(services.desk)

    def positions() -> tuple[tuple[str, str], ...]:
        held = services.desk.library.framework.positions
        return tuple((one.code, pick(one.title, one.title_en)) for one in held)

    kept: list[StaffPresenter] = []  # a signal does not keep whom it leads to

    def begin() -> None:
        from selfstudy.desktop.unit_staff.list_view import ListView
        from selfstudy.desktop.unit_staff.presenter import StaffPresenter as Presenter

        if view.list is None:
            shown = ListView()
            lists = Presenter(shown, staff, frame.tasks, positions, presenter.load)
            kept.append(lists)
            shown.closed.connect(view.show_list)
            shown.files_given.connect(lists.open)
            shown.chosen.connect(lists.choose)
            shown.taken.connect(lists.take)
            shown.cancelled.connect(lists.cancel)
            shown.undone.connect(lists.undo)
            shown.again.connect(lists.begin)
            shown.reading.sheet_asked.connect(lists.turn_to_sheet)
            shown.reading.encoding_asked.connect(lists.read_as)
            shown.reading.column_asked.connect(lists.put_column)
            shown.reading.position_asked.connect(lists.put_position)
            view.show_list(shown)
            lists.begin()
        else:
            view.show_list(view.list)

    view.list_asked.connect(begin)
    _connect_card(frame, view, presenter, staff, positions)


def _connect_card(
    frame: Frame,
    view: PeopleView,
    presenter: UnitPresenter,
    staff: Staff,
    positions: Callable[[], tuple[tuple[str, str], ...]],
) -> None:
    from selfstudy.domain.days import read_day

    card = view.one.card
    card.show_offers(positions(), day(frame.clock()))

    def act(work: Callable[[PersonRow], object], words: str = "") -> None:
        person = presenter.state.person
        if person is None:
            return

        def done(_none: object) -> None:
            card.say(words)
            presenter.look_again()

        frame.tasks.run(lambda: work(person), done, lambda error: card.say("", error))

    card.described.connect(
        lambda roles, department: act(
            lambda one: staff.describe(one.id, one.name, roles, one.staff_code, department),
            t("staff.saved"),
        )
    )
    card.left.connect(lambda when, to: act(lambda one: staff.leave(one.id, read_day(when), to)))
    card.returned.connect(lambda: act(lambda one: staff.undo(*staff.departures(one.id))))
