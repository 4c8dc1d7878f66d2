"""Wiring of the card of the term, which the unit's overview holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.desktop.retaining.presenter import RetainingPresenter
from selfstudy.desktop.screen import Frame, services_of

if TYPE_CHECKING:
    from selfstudy.desktop.retaining.card import RetainingCard


def connect_retaining(frame: Frame, card: RetainingCard) -> None:
    """A card that chooses the term."""
    presenter = RetainingPresenter(card, services_of(frame).retention, frame.tasks)

    def look(years: int) -> None:
        presenter.look(years)

    card.looked.connect(look)  # a function, not a method: it keeps the presenter alive
    card.agreed.connect(presenter.agree)
    card.closed.connect(presenter.close)
    presenter.load()
