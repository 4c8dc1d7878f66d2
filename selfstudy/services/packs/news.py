"""How the packs of this computer stand for one learner: what is new, what can be gone back from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfstudy.content.pack import in_use
from selfstudy.services.packs.installing import Packs

if TYPE_CHECKING:
    from selfstudy.domain.changes import Changes
    from selfstudy.services.holding.desk import Desk

SEEN = "packs_seen"


@dataclass(frozen=True, slots=True)
class PackStanding:
    """A module that a pack brought; `before` is the version to go back to (0: there is none).

    `news` is what the version in use changed, until the learner has seen it.
    """

    module: str
    version: int
    before: int
    news: Changes | None


class PackNews:
    """What one learner has seen of the packs of this computer."""

    def __init__(self, desk: Desk, packs: Packs) -> None:
        self.desk = desk
        self.packs = packs

    def standings(self) -> dict[str, PackStanding]:
        """The modules in use that packs brought."""
        seen = self._seen()
        return {
            module: PackStanding(
                module,
                used,
                before,
                self.packs.changes(module) if before and seen.get(module, 0) < used else None,
            )
            for module, (used, before) in self.packs.brought().items()
        }

    def see(self, module: str) -> None:
        """The learner has seen what is new in a module."""
        seen = {**self._seen(), module: in_use(self.packs.places.packs, module)}
        self.desk.database.set_setting(SEEN, json.dumps(seen))

    def _seen(self) -> dict[str, int]:
        try:
            found = json.loads(self.desk.database.setting(SEEN) or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
