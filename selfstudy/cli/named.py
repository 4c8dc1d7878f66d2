"""People as they are named on the command line: by an id, its beginning, or a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NobodyCalled
from selfstudy.domain.people import PersonRow, UnknownPerson

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services


def called(wanted: str, listed: tuple[PersonRow, ...], waiting: tuple[UnknownPerson, ...]) -> str:
    """The id of the one person who answers to an id or a name. Raises NobodyCalled."""
    names = {row.id: row.name for row in listed} | {row.id: row.name for row in waiting}
    return one_called(wanted, names)


def one_called(wanted: str, names: Mapping[str, str]) -> str:
    """The one id (of `names` by id) that begins so or has that name. Raises NobodyCalled.

    Nothing names nobody, also where there is only one to be meant.
    """
    plain = vietnamese.fold(wanted).strip()
    found = [
        one
        for one, name in names.items()
        if plain and (one.startswith(wanted.lower()) or vietnamese.fold(name) == plain)
    ]
    if len(found) != 1:
        raise NobodyCalled(name=wanted)
    return found[0]


def people_called(services: Services, wanted: Collection[str]) -> tuple[str, ...]:
    """The ids of people of the roster by their ids or names. Raises NobodyCalled."""
    listed = services.unit.people() if wanted else ()
    return tuple(called(one, listed, ()) for one in wanted)
