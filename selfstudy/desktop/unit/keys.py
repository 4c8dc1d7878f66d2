"""Renewing the unit's card, ending a lost key, a new sealing key, a person's computers; no Qt."""

from __future__ import annotations

from collections.abc import Callable

from selfstudy.desktop.tasks import Tasks
from selfstudy.desktop.unit.service import Keys
from selfstudy.desktop.unit.state import Board, KeyStep
from selfstudy.domain.errors import BadSignature, SelfStudyError
from selfstudy.domain.vietnamese import nfc


class KeysPresenter:
    """Intents about keys: a step is opened, read, and confirmed with the root's passphrase."""

    def __init__(
        self, board: Board, service: Keys, tasks: Tasks, changed: Callable[[], None]
    ) -> None:
        self._board, self._service, self._tasks, self._changed = board, service, tasks, changed

    def open(self, step: KeyStep, key: str = "") -> None:
        """Show what a step means; an empty one puts it away."""
        if self._board.state.busy in ("", "load"):
            self._board.change(key_step=step, key=key, wrong="", error=None, error_at="", done="")

    def confirm(self, passphrase: str) -> None:
        """Do what the open step says."""
        step, key, words = self._board.state.key_step, self._board.state.key, nfc(passphrase)
        work: dict[KeyStep, Callable[[], object]] = {
            "renew": lambda: self._service.renew(words),
            "revoke": lambda: self._service.revoke(key, words),
            "retire": lambda: self._service.retire_seal_key(words),
        }
        if step in work and self._board.begin("keys"):
            self._tasks.run(work[step], lambda _card: self._done(step), self._refused)

    def ask_to_remove(self, key: str) -> None:
        """Show what removing a person's computer means; no key: keep it."""
        self._board.change(removing=key, done="")

    def remove(self) -> None:
        """Remove the computer that was asked about; the decision can be undone."""
        state = self._board.state
        person, key = state.person, state.removing
        if person is not None and key and self._board.begin("remove", removing=""):
            self._tasks.run(
                lambda: self._service.remove_device(person.id, key),
                lambda decided: self._removed(person.name, decided),
                self._board.failed("remove"),
            )

    def _removed(self, name: str, decided: tuple[str, ...]) -> None:
        self._board.finish("remove", who=name, decided=decided)
        self._changed()

    def _done(self, step: KeyStep) -> None:
        self._board.finish("keys", key_step="", key="", key_done=step)
        self._changed()

    def _refused(self, error: SelfStudyError) -> None:
        if isinstance(error, BadSignature):  # the root key does not open: another passphrase
            self._board.change(busy="", wrong="root")
        else:
            self._board.failed("keys")(error)
