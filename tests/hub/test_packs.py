"""Packs by the hub: told in the exchange, fetched in pieces, trusted by their own signature."""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec
import pytest

from selfstudy.content.library import Library
from selfstudy.content.pack import editions, origin
from selfstudy.domain.errors import (
    BadSignature,
    DamagedFile,
    FolderReadOnly,
    HubRefused,
    HubUnreachable,
    PackNotOnShelf,
    PackRefused,
    PublisherRefused,
)
from selfstudy.exchange import hub_client
from selfstudy.services.packs import fetching
from selfstudy.services.packs.fetching import FETCHED
from tests.services.packs.conftest import Academy

MODULE = "XX01"


@pytest.fixture
def database_url():
    return ""


@pytest.fixture
def academy(tmp_path):
    return Academy(tmp_path / "press")


@pytest.fixture
def hanh(town):
    """A learner whose computer has a shelf of its own."""
    town.shelf = Library([town.folder / "lessons", town.computer("hanh").packs])
    return town.learner()


@pytest.fixture
def trusting(hanh, academy):
    """The learner, with version 2 of a module whose publisher is trusted."""
    hanh.packs.install(academy.pack(), trusting=True)
    return hanh


def told(services):
    return [
        (offer.module, offer.base, offer.version, offer.size)
        for offer in services.hub_packs.waiting()
    ]


def publisher_of(services):
    found = editions(services.packs.places.packs, MODULE)
    return origin(found[max(found)]).publisher


def used(services):
    return services.desk.library.module(MODULE).version


def test_a_hub_without_packs_costs_nothing(town, hanh):
    hanh.sync.now()
    town.wire.reset()
    hanh.sync.now()

    assert town.wire.connections == 1
    assert told(hanh) == []


def test_a_new_pack_is_told_once_and_then_costs_a_mark(town, trusting, academy):
    old = academy.pack()
    academy.next()
    update = academy.pack(since=old)
    town.hub.publish(update)
    town.hub.publish(academy.pack())

    handed = trusting.sync.now()
    assert (handed.packs, handed.pack_bytes) == (1, update.stat().st_size)
    assert told(trusting) == [(MODULE, 2, 3, update.stat().st_size)]
    town.wire.reset()
    trusting.sync.now()

    assert town.wire.connections == 1
    assert told(trusting) == [(MODULE, 2, 3, update.stat().st_size)]


def test_an_update_is_fetched_and_installed_and_is_not_offered_again(town, trusting, academy):
    old = academy.pack()
    academy.next()
    town.hub.publish(academy.pack(since=old))
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()
    seen = []

    path = trusting.hub_packs.fetch(offer, lambda done, of: seen.append((done, of)))
    done = trusting.hub_packs.install(path)

    assert (done.before, done.version, used(trusting)) == (2, 3, 3)
    assert seen == [(0, offer.size), (offer.size, offer.size)]
    assert told(trusting) == []
    assert list((trusting.packs.places.packs / FETCHED).iterdir()) == []
    trusting.sync.now()
    assert told(trusting) == []


def test_who_lacks_what_an_update_builds_on_is_offered_the_whole(town, hanh, academy):
    old = academy.pack()
    academy.next()
    town.hub.publish(academy.pack(since=old))
    hanh.sync.now()
    assert told(hanh) == []

    whole = academy.pack()
    town.hub.publish(whole)
    hanh.sync.now()

    assert told(hanh) == [(MODULE, 0, 3, whole.stat().st_size)]


def test_a_stranger_on_the_hub_is_asked_about_as_one_in_a_file(town, hanh, academy):
    town.hub.publish(academy.pack())
    hanh.sync.now()
    (offer,) = hanh.hub_packs.waiting()
    path = hanh.hub_packs.fetch(offer)

    assert hanh.packs.look(path).doubt == "unknown"
    with pytest.raises(PublisherRefused):
        hanh.hub_packs.install(path)
    assert path.exists()
    assert hanh.hub_packs.bring() == []
    assert hanh.hub_packs.install(path, trusting=True).version == 2


def test_what_a_distrusted_publisher_made_is_not_offered(town, trusting, academy):
    academy.next()
    town.hub.publish(academy.pack())
    trusting.sync.now()
    trusting.packs.publishers.distrust(publisher_of(trusting))

    assert told(trusting) == []


def test_with_a_tick_it_comes_by_itself_but_not_what_somebody_went_back_from(
    town, trusting, academy
):
    old = academy.pack()
    key = publisher_of(trusting)
    academy.next()
    town.hub.publish(academy.pack(since=old))
    trusting.sync.now()
    assert trusting.hub_packs.bring() == []

    trusting.packs.publishers.trust(key, automatic=True)
    assert [done.version for done in trusting.hub_packs.bring()] == [3]

    trusting.packs.roll_back(MODULE)
    trusting.sync.now()
    assert [version for _module, _base, version, _size in told(trusting)] == [3]
    assert trusting.hub_packs.bring() == []
    assert used(trusting) == 2


def test_a_torn_fetch_goes_on_where_it_stopped(town, trusting, academy, monkeypatch):
    monkeypatch.setattr(hub_client, "PIECE", 1000)
    academy.next()
    academy.written.write("changes.md", Random(4).randbytes(6000).hex())
    town.hub.publish(academy.pack())
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()
    town.wire.reset(cut_down=4500)
    with pytest.raises(HubUnreachable):
        trusting.hub_packs.fetch(offer)
    (part,) = (trusting.packs.places.packs / FETCHED).iterdir()
    have = part.stat().st_size
    assert 1000 <= have < offer.size
    town.wire.reset()
    seen = []

    path = trusting.hub_packs.fetch(offer, lambda done, _of: seen.append(done))

    assert seen[0] == have > 0
    assert town.wire.down < offer.size - have + 600 * len(seen)
    assert trusting.hub_packs.install(path).version == 3


def test_a_part_that_is_not_what_was_offered_is_begun_anew(town, trusting, academy):
    academy.next()
    town.hub.publish(academy.pack())
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()
    folder = trusting.packs.places.packs / FETCHED
    folder.mkdir()
    part = folder / f"{offer.digest.hex()}.part"
    (folder / f"{'ab' * 32}.part").write_bytes(b"of long ago")
    part.write_bytes(b"x" * 100)

    with pytest.raises(DamagedFile):
        trusting.hub_packs.fetch(offer)
    assert list(folder.iterdir()) == []
    part.write_bytes(b"x" * (offer.size + 1))
    assert trusting.hub_packs.install(trusting.hub_packs.fetch(offer)).version == 3


def test_what_the_hub_has_no_longer_is_said_and_asked_anew(town, trusting, academy):
    academy.next()
    town.hub.publish(academy.pack())
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()
    for path in (town.folder / "hub" / "packs").iterdir():
        path.unlink()

    with pytest.raises(HubRefused) as caught:
        trusting.hub_packs.fetch(offer)
    assert caught.value.details["reason"] == "packs.gone"
    assert told(trusting) == []


def test_when_the_shelf_was_emptied_the_offers_go(town, trusting, academy):
    academy.next()
    town.hub.publish(academy.pack())
    trusting.sync.now()
    for path in (town.folder / "hub" / "packs").iterdir():
        path.unlink()

    trusting.sync.now()

    assert told(trusting) == []


def test_where_no_update_fits_the_whole_pack_is_asked_for(town, trusting, academy):
    old = academy.pack()
    academy.next()
    town.hub.publish(academy.pack(since=old))
    whole = academy.pack()
    town.hub.publish(whole)
    path = trusting.packs.places.packs / "XX01-v2" / "01-cac-loai.md"
    path.write_bytes(path.read_bytes() + b"\nThem.\n")
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()
    assert offer.base == 2

    with pytest.raises(PackRefused):
        trusting.hub_packs.install(trusting.hub_packs.fetch(offer))
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()

    assert (offer.base, offer.size) == (0, whole.stat().st_size)
    assert trusting.hub_packs.install(trusting.hub_packs.fetch(offer)).version == 3
    academy.next("Đâu là", "Văn bản nào dưới đây là")
    town.hub.publish(academy.pack(since=whole))
    trusting.sync.now()
    assert [offer.base for offer in trusting.hub_packs.waiting()] == [3]


def test_who_stops_and_who_has_no_hub_fetch_nothing(town, trusting, academy):
    academy.next()
    town.hub.publish(academy.pack())
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()
    alone = town.person("Phạm Văn Bình", "alone")

    with pytest.raises(HubUnreachable):
        alone.hub_packs.fetch(offer)
    trusting.hub_packs.stop()
    with pytest.raises(HubUnreachable):
        trusting.hub_packs.fetch(offer)


def test_a_forged_pack_does_not_get_onto_the_shelf(town, academy):
    path = academy.pack()
    raw = path.read_bytes()
    path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))

    with pytest.raises(BadSignature):
        town.hub.publish(path)
    assert town.hub.on_shelf() == []


def test_a_shelf_survives_the_hub_and_passes_over_what_is_not_whole(town, academy):
    town.hub.publish(academy.pack())
    folder = town.folder / "hub" / "packs"
    (folder / f"{'ab' * 32}.json").write_text("{}")
    whole = next(told for told in folder.glob("*.json") if told.stem != "ab" * 32)
    (folder / f"{'cd' * 32}.json").write_bytes(whole.read_bytes())

    assert [offer["module"] for offer in town.hub.on_shelf()] == [MODULE]


def test_what_a_hub_says_of_a_pack_lets_nobody_in_unasked(town, trusting, academy, tmp_path):
    """It offers a stranger's pack in the name of a publisher who may come unasked."""
    key = publisher_of(trusting)
    trusting.packs.publishers.trust(key, automatic=True)
    stranger = Academy(tmp_path / "stranger", "Người lạ")
    trusting.packs.publishers.trust(trusting.packs.signed_by(stranger.pack()).key)
    stranger.next()
    offer = town.hub.publish(stranger.pack())
    about = next((town.folder / "hub" / "packs").glob("*.json"))
    lied = msgspec.structs.replace(offer, publisher=bytes.fromhex(key))
    about.write_bytes(msgspec.json.encode(lied))
    trusting.sync.now()

    assert [offer.publisher.hex() for offer in trusting.hub_packs.waiting()] == [key]
    assert trusting.hub_packs.bring() == []
    assert used(trusting) == 2


def test_a_large_pack_is_asked_about(town, trusting, academy, monkeypatch):
    trusting.packs.publishers.trust(publisher_of(trusting), automatic=True)
    academy.next()
    town.hub.publish(academy.pack())
    trusting.sync.now()
    monkeypatch.setattr(fetching, "MOST_UNASKED", 100)

    assert trusting.hub_packs.bring() == []


def test_a_fetch_that_is_cancelled_leaves_what_came(town, trusting, academy, monkeypatch):
    monkeypatch.setattr(hub_client, "PIECE", 1000)
    academy.next()
    town.hub.publish(academy.pack())
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()
    asked = iter([False, True])

    with pytest.raises(HubUnreachable):
        trusting.hub_packs.fetch(offer, cancelled=lambda: next(asked))

    (part,) = (trusting.packs.places.packs / FETCHED).iterdir()
    assert part.stat().st_size == 1000


def test_what_is_withdrawn_is_offered_and_fetched_no_more_and_stays_where_it_is(
    town, trusting, academy
):
    old = academy.pack()
    academy.next()
    town.hub.publish(academy.pack(since=old))
    town.hub.publish(academy.pack())
    trusting.sync.now()
    (offer,) = trusting.hub_packs.waiting()

    gone = town.hub.withdraw(MODULE, 3)

    assert sorted((one["version"], one["base"]) for one in gone) == [(3, 0), (3, 2)]
    assert town.hub.on_shelf() == []
    with pytest.raises(HubRefused) as refused:
        trusting.hub_packs.fetch(offer)
    assert refused.value.details["reason"] == "packs.gone"
    trusting.sync.now()
    assert told(trusting) == []
    assert used(trusting) == 2
    with pytest.raises(PackNotOnShelf):
        town.hub.withdraw(MODULE)


def test_one_version_is_withdrawn_and_the_other_stays_on_offer(town, hanh, academy):
    town.hub.publish(academy.pack())
    academy.next()
    town.hub.publish(academy.pack())
    hanh.sync.now()
    assert [version for _module, _base, version, _size in told(hanh)] == [3]

    town.hub.withdraw(MODULE, 3)
    hanh.sync.now()

    assert [version for _module, _base, version, _size in told(hanh)] == [2]


def test_a_shelf_that_cannot_be_written_says_so_and_keeps_what_it_has(town, academy, monkeypatch):
    town.hub.publish(academy.pack())

    def held(_path, **_how):
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        with pytest.raises(FolderReadOnly):
            town.hub.withdraw(MODULE)

    assert [one["version"] for one in town.hub.on_shelf()] == [2]
