"""Wiring of the card of backups, which the settings hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.desktop.screen import Frame
from selfstudy.desktop.settings_page.backups import BackupsPresenter

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.desktop.settings_page.backup_card import BackupCard
    from selfstudy.services.rescue.backups import Backup
    from selfstudy.services.rescue.doctor import Finding
    from selfstudy.services.rescue.safety import Kept, Preview


class _Safety:
    """What the card asks, of the services of the open profile."""

    def __init__(self, frame: Frame, services: Services) -> None:
        self._frame, self._services = frame, services

    def backup(self) -> Path:
        """Make one now."""
        return self._services.safety.backup()

    def found(self) -> Sequence[Backup]:
        """All there are."""
        return self._services.safety.found()

    def kept(self) -> Kept:
        """How safe the data is."""
        return self._services.safety.kept()

    def preview(self, path: Path) -> Preview:
        """What going back would do."""
        return self._services.safety.preview(path)

    def examine(self) -> Sequence[Finding]:
        """What can be said of the data folder."""
        from selfstudy.services.rescue.doctor import Doctor

        desk = self._services.desk
        doctor = Doctor(
            self._frame.places, desk.profile.id, self._frame.clock(),
            self._frame.settings.backup_folder, desk.key,
        )  # fmt: skip
        return doctor.examine().findings


def connect_backups(frame: Frame, services: Services, card: BackupCard) -> BackupsPresenter:
    """The presenter of the card, and where its signals lead."""
    presenter = BackupsPresenter(
        card, _Safety(frame, services), frame.tasks, go_back=frame.go_back,
        choose=lambda folder: frame.change(backup_folder=folder),
    )  # fmt: skip
    card.backup_asked.connect(presenter.back_up)
    card.looked.connect(presenter.look)
    card.confirmed.connect(presenter.restore)
    card.closed.connect(presenter.close)
    card.second_chosen.connect(presenter.choose_second)
    card.doctor_asked.connect(presenter.examine)
    return presenter
