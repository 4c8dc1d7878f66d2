"""A person's computers: which there are, exchanging everything between them, removing a lost one.

Private records travel by file alone, sealed to the person's own linked computers; what is shared
also goes through the hub.
"""

from __future__ import annotations

from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.devices import Device, LinkOffer
from selfstudy.domain.errors import LinkRefused, NotEntitled
from selfstudy.domain.people import IntakeReport
from selfstudy.domain.progress import Exported, PreviewLine
from selfstudy.domain.record import KeyRemoved
from selfstudy.exchange.keys import may_seal_to
from selfstudy.services.files import free_path
from selfstudy.services.linking import Linking
from selfstudy.services.own_packet import devices_of, held_by, lines_of, write_own
from selfstudy.store.facts import rows_of
from selfstudy.store.key_words import seal_key_of


class Devices(Linking):
    """What a learner asks about their computers."""

    def list(self) -> tuple[Device, ...]:
        """This person's computers, this one first, removed ones last."""
        return devices_of(self.desk, self.desk.person)

    # — between linked computers ——————————————————————————————————————————————————————————

    def exchange(self, folder: Path) -> Exported:
        """Write what this person's other computers may lack, private records too, sealed to them.

        Raises LinkRefused when no other computer is linked.
        """
        others = self._others()
        if not others:
            raise LinkRefused(reason="devices.reason_alone")
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

    def brings(self, path: Path) -> LinkOffer | None:
        """Whose computer this would become with a packet; None for one that says nothing of it."""
        try:
            return self.offer(path)
        except LinkRefused as refused:
            if refused.details["reason"] != "devices.reason_nobody":
                raise
            return None

    def receive(self, path: Path) -> IntakeReport:
        """Take a packet of another of one's own computers."""
        return self.intake.take_files([path])

    def remove(self, key: str, reason: str = "") -> None:
        """Believe one of this person's computers no longer; what it had told stays.

        Raises LinkRefused for this computer itself, NotEntitled when it is not one of theirs.
        """
        gone, desk = bytes.fromhex(key), self.desk
        if gone == desk.ring.public:
            raise LinkRefused(reason="devices.reason_self")
        self._expect_own()
        if not desk.owns(gone):
            raise NotEntitled(what="devices.what_device")
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
