"""What is kept outside a profile's folder: how far its sources were acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.services.holding.marker import ROOM, Marker


def sid(number: int) -> bytes:
    return bytes([number]) * 32


@pytest.fixture
def marker(tmp_path: Path) -> Marker:
    return Marker(tmp_path, "ab")


def test_what_was_noted_is_read_by_another_program_at_once(marker: Marker, tmp_path: Path) -> None:
    marker.begin({sid(1): 5})
    marker.note(sid(1), 6)
    assert Marker(tmp_path, "ab").heads() == {sid(1): 6}
    marker.close()
    assert Marker(tmp_path, "ab").heads() == {sid(1): 6}


def test_room_that_no_source_needed_names_none(marker: Marker) -> None:
    marker.begin({})
    assert marker.heads() == {}
    marker.close()


def test_sources_that_begin_later_find_room_however_many_they_are(marker: Marker) -> None:
    marker.begin({sid(1): 1})
    expected = {sid(1): 1}
    for number in range(2, 3 * ROOM):
        marker.note(sid(number), number)
        expected[sid(number)] = number
    marker.note(sid(1), 9)
    expected[sid(1)] = 9
    assert marker.heads() == expected
    marker.close()


def test_nothing_is_noted_before_it_began_or_after_it_was_let_go(marker: Marker) -> None:
    marker.note(sid(1), 1)
    assert marker.heads() == {}
    marker.begin({sid(1): 1})
    marker.close()
    marker.note(sid(1), 2)
    assert marker.heads() == {sid(1): 1}


def test_beginning_again_lets_go_of_the_file_before(marker: Marker) -> None:
    marker.begin({sid(1): 1, sid(2): 2})
    marker.begin({sid(2): 2})
    marker.note(sid(2), 3)
    assert marker.heads() == {sid(2): 3}
    marker.close()


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    marker = Marker(tmp_path / "is not there", "ab")
    marker.begin({sid(1): 1})
    marker.note(sid(1), 2)
    assert marker.heads() == {}
