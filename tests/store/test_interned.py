from __future__ import annotations

from selfstudy.store import interned as module
from selfstudy.store.interned import Interned
from tests.builders import a_journal


def test_names_keep_their_numbers_when_memory_lets_them_go(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST", 3)
    words = Interned()
    with a_journal(tmp_path) as journal, journal.database.write() as connection:
        first = dict(words.ids(connection, {"a", "b", "c", "d"}))
        before = dict(words.ids(connection, set()))
        later = words.ids(connection, {"a", "e"})

        assert before == {}  # let go, because they were too many
        assert later["a"] == first["a"]
        assert later["e"] not in first.values()
        assert set(later) == {"a", "e"}
