"""What one says of oneself: name, staff code, a position or two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Signal

from selfstudy.desktop.tasks import Tasks
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import ErrorText, Small
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import ROLES, roles_of
from selfstudy.sentences import error_words
from selfstudy.words import t

Offers = tuple[tuple[str, str], ...]
Told = tuple[str, str, str]  # name, position, staff code


class Oneself(Protocol):
    """What is asked about what one says of oneself."""

    def told(self) -> Told:
        """What one says now."""
        ...

    def tell(self, name: str, position: str, staff_code: str) -> None:
        """Say this from now on."""
        ...


class OneselfCard(Card):
    """Fields and one button; nothing is said before it is pressed."""

    saved = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(t("oneself.title"), spacing=12)
        self.name, self.code = TextField(t("oneself.name")), TextField(t("staff.field_staff_code"))
        self.first, self.second = (
            Choice(t("staff.first_position")),
            Choice(t("staff.second_position")),
        )
        self.save = GhostButton(t("staff.save"), "check")
        self.save.clicked.connect(self._save)
        self._said, self._error = Banner(), ErrorText()
        self.add(
            Columns(200, most=2).add(
                FormRow(t("oneself.name"), self.name),
                FormRow(t("staff.field_staff_code"), self.code),
                FormRow(t("staff.first_position"), self.first),
                FormRow(t("staff.second_position"), self.second),
            ),
            Small(t("oneself.note")),
            Flow(10).add(self.save),
            self._said,
            self._error,
        )

    def show_told(self, told: Told, offers: Offers) -> None:
        """What is said now, and the positions of the framework."""
        name, position, code = told
        first, second, *_more = (*roles_of(position), "", "")
        own = [(role, role) for role in (first, second) if role and role not in dict(offers)]
        self.first.show_choices([("", t("staff.no_position")), *own, *offers])
        self.second.show_choices([("", t("staff.no_second")), *own, *offers])
        self.first.show_key(first)
        self.second.show_key(second)
        self.name.setText(name)
        self.code.setText(code)

    def say(self, words: str, error: SelfStudyError | None = None) -> None:
        """What was done, or what went wrong."""
        self._said.show_words(words, "success")
        self._error.show_words(error_words(error))

    def _save(self) -> None:
        roles = dict.fromkeys(filter(None, (self.first.key, self.second.key)))
        self.saved.emit(self.name.text(), ROLES.join(roles), self.code.text())


class OneselfPresenter:
    """`said` is called when something else is said, so that the screen follows."""

    def __init__(
        self,
        card: OneselfCard,
        oneself: Oneself,
        tasks: Tasks,
        offers: Callable[[], Offers],
        said: Callable[[], None],
    ) -> None:
        self._card, self._oneself, self._tasks = card, oneself, tasks
        self._offers, self._said = offers, said

    def load(self) -> None:
        """Read what is said now."""
        self._tasks.run(self._oneself.told, lambda told: self._card.show_told(told, self._offers()))

    def save(self, name: str, position: str, staff_code: str) -> None:
        """Say it."""
        self._tasks.run(
            lambda: self._oneself.tell(name, position, staff_code),
            lambda _none: self._saved(),
            lambda error: self._card.say("", error),
        )

    def _saved(self) -> None:
        self._card.say(t("staff.saved"))
        self.load()
        self._said()
