"""What comes in to a unit, and what of it waits: files set aside, content not installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.people import IntakeReport
from selfstudy.domain.waiting import AsideFile, Behind, Unheld
from selfstudy.services.intake import aside
from selfstudy.services.intake.intake import Cancelled, Progress, never, silent
from selfstudy.services.people.supervising import Supervising
from selfstudy.services.record.claims import held_version
from selfstudy.store.aside import Aside
from selfstudy.store.pending import finished_lessons, waiting_records


class Receiving(Supervising):
    """Takes files in, and looks after what could not be taken."""

    def intake(
        self,
        paths: Sequence[Path],
        *,
        dry: bool = False,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> IntakeReport:
        """Take a folder of files; a dry run says what would happen and keeps nothing."""
        self._supervise()
        return self.intake_door.take_files(paths, dry=dry, progress=progress, cancelled=cancelled)

    def quarantine(self) -> tuple[AsideFile, ...]:
        """What lies in quarantine, and why."""
        return aside.listed(self.desk)

    def retry(self, *files: str) -> IntakeReport:
        """Try these files of the quarantine again, or all. Raises NoSuchFile."""
        some = [aside.chosen(self.desk, file) for file in files]
        return aside.take_again(self.intake_door, some or Aside(self.desk.database).files())

    def mend(self) -> IntakeReport | None:
        """Try again what waited for a card, a key or a newer program that has come since."""
        return aside.mend(self.intake_door)

    def discard(self, file: str) -> None:
        """Drop a file set aside; the trail says who did. Raises NoSuchFile."""
        self._supervise()
        aside.discard(self.desk, file)

    def export_aside(self, file: str, folder: Path) -> Path:
        """Write a file set aside as it came. Raises NoSuchFile."""
        return aside.export(self.desk, file, folder)

    def dropped(self) -> int:
        """How many files the limits of the quarantine have cost; their senders can send again."""
        return aside.count_dropped(self.desk)

    def unheld(self) -> tuple[Unheld, ...]:
        """Lessons that results speak of and that are not installed in that version."""
        self._supervise()
        self.desk.fold()
        return tuple(
            Unheld(module, lesson, version, people)
            for module, lesson, version, people in finished_lessons(self.desk.database)
            if held_version(self.desk.library, lesson) != version
        )

    def behind(self) -> tuple[Behind, ...]:
        """People whose records wait for earlier ones."""
        self._supervise()
        waiting = waiting_records(self.desk.database)
        names = {person.person: person.name for person in self._known(waiting)}
        found = [Behind(names.get(one, "") or one.hex()[:8], n) for one, n in waiting.items()]
        return tuple(sorted(found, key=lambda person: vietnamese.name_key(person.name)))
