"""docs/formats.md says of every format the number that the program writes."""

from __future__ import annotations

import re

from selfstudy.content import pack_shell
from selfstudy.domain.record import KINDS
from selfstudy.exchange import codes, envelope, keys, lock
from selfstudy.sentences import kind_words
from selfstudy.services.carrying import archive
from selfstudy.services.holding import burial
from selfstudy.services.rescue import backup_file
from selfstudy.store.database import SCHEMA
from selfstudy.words import use
from tests.formats.looking import DATA

ROOT = DATA.parents[1]
NUMBERS = {
    ".thoc": envelope.FORMAT, ".thdv": envelope.FORMAT, ".thpack": pack_shell.VERSION,
    "QR": codes.FORMAT, "/v1/": envelope.FORMAT, "journal.db": SCHEMA,
    "backup": backup_file.FORMAT, "keys.json": keys.FORMAT, "lock.json": lock.FORMAT,
    "hub-graves.json": burial.FORMAT, "archive": archive.FORMAT,
}  # fmt: skip


def table():
    """Format, number, where: the rows with a number."""
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = [re.split(r" ?\| ?", line.strip("| ")) for line in page.splitlines() if line[:1] == "|"]
    return [row for row in rows if row[1].isdigit()]


def test_the_page_has_the_number_of_every_format():
    said = {name: [int(n) for what, n, *_rest in table() if name in what] for name in NUMBERS}

    assert said == {name: [number] for name, number in NUMBERS.items()}
    assert len(table()) == len(NUMBERS)


def test_every_number_that_the_program_writes_is_on_the_page():
    """Who gives a format a number writes it down, and keeps a file of it in tests/data."""
    written = r"^(?:FORMAT|VERSION|SCHEMA) = \d+"
    found = {
        path.relative_to(ROOT / "selfstudy").as_posix()
        for path in (ROOT / "selfstudy").rglob("*.py")
        if re.search(written, path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = " ".join(where for _what, _n, where, *_rest in table())

    missing = [path for path in found if path.split("/")[-1] not in named]
    assert missing == ["store/database.py"], "the schema's tables are named instead"


def test_there_is_a_folder_of_files_for_every_number_of_the_envelope():
    folders = {path.name for path in DATA.iterdir() if path.name.isdigit()}

    assert folders == {str(number) for number in range(envelope.FORMAT + 1)}


def test_every_kind_has_its_words_in_both_languages():
    for language in ("vi", "en"):
        use(language)
        unnamed = kind_words("a kind of a newer program")
        assert [kind for kind in KINDS if kind_words(kind) == unnamed] == []
    use("vi")
