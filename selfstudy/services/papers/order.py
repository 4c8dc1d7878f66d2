"""What was asked for on paper: which form, of whom, of which days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from selfstudy.domain.people import roles_of
from selfstudy.domain.period import Period
from selfstudy.services.forms.form import Form, Page

if TYPE_CHECKING:
    from selfstudy.content.framework import Framework
    from selfstudy.services.holding.desk import Desk


@dataclass(frozen=True, slots=True)
class Wish:
    """A form and its format; of one person (an id, the beginning of one, a name) or everybody.

    `period` is the form's own year unless told. `each` writes a file for each person; `blank`
    leaves a survey to be filled in by hand; `own` is about oneself, whomever one supervises.
    """

    form: str
    format: str = "xlsx"
    person: str = ""
    period: Period | None = None
    each: bool = False
    blank: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and how many people they are about; none when cancelled."""

    paths: tuple[Path, ...] = ()
    people: int = 0
    cancelled: bool = False

    @property
    def path(self) -> Path:
        """The one file, or the folder of many."""
        return self.paths[0] if len(self.paths) == 1 else self.paths[0].parent


@dataclass(frozen=True, slots=True)
class Reported:
    """A person whom a form is about; `position` is a title, `code` what it is the title of."""

    id: bytes
    name: str
    position: str
    code: str = ""


class Stopped(Exception):
    """Somebody thought better of it; nothing is written."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a form is filled in from: the people by given name, the days; `step` counts them."""

    people: tuple[Reported, ...]
    period: Period
    unit: str = ""
    blank: bool = False
    own: bool = False
    step: Callable[[], None] = lambda: None

    def each(self) -> Iterator[Reported]:
        """The people one after the other. Raises Stopped."""
        for person in self.people:
            self.step()
            yield person

    @property
    def when(self) -> str:
        """The days in words."""
        if self.period.is_year:
            return f"năm {self.period.year}"
        first, last = self.period.first, self.period.last
        return f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"

    def lines(self, form: Form, person: Reported) -> list[str]:
        """Who it is about; the unit only where there is one."""
        values = {"name": person.name, "position": person.position, "unit": self.unit}
        return [
            form.lines[key].format(**{key: value})
            for key, value in values.items()
            if value or key != "unit"
        ]


def called(framework: Framework, position: str) -> str:
    """The title of a position, of both where somebody holds two; a code where none is known."""
    found = [(framework.position(code), code) for code in roles_of(position)]
    return " + ".join(known.title if known else code for known, code in found)


class Maker(Protocol):
    """Fills in a form."""

    def __call__(self, desk: Desk, form: Form, order: Order) -> Iterator[Page]:
        """Its pages. Raises Stopped."""
        ...
