"""A person's computers: which there are, exchanging everything between them, removing a lost one.

Private records travel by file alone, sealed to the person's own linked computers; what is shared
also goes through the hub.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.devices import Device, LinkOffer
from selfstudy.domain.errors import LinkRefused, NameRefused, NotEntitled
from selfstudy.domain.people import ROLES, IntakeReport, Told, roles_of
from selfstudy.domain.progress import Exported, PreviewLine, Removal
from selfstudy.domain.record import KeyRemoved, Profile
from selfstudy.domain.staff_table import MOST_NAME
from selfstudy.exchange.keys import may_seal_to
from selfstudy.exchange.packet import Packet, write
from selfstudy.services.devices.linking import Linking
from selfstudy.services.devices.own_packet import devices_of, held_by, lines_of, write_own
from selfstudy.services.holding.receipts import own_notice
from selfstudy.services.intake.files import free_path
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.record.standing import receipts, removal
from selfstudy.settings import write_whole
from selfstudy.store.facts import rows_of
from selfstudy.store.key_words import seal_key_of
from selfstudy.store.people import Said, own_words


class Devices(Linking):
    """What a learner asks about their computers."""

    def list(self) -> tuple[Device, ...]:
        """This person's computers, this one first, removed ones last."""
        found = devices_of(self.desk, self.desk.person)
        if self.removal() is None:
            return found
        return tuple(replace(d, state="removed") if d.here else d for d in found)

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

    def removal(self) -> Removal | None:
        """That this computer itself was removed, as far as it was told."""
        return removal(self.desk, receipts(self.desk))

    def notice(self, key: str, folder: Path) -> Path:
        """Write a file that tells a removed computer so, sealed to it; it holds nothing else.

        Raises NotEntitled unless one of this person's computers with that key was removed.
        """
        gone, desk = bytes.fromhex(key), self.desk
        seal_key = seal_key_of(desk.journal, gone)
        removed = any(d.id == key and d.state == "removed" for d in self.list())
        if not (removed and desk.owns(desk.ring.public) and may_seal_to(seal_key)):
            raise NotEntitled(what="devices.what_device")
        path = free_path(folder / f"MayDaGo_{gone.hex()[:6]}.thoc")
        told = (own_notice(desk, desk.person, gone),)
        packet = Packet(desk.carrier(), desk.unit, desk.now(), (), told)
        write_whole(path, write(packet, desk.ring, [seal_key]))
        return path

    # — one person, one profile —————————————————————————————————————————————————————————————

    def disputed(self) -> tuple[Told, ...]:
        """What this person's computers say of them, where they say different things."""
        said = self._said()
        if len({_words(one) for one in said}) < 2:
            return ()
        title, local = self.desk.library.framework.position_title, Ledger(self.desk).local
        return tuple(
            Told(one.digest, one.name, title(one.position), one.staff_code, local(one.at))
            for one in said
        )

    def settle(self, digest: str) -> None:
        """One of these counts from now on, on every computer that learns it.

        Raises NotEntitled when it is none of them.
        """
        said = self._said()
        chosen = next((one for one in said if one.digest == digest), None)
        if chosen is None:
            raise NotEntitled(what="devices.what_profile")
        self._say(chosen.name, chosen.position, chosen.staff_code)
        self.follow()

    def told(self) -> tuple[str, str, str]:
        """What one says of oneself now: name, position (or two), staff code."""
        said, here = self._said(), self.desk.profile
        own = [one for one in said if (one.name, one.position) == (here.name, here.position)]
        return _words((own or said)[-1]) if said else (here.name, here.position, "")

    def tell(self, name: str, position: str, staff_code: str) -> None:
        """Say of oneself from now on what stands here; the unit hears it with the next results.

        `position` is a code, or two with a plus between. Raises NameRefused.
        """
        clean, code = vietnamese.one_line(name), vietnamese.one_line(staff_code)
        if not clean or len(clean) > MOST_NAME:
            raise NameRefused(limit=MOST_NAME)
        roles = ROLES.join(roles_of(position))
        if (clean, roles, code) != self.told():
            self._say(clean, roles, code)
        self.follow()

    def _say(self, name: str, position: str, staff_code: str) -> None:
        """Say who one is, in the place of all that was said; it is borne here by `follow`."""
        replaces = " ".join(one.digest for one in self._said())
        seal_key = self.desk.ring.seal_public.hex()
        self.desk.write(Profile(name, position, staff_code, seal_key, replaces))
        self.desk.know_again({self.desk.person})

    def follow(self) -> None:
        """Bear here what was said last, on this computer or another."""
        words = {(one.name, one.position) for one in self._said()}
        here = self.desk.profile
        if len(words) == 1 and (here.name, here.position) not in words:
            self.desk.go_by(*words.pop())

    def _said(self) -> Sequence[Said]:
        return own_words(self.desk.journal, self.desk.person, self.desk.my_authorities())

    def _others(self) -> dict[bytes, bytes]:
        """The sealing keys of this person's other linked computers."""
        found = {}
        for device in self.list():
            key = bytes.fromhex(device.id)
            seal_key = seal_key_of(self.desk.journal, key)
            if device.state == "linked" and not device.here and may_seal_to(seal_key):
                found[key] = seal_key
        return found


def _words(said: Said) -> tuple[str, str, str]:
    return said.name, said.position, said.staff_code
