"""Errors that learners report, from the lesson to the author."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from selfstudy.domain.errors import (
    ErratumRefused,
    HubRefused,
    HubUnreachable,
    NoSuchLesson,
    NothingToSend,
)
from selfstudy.exchange.errata import errata_file, open_errata_file
from selfstudy.services.errata.reading import read_errata
from selfstudy.services.errata.writing import Errata
from tests.builders import HANH, LESSON

QUOTE = "có 29 loại"


@pytest.fixture
def hanh(office):
    return office.learner()


@pytest.fixture
def errata(hanh):
    return Errata(hanh.desk)


def test_what_would_leave_is_exactly_what_was_written_and_names_nobody(errata, hanh):
    found = errata.write(LESSON, "  Nay là 30 loại. ", section="hanh-chinh", quote="có\n29  loại")

    assert (found.words, found.quote, found.name) == ("Nay là 30 loại.", QUOTE, "")
    assert (found.module, found.version, found.day) == ("CM03", 2, "2026-11-22")
    told = json.dumps(found.__class__.__slots__) and repr(found)
    assert hanh.desk.profile.name not in told
    assert hanh.desk.person.hex() not in told
    assert errata.all() == ()
    assert errata.write(LESSON, "Sai", named=True).name == "Nguyễn Thị Hạnh"


def test_a_report_of_nothing_or_of_no_lesson_is_refused(errata):
    with pytest.raises(ErratumRefused) as refused:
        errata.write(LESSON, "   ")
    assert refused.value.details["reason"] == "errata.empty"
    with pytest.raises(ErratumRefused) as refused:
        errata.write(LESSON, "x" * 5000)
    assert refused.value.details["reason"] == "errata.too_long"
    with pytest.raises(NoSuchLesson):
        errata.write("none", "Sai")


def test_a_report_may_be_taken_back_until_it_left(errata):
    found = errata.write(LESSON, "Sai")
    errata.keep(found)
    (kept,) = errata.all()
    assert (kept.erratum, kept.state) == (found, "kept")

    errata.withdraw(found.id)
    assert errata.all() == ()


def test_a_file_holds_what_has_not_left_and_is_written_once(errata, office):
    first, second = errata.write(LESSON, "Một"), errata.write(LESSON, "Hai")
    errata.keep(first)
    errata.keep(second)

    path = errata.export(office.stick, [first.id])
    assert path.name == "BaoLoi_CM03.thbl"
    assert open_errata_file(path.read_bytes()) == (first,)
    assert errata.export(office.stick).name == "BaoLoi_CM03_2.thbl"
    assert {one.state for one in errata.all()} == {"sent"}
    with pytest.raises(NothingToSend):
        errata.export(office.stick)


def test_without_a_hub_nothing_is_sent(errata):
    errata.keep(errata.write(LESSON, "Sai"), queued=True)
    assert not errata.has_hub()
    assert errata.send(lambda *_: pytest.fail("no hub")) == 0


def test_only_what_is_queued_goes_to_the_hub_sealed_to_it(errata, monkeypatch):
    kept, queued = errata.write(LESSON, "Một"), errata.write(LESSON, "Hai")
    errata.keep(kept)
    errata.keep(queued)
    errata.queue(queued.id)
    monkeypatch.setattr(
        "selfstudy.services.errata.writing.hub_of", lambda _card: ("http://hub", HANH.seal_public)
    )
    posted = []

    for error in (HubRefused(reason="storage"), HubUnreachable(address="hub")):

        def refuse(_address, _body, error=error):
            raise error

        assert errata.send(refuse) == 0
    assert errata.send(lambda *sent: posted.append(sent)) == 1
    assert errata.send(lambda *sent: posted.append(sent)) == 0

    ((address, body),) = posted
    assert address == "http://hub"
    assert open_errata_file(body, [HANH]) == (queued,)
    errata.queue(queued.id)
    assert {one.erratum.words: one.state for one in errata.all()} == {"Một": "kept", "Hai": "sent"}


def test_the_author_reads_each_report_once_and_whether_it_still_stands(errata, office):
    written = [
        errata.write(LESSON, "Nay là 30", quote=QUOTE),
        errata.write(LESSON, "Trong câu hỏi", question="CM03-01-q01", quote="Đúng theo Điều 7."),
        errata.write(LESSON, "Không còn", quote="câu không có ở đâu"),
        errata.write(LESSON, "Cả bài"),
        errata.write(LESSON, "Mục", section="đã bỏ"),
        errata.write(LESSON, "Câu", question="CM03-01-q99"),
        replace(errata.write(LESSON, "Cũ"), digest="xx"),
        replace(errata.write(LESSON, "Nơi khác"), lesson="CM77-01"),
    ]
    file = office.stick / "a.thbl"
    file.write_bytes(errata_file(written))
    (office.stick / "b.thbl").write_bytes(errata_file(written[:1]))
    broken = office.stick / "hỏng.thbl"
    broken.write_bytes(b"TUHOC")

    found = read_errata([office.stick, office.folder / "nowhere.thbl"], office.shelf)

    stands = {one.erratum.words: (one.still, one.held) for one in found.reports}
    assert stands == {
        "Nay là 30": ("there", 2), "Trong câu hỏi": ("there", 2), "Không còn": ("gone", 2),
        "Cả bài": ("same", 2), "Mục": ("gone", 2), "Câu": ("gone", 2), "Cũ": ("changed", 2),
        "Nơi khác": ("unheld", 0),
    }  # fmt: skip
    assert {name for name, _why in found.broken} == {"hỏng.thbl", "nowhere.thbl"}
    assert found.reports[-1].title == "CM77-01"
