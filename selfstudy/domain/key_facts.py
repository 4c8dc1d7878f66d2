"""What learners say of their keys and computers."""

from __future__ import annotations

from typing import ClassVar

from selfstudy.domain.fact import Fact, Int, Narrow


class KeyAdded(Fact, frozen=True, array_like=True):
    """One of the learner's keys vouches for another of theirs (hex), and names its device."""

    kind: ClassVar[str] = "key_added"
    key: str
    seal_key: str = ""
    name: str = ""

    def narrow(self) -> Narrow:
        """The key and the device's name."""
        return Narrow(object=self.key, note=self.name)


class KeyRemoved(Fact, frozen=True, array_like=True):
    """A key (hex) speaks no longer; what it had written up to `heads` stays.

    By another key of the same person, by a supervisor, or of a supervisor's key by the root.
    `heads` are the id of a source, a number and the digest there (hex), known when it was removed.
    """

    kind: ClassVar[str] = "key_removed"
    key: str
    heads: tuple[tuple[str, Int, str], ...] = ()
    reason: str = ""

    def narrow(self) -> Narrow:
        """The key, and why."""
        return Narrow(object=self.key, note=self.reason, value=len(self.heads))


class Claimed(Fact, frozen=True, array_like=True):
    """Somebody with a new key says that the unit knows them from before."""

    kind: ClassVar[str] = "claimed"
    person: str
    name: str = ""
    staff_code: str = ""

    def narrow(self) -> Narrow:
        """The person's id (hex, may be empty), staff code, name."""
        return Narrow(self.person, self.staff_code, self.name)
