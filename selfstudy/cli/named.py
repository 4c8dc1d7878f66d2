"""People as they are named on the command line: by an id, its beginning, or a name."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NobodyCalled
from selfstudy.domain.people import PersonRow, UnknownPerson

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services


def called(wanted: str, listed: tuple[PersonRow, ...], waiting: tuple[UnknownPerson, ...]) -> str:
    """The id of the one person who answers to an id or a name. Raises NobodyCalled."""
    plain = vietnamese.fold(wanted)
    names = {row.id: row.name for row in listed} | {row.id: row.name for row in waiting}
    found = [
        person
        for person, name in names.items()
        if person.startswith(wanted.lower()) or vietnamese.fold(name) == plain
    ]
    if len(found) != 1:
        raise NobodyCalled(name=wanted)
    return found[0]


def people_called(services: Services, wanted: Collection[str]) -> tuple[str, ...]:
    """The ids of people of the roster by their ids or names. Raises NobodyCalled."""
    listed = services.unit.people() if wanted else ()
    return tuple(called(one, listed, ()) for one in wanted)
