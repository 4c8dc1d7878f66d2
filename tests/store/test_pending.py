from __future__ import annotations

from selfstudy.domain.authority import Authorities
from selfstudy.store.pending import finished_lessons, waiting_records
from tests.builders import (
    HANH,
    STRANGER,
    UNIT,
    a_journal,
    a_source,
    carried,
    finished,
    lines_of,
    opened,
    segments_of,
    take,
    write,
)


def test_lessons_that_somebody_finished_are_counted_by_person(tmp_path):
    with a_journal(tmp_path) as journal:
        for ring in (HANH, STRANGER):
            write(journal, finished(), opened("CM03-02"), ring=ring, unit=UNIT)
        write(journal, finished("CM99-01"), ring=HANH, unit=UNIT)
        journal.fold_stale(Authorities())

        assert finished_lessons(journal.database) == [
            ("CM03", "CM03-01", 1, 2),
            ("CM03", "CM99-01", 1, 1),
        ]


def test_records_without_their_predecessors_are_counted_by_person(tmp_path):
    source = a_source()
    first, second = segments_of(source, HANH, lines_of([finished(), finished("CM03-02")]), [2])
    with a_journal(tmp_path) as journal:
        take(journal, carried(source, second))
        assert waiting_records(journal.database) == {HANH.identity: 1}

        take(journal, carried(source, first))
        assert waiting_records(journal.database) == {}
