"""Wiring of the card that writes forms, wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from selfstudy.desktop.papers.presenter import PapersPresenter
from selfstudy.desktop.screen import Frame, services_of

if TYPE_CHECKING:
    from selfstudy.desktop.papers.card import PapersCard

OF_UNIT = ("F8", "F1", "F7", "F2", "F3", "F10", "needs")
ONES_OWN = ("F8", "F2")


def connect_papers(frame: Frame, card: PapersCard, forms: Sequence[str]) -> None:
    """A card that writes these forms."""
    presenter = PapersPresenter(
        card, services_of(frame).reporting, frame.tasks, forms, frame.clock().year,
        own=forms is ONES_OWN,
    )  # fmt: skip

    def read() -> None:
        presenter.load()

    card.form_chosen.connect(presenter.choose_form)
    card.who_chosen.connect(presenter.choose_who)
    card.format_chosen.connect(presenter.choose_format)
    card.write_asked.connect(presenter.write)
    card.cancelled.connect(presenter.cancel)
    card.shown.connect(read)  # a function, not a method: it keeps the presenter alive
    card.show_state(presenter.state)
