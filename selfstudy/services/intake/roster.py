"""The roster of a unit as a file: taken once, it puts everybody listed on the unit's list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese
from selfstudy.domain.people import FileResult
from selfstudy.domain.record import Admitted
from selfstudy.exchange.roster import Listed, Roster, open_roster_file, roster_file
from selfstudy.services.holding.desk import Desk
from selfstudy.settings import write_whole
from selfstudy.store.people import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfstudy.services.holding.holder import Holder

SUFFIX = ".thds"
TOGETHER = 250  # people admitted in one go, so that answers go between
SUPERVISOR = "PhuTrach.zip"  # a supervisor's profile beside the packets of a demonstration


def write_roster(desk: Desk, listed: Sequence[Listed], folder: Path, unit_name: str) -> Path:
    """Write a roster signed by the desk's supervisor and sealed to the unit."""
    roster = Roster(desk.unit, desk.now(), tuple(listed))
    name = vietnamese.file_name(unit_name, "DonVi")
    path = folder / f"DanhSach_{name}{SUFFIX}"
    card = desk.card
    recipients = tuple(card.recipients) if card is not None else ()
    write_whole(path, roster_file(roster, desk.ring, recipients))
    return path


def take_roster(
    holder: Holder, raw: bytes, name: str, *, dry: bool = False, listed: set[bytes] | None = None
) -> FileResult:
    """Admit everybody whom a roster lists and who is not admitted yet: a signed fact for each.

    Who was erased after it was signed does not come back by it.
    Whom it lists is added to `listed`, so that a dry run of a folder knows them too. Refused
    unless its signer was an appointed supervisor of the unit, and unless this desk is.
    """
    signed = open_roster_file(raw, (holder.ring,), name)
    roster = signed.roster
    known = holder.authorities(roster.unit)
    if not isinstance(holder, Desk) or holder.unit != roster.unit or not holder.is_supervisor():
        return _refused(name, "roster.not_here")
    trusted = known.supervises(signed.signer, roster.at) and known.supervises(
        signed.signer, holder.now()
    )
    if not trusted:
        return _refused(name, "roster.not_signed")
    admitted = {p.person for p in people(holder.journal, roster.unit, known) if p.admitted}
    buried = holder.graves.people(roster.unit, roster.at) - admitted
    listed_now = [person for person in roster.people if person.person not in buried]
    fresh = [person for person in listed_now if person.person not in admitted]
    if listed is not None:
        listed.update(person.person for person in listed_now)
    if not dry and fresh:
        facts = [(person.person, _admitted(person)) for person in fresh]
        for start in range(0, len(facts), TOGETHER):
            holder.write_about_each(facts[start : start + TOGETHER])
        holder.know_again()
    return FileResult(
        name,
        papers=len(fresh),
        papers_known=len(listed_now) - len(fresh),
        erased=len(roster.people) - len(listed_now),
        people=tuple(person.name for person in fresh),
    )


def _admitted(person: Listed) -> Admitted:
    name = vietnamese.nfc(person.name)
    return Admitted(person.key.hex(), name, person.position, person.staff_code)


def _refused(name: str, problem: str) -> FileResult:
    return FileResult(name, quarantined=1, problem=problem, details={"name": name})
