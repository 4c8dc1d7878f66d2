"""What a profile that was put together again is made of, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from selfstudy.domain.people import Profile
from selfstudy.domain.record import PRIVATE
from selfstudy.services.rescue.lacking import Gap, Gathered

Origin = Literal["kept", "backup", "journal", "new"]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a profile is made of now, and where the folder that it replaced lies."""

    profile: Profile
    person: bytes
    found: Gathered
    records: int
    keys: Origin
    described: Origin
    backups: tuple[str, ...]
    kept: str

    def told(self) -> list[tuple[str, dict[str, object]]]:
        """What there is to say of it: keys of sentences with what fills their places."""
        found = self.found
        said: list[tuple[str, dict[str, object]]] = [
            (f"rescue.{self._read()}", {"n": self.records})
        ]
        said += [
            (f"rescue.{code}", {"n": n})
            for code, n in (
                ("restated", found.restated),
                ("damaged", found.damaged),
                ("unheard", found.unheard),
                ("homeless", found.homeless),
            )
            if n
        ]
        said += _gaps_told(found.gaps, self.person, found.others)
        said += [(f"rescue.keys_{self.keys}", {})] if self.keys != "kept" else []
        if self.described in ("backup", "journal"):
            said.append(("rescue.profile_made", {"name": self.profile.name}))
        if self.backups:
            said.append(("rescue.used", {"names": ", ".join(self.backups)}))
        if self.kept:
            said.append(("rescue.kept", {"folder": self.kept}))
        return said

    def _read(self) -> str:
        """All of it, a part, or nothing: the first word of every profile is a record."""
        if not self.records:
            return "nothing"
        return "whole" if self.found.whole else "records"


def _gaps_told(
    gaps: Sequence[Gap], person: bytes, others: int
) -> list[tuple[str, dict[str, object]]]:
    """What each gap means to the learner; others' gaps are counted together."""
    said: list[tuple[str, dict[str, object]]] = []
    for gap in gaps:
        if gap.source.subject != person:
            others += gap.count
            continue
        code = "private" if gap.source.chain == PRIVATE else "held" if gap.held_by else "shared"
        numbers = f"{gap.first}–{gap.last}" if gap.count > 1 else str(gap.first)
        details = {"n": gap.count, "numbers": numbers, "who": gap.held_by}
        said.append((f"rescue.gap_{code}", details))
    return said + ([("rescue.gap_others", {"n": others})] if others else [])


class Made(NamedTuple):
    """What the new folder holds: the first part of `Rebuilt`."""

    profile: Profile
    person: bytes
    found: Gathered
    records: int
    keys: Origin
    described: Origin
