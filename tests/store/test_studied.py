import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.schema import studied
from selfstudy.store.studied import Studied


def test_what_was_studied_is_kept_by_digest_until_it_is_let_go(tmp_path):
    database = Database(tmp_path / "journal.db")
    kept = Studied(database)
    assert kept.digests() == {}

    kept.keep("L1", "aa", b"one", 5)
    kept.keep("L1", "aa", b"one", 6)
    kept.keep("L1", "bb", b"two", 7)

    assert kept.digests() == {"L1": {"aa", "bb"}}
    assert (kept.body("L1", "aa"), kept.body("L1", "bb")) == (b"one", b"two")
    assert kept.body("L2", "aa") is None
    assert (kept.has("L1", "aa"), kept.has("L1", "cc")) == (True, False)
    kept.forget("L1", ["aa"])
    assert kept.digests() == {"L1": {"bb"}}
    with database.write() as connection:
        connection.execute(sa.update(studied).values(body=b"spoilt"))
    assert kept.body("L1", "bb") is None
    database.close()
