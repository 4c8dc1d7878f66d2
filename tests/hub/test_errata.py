"""Reports of errors by the hub: sealed on the way, naming nobody, kept for the author."""

from __future__ import annotations

import pytest

from selfstudy.domain.errors import HubRefused, HubUnreachable, TooLarge, UnreadableFile
from selfstudy.exchange import hub_client
from selfstudy.exchange.errata import LARGEST, errata_file
from selfstudy.hub import letters
from selfstudy.hub.letters import Letters
from selfstudy.services.errata.reading import read_errata
from tests.builders import HANH, LAN, LESSON


@pytest.fixture
def database_url():
    return ""


@pytest.fixture
def hanh(town):
    return town.learner()


def reported(town, *words):
    found = read_errata([town.folder / "hub" / "errata"], town.shelf)
    return [one.erratum.words for one in found.reports]


def test_a_queued_report_leaves_with_the_next_sync_and_is_read_by_the_author(town, hanh):
    errata = hanh.sync.errata
    errata.keep(errata.write(LESSON, "Giữ riêng"))
    errata.keep(errata.write(LESSON, "Nay là 30 loại"), queued=True)
    hanh.sync.now()
    hanh.sync.now()

    assert reported(town) == ["Nay là 30 loại"]
    assert {one.erratum.words: one.state for one in errata.all()} == {
        "Giữ riêng": "kept", "Nay là 30 loại": "sent",
    }  # fmt: skip


def test_what_the_hub_keeps_says_nothing_of_who_wrote(town, hanh):
    errata = hanh.sync.errata
    errata.keep(errata.write(LESSON, "Sai"), queued=True)
    hanh.sync.now()

    (kept,) = (town.folder / "hub" / "errata").glob("*.thbl")
    raw = kept.read_bytes()
    for hidden in (hanh.desk.person, hanh.desk.ring.public, "Hạnh".encode()):
        assert hidden not in raw
        assert hidden.hex().encode() not in raw


def test_a_report_taken_back_before_the_sync_never_leaves(town, hanh):
    errata = hanh.sync.errata
    found = errata.write(LESSON, "Sai")
    errata.keep(found, queued=True)
    errata.withdraw(found.id)
    hanh.sync.now()

    assert reported(town) == []


def test_the_same_report_again_is_kept_once_and_a_full_folder_says_so(town, hanh, monkeypatch):
    found = hanh.sync.errata.write(LESSON, "Sai")
    other = hanh.sync.errata.write(LESSON, "Khác")
    monkeypatch.setattr(letters, "MOST_FILES", 1)
    hub, raw = town.hub.letters, errata_file([found], [town.hub.ring.seal_public])

    assert (hub.take(raw), hub.take(raw)) == (1, 1)
    with pytest.raises(HubRefused):
        hub.take(errata_file([other]))
    with pytest.raises(HubRefused):
        hub.take(errata_file([found], [LAN.seal_public]))
    with pytest.raises(HubRefused):
        Letters(HANH).take(errata_file([found]))
    assert reported(town) == ["Sai"]


def test_a_hub_that_takes_no_reports_leaves_them_queued_and_the_sync_whole(town, hanh):
    def refuse(address, _body, _stop):
        raise HubUnreachable(address=address)

    hanh.sync._report = refuse
    errata = hanh.sync.errata
    errata.keep(errata.write(LESSON, "Sai"), queued=True)
    hanh.sync.now()

    assert [one.state for one in errata.all()] == ["queued"]


def test_what_is_too_large_or_no_report_is_refused_by_name(town):
    address = town.wire.address
    with pytest.raises(TooLarge):
        hub_client.report(address, b"x" * (LARGEST + 1))
    with pytest.raises(UnreadableFile):
        hub_client.report(address, b"xyz")
