"""A person's computers: which there are, exchanging everything between them, removing a lost one.

Private records travel by file alone, sealed to the person's own linked computers; what is shared
also goes through the hub.
"""

from __future__ import annotations

from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.audience import to_own_device
from selfstudy.domain.devices import Device
from selfstudy.domain.errors import LinkRefused, NotEntitled
from selfstudy.domain.moments import moment
from selfstudy.domain.people import IntakeReport
from selfstudy.domain.progress import Exported, PreviewLine
from selfstudy.domain.record import UNIT, KeyRemoved
from selfstudy.exchange.keys import may_seal_to
from selfstudy.services.files import free_path
from selfstudy.services.linking import Linking
from selfstudy.services.own_packet import held_by, lines_of, write_own
from selfstudy.store.facts import rows_of
from selfstudy.store.key_words import names_of, seal_key_of


class Devices(Linking):
    """What a learner asks about their computers."""

    def list(self) -> tuple[Device, ...]:
        """This person's computers, this one first, removed ones last."""
        desk, known = self.desk, self.desk.my_authorities()
        zone = desk.clock().tzinfo
        names = names_of(desk.journal, desk.person)
        places = desk.journal.sources(to_own_device(desk.person))
        keys = {p.source.author for p in places if p.source.chain != UNIT} | {desk.ring.public}
        keys |= known.keys.get(desk.person, frozenset())
        found = []
        for key in keys:
            if not known.spoke_for(key, desk.person):
                continue
            own = [p for p in places if p.source.author == key and p.head >= p.first]
            last = max((p.last for p in own), default=0)
            state = "linked" if known.speaks_for(key, desk.person) else "removed"
            found.append(
                Device(
                    key.hex(), names.get(key, ""), key == desk.ring.public, state,
                    sum(p.head - p.first + 1 for p in own),
                    moment(last).astimezone(zone) if last else None,
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda d: (d.state == "removed", not d.here, d.name, d.id)))

    # — between linked computers ——————————————————————————————————————————————————————————

    def exchange(self, folder: Path) -> Exported:
        """Write what this person's other computers may lack, private records too, sealed to them.

        Raises LinkRefused when no other computer is linked.
        """
        others = self._others()
        if not others:
            raise LinkRefused(reason="alone")
        stem = vietnamese.file_name(self.desk.profile.name, "NguoiHoc")
        path = free_path(folder / f"MayCuaToi_{stem}_{self.desk.clock():%Y%m%d}.thoc")
        return write_own(self.desk, path, held_by(self.desk, others), list(others.values()))

    def exchange_lines(self) -> tuple[PreviewLine, ...]:
        """What that packet would hold, by kind."""
        held = held_by(self.desk, self._others())
        rows = rows_of(self.desk.journal, self.desk.person)
        return lines_of(
            self.desk, [row for row in rows if row.number > held.get(row.place.sid, (0, b""))[0]]
        )

    def receive(self, path: Path) -> IntakeReport:
        """Take a packet of another of one's own computers."""
        return self.intake.take_files([path])

    def remove(self, key: str, reason: str = "") -> None:
        """Believe one of this person's computers no longer; what it had told stays.

        Raises LinkRefused for this computer itself, NotEntitled when it is not one of theirs.
        """
        gone, desk = bytes.fromhex(key), self.desk
        if gone == desk.ring.public:
            raise LinkRefused(reason="self")
        self._expect_own()
        if not desk.owns(gone):
            raise NotEntitled(what="device")
        desk.write(KeyRemoved(key, desk.told_by(gone, desk.person), reason))
        desk.know_again({desk.person})

    def _others(self) -> dict[bytes, bytes]:
        """The sealing keys of this person's other linked computers."""
        found = {}
        for device in self.list():
            key = bytes.fromhex(device.id)
            seal_key = seal_key_of(self.desk.journal, key)
            if device.state == "linked" and not device.here and may_seal_to(seal_key):
                found[key] = seal_key
        return found
