"""Wiring of the unit's plan, its hours, and a planned post of whoever's page is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from selfstudy.desktop.screen import Frame, services_of

if TYPE_CHECKING:
    from selfstudy.desktop.hours.presenter import HoursPresenter
    from selfstudy.desktop.hours.view import HoursView
    from selfstudy.desktop.initiative.cards import OwnCards
    from selfstudy.desktop.planning.presenter import PlanningPresenter
    from selfstudy.desktop.planning.view import PlanningView
    from selfstudy.desktop.posting.card import PostingCard
    from selfstudy.desktop.posting.presenter import PostingPresenter
    from selfstudy.desktop.record.page import RecordPage
    from selfstudy.desktop.unit.page import UnitPage
    from selfstudy.desktop.unit.people_view import PeopleView
    from selfstudy.desktop.unit.presenter import UnitPresenter
    from selfstudy.services.needs.posting import Simulated


def connect_plan_and_hours(frame: Frame, page: UnitPage) -> None:
    """Both parts read again whenever they come into sight."""
    leading: list[object] = []  # what leads a part lives as long as the page
    page.plan_made.connect(lambda view: leading.append(_plan(frame, view)))
    page.hours_made.connect(lambda view: leading.append(_hours(frame, view)))


def _plan(frame: Frame, view: PlanningView) -> PlanningPresenter:
    from selfstudy.desktop.planning.presenter import PlanningPresenter
    from selfstudy.services.needs.planning import Planning

    services = services_of(frame)
    framework = services.desk.library.framework
    presenter = PlanningPresenter(
        view, Planning(services.desk), frame.tasks, services.unit.people, framework.positions,
        framework.competencies,
    )  # fmt: skip
    view.shown.connect(presenter.load)
    view.looked.connect(presenter.look_at)
    view.begun.connect(presenter.begin)
    view.edited.connect(presenter.edit)
    view.closed.connect(presenter.close)
    view.proposed.connect(presenter.propose)
    view.kept.connect(presenter.keep)
    view.published.connect(presenter.publish)
    view.retired.connect(presenter.retire)
    view.dropped.connect(presenter.drop)
    view.undone.connect(presenter.undo)
    return presenter


def _hours(frame: Frame, view: HoursView) -> HoursPresenter:
    from selfstudy.desktop.hours.presenter import HoursPresenter
    from selfstudy.services.hours.duty import Duties
    from selfstudy.services.hours.minimum import Minimum
    from selfstudy.services.hours.recognising import Recognising

    services = services_of(frame)
    desk = services.desk
    presenter = HoursPresenter(
        view, Recognising(desk), Minimum(desk), Duties(desk), frame.tasks, services.unit.people
    )
    view.shown.connect(presenter.load)
    view.listed.connect(presenter.open_list)
    view.looked.connect(presenter.look)
    view.left.connect(presenter.leave)
    view.recorded.connect(presenter.record)
    view.minimum_set.connect(presenter.set_minimum)
    view.undone.connect(presenter.undo)
    return presenter


def connect_posting(
    frame: Frame, card: PostingCard, simulate: Callable[[str], Simulated]
) -> PostingPresenter:
    """A card that compares whoever `simulate` looks at with a planned post."""
    from selfstudy.desktop.posting.presenter import PostingPresenter

    framework = services_of(frame).desk.library.framework
    presenter = PostingPresenter(
        card, simulate, frame.tasks, framework.positions, framework.competencies
    )
    card.compared.connect(lambda *codes: presenter.compare(*codes))  # noqa: PLW0108 - it holds it
    presenter.reload()
    return presenter


def connect_posting_of(frame: Frame, view: PeopleView, unit: UnitPresenter) -> None:
    """Comparing whoever's page is open with a planned post."""
    from selfstudy.services.needs.posting import Postings

    postings = Postings(services_of(frame).desk)

    def simulate(target: str) -> Simulated:
        person = unit.state.person
        return postings.of(person.id if person is not None else "", target)

    presenter = connect_posting(frame, view.one.posting, simulate)
    view.person_opened.connect(lambda _person: presenter.clear())


def connect_own(frame: Frame, page: RecordPage) -> Callable[[], None]:
    """Goals, journal and summary, once they are turned to; what reads them again comes back."""
    made: list[Callable[[], None]] = []

    def own_made(cards: OwnCards) -> None:
        from selfstudy.desktop.initiative.presenter import OwnPresenter
        from selfstudy.services.initiative.own import Own

        presenter = OwnPresenter(
            cards, Own(services_of(frame).desk), frame.tasks, today=lambda: frame.clock().date()
        )
        cards.goals.asked.connect(presenter.set_goals)
        journal = cards.journal
        journal.kept.connect(presenter.keep)
        journal.changed.connect(presenter.change)
        journal.shared.connect(presenter.share)
        journal.taken_back.connect(presenter.take_back)
        journal.dropped.connect(presenter.drop)
        journal.undone.connect(presenter.undo)
        cards.summary.chosen.connect(presenter.look_at)
        made.append(presenter.load)

    def load() -> None:
        for read in made:
            read()

    page.own_made.connect(own_made)
    page.own_shown.connect(load)
    return load
