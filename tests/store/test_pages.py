"""Pages of SQLite read by hand: what SQLite wrote, and what no SQLite would write."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from selfstudy.store.pages import FRAME_HEADER, LOG_HEADER, Pages, frames

SIZE = 1024
VALUES = [
    None, 0, 1, -1, 127, 300, -70_000, 2**30, 2**40, -(2**62), 1.5, -0.25, "", "chữ", b"",
    b"\x00" * 9,
]  # fmt: skip
ROWIDS = [1, 2**20, 2**56, 2**63 - 1]  # the last two fill nine bytes


def rows_of(path):
    pages = Pages(path, SIZE)
    try:
        return [row for row, _name in pages.rows(lambda _columns: "any")]
    finally:
        pages.close()


def leaf(*cells):
    """A page of a table with these cells."""
    page = bytearray(SIZE)
    page[0] = 0x0D
    page[3:5] = len(cells).to_bytes(2, "big")
    at = SIZE
    for index, cell in enumerate(cells):
        at -= len(cell)
        page[at : at + len(cell)] = cell
        page[8 + 2 * index : 10 + 2 * index] = at.to_bytes(2, "big")
    return bytes(page)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_every_value_that_sqlite_writes_is_read(tmp_path, value):
    path = tmp_path / "any.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA page_size = {SIZE}")
        raw.execute("CREATE TABLE a (one, two)")
        for rowid in ROWIDS:
            raw.execute("INSERT INTO a (rowid, one, two) VALUES (?, ?, ?)", (rowid, value, rowid))
        raw.commit()

    found = [row for row in rows_of(path) if len(row.values) == 2]

    assert found == [(rowid, (value, rowid)) for rowid in ROWIDS]
    assert {type(row.values[0]) for row in found} == {type(value)}


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param(b"\x01\x07\x01", id="a payload of one byte"),
        pytest.param(b"\x03\x07\x02\x0a\x00", id="a type that there is not"),
        pytest.param(b"\x03\x07\x02\x17x", id="a text that ends after its record"),
        pytest.param(b"\x03\x07\x09\x01\x01", id="a head longer than its record's page"),
        pytest.param(b"\x03\x07\x02\x0f\xff", id="a text that is none"),
        pytest.param(b"\xff" * 9, id="a size that no page has"),
    ],
)
def test_a_cell_that_makes_no_sense_is_left_out_and_the_rest_is_read(tmp_path, nonsense):
    path, sound = tmp_path / "any.db", b"\x03\x05\x02\x01\x2a"
    path.write_bytes(bytes(SIZE) + leaf(nonsense, sound))

    assert rows_of(path) == [(5, (42,))]


def test_room_that_was_kept_in_a_log_holds_no_page():
    frame = (3).to_bytes(4, "big") + bytes(FRAME_HEADER - 4 + SIZE)
    log = bytes(LOG_HEADER) + bytes(FRAME_HEADER + SIZE) + frame

    assert list(frames(log, SIZE)) == [(3, LOG_HEADER + 2 * FRAME_HEADER + SIZE)]
