from selfstudy.store.database import Database
from selfstudy.store.errata import Errata


def test_reports_are_kept_newest_first_until_they_are_let_go(tmp_path):
    database = Database(tmp_path / "journal.db")
    kept = Errata(database)
    kept.keep("a", 1, "kept", b"A")
    kept.keep("b", 2, "queued", b"B")
    kept.keep("c", 3, "kept", b"C")

    assert kept.all() == [("kept", b"C"), ("queued", b"B"), ("kept", b"A")]
    assert kept.all("queued") == [("queued", b"B")]
    kept.turn(["a", "b"], "sent")
    kept.forget("c")
    assert kept.all() == [("sent", b"B"), ("sent", b"A")]
    database.close()
