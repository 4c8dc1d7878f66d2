from __future__ import annotations

from datetime import date, datetime

import msgspec
import pytest

from selfstudy import bootstrap
from selfstudy.content.library import Library
from selfstudy.domain.errors import BadSignature, DamagedFile, NotForUs
from selfstudy.exchange.envelope import ROSTER, enclose
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.roster import Listed, Roster, open_roster_file, roster_file
from selfstudy.services.carrying.handover import Handover
from selfstudy.services.demo.demo import Wanted, found_unit
from selfstudy.services.demo.demo_life import HERE
from selfstudy.services.intake.roster import take_roster, write_roster
from selfstudy.services.unit.unit import Unit
from selfstudy.settings import Places

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=HERE)


@pytest.fixture(scope="module")
def shelf() -> Library:
    return Library([Places().lessons()])


@pytest.fixture
def desk(shelf, tmp_path):
    """A supervisor's."""
    made = found_unit(shelf, tmp_path / "unit", Wanted(0, 10, until=date(2026, 11, 19)))
    made.clock = lambda: NOW
    yield made
    made.close()


@pytest.fixture
def person():
    ring = KeyRing.new()
    return Listed(ring.identity, ring.public, "Lê Văn Tuấn", "P03", "AB1")


def roster_of(desk, *people, ring=None):
    roster = Roster(desk.unit, desk.now(), tuple(people))
    return roster_file(roster, ring or desk.ring)


def test_everybody_listed_is_on_the_units_list_once(desk, person):
    raw = roster_of(desk, person)

    looked = take_roster(desk, raw, "a.thds", dry=True)
    before = len(Unit(desk).people())
    first = take_roster(desk, raw, "a.thds")
    again = take_roster(desk, raw, "a.thds")

    assert before == 1
    assert (looked.papers, first.papers, again.papers, again.papers_known) == (1, 1, 0, 1)
    assert first.people == ("Lê Văn Tuấn",)
    row = next(row for row in Unit(desk).people() if row.name == "Lê Văn Tuấn")
    assert row.staff_code == "AB1"


def test_a_roster_signed_by_anybody_else_is_refused(desk, person):
    found = take_roster(desk, roster_of(desk, person, ring=KeyRing.new()), "a.thds")

    assert found.problem == "roster.not_signed"
    assert found.quarantined == 1
    assert len(Unit(desk).people()) == 1


def test_a_roster_whose_signer_is_a_supervisor_no_more_is_refused(desk, person):
    raw = roster_of(desk, person)
    desk.clock = lambda: NOW.replace(year=2029)

    assert take_roster(desk, raw, "a.thds").problem == "roster.not_here"


def test_a_learner_takes_no_roster(desk, person, shelf, tmp_path):
    raw = roster_of(desk, person)
    card = Unit(desk).write_card(tmp_path)
    places = Places(tmp_path / "learner")
    profiles = bootstrap.profiles(places, lambda: NOW, shelf)
    learner = profiles.open(profiles.create("Võ Thị Hạnh", "P03", card).id)
    try:
        assert take_roster(learner, raw, "a.thds").problem == "roster.not_here"
    finally:
        learner.close()


def test_a_roster_of_another_unit_is_refused(desk, person):
    other = roster_file(Roster(bytes(16), desk.now(), (person,)), desk.ring)

    assert take_roster(desk, other, "a.thds").problem == "roster.not_here"


def test_a_written_roster_is_sealed_to_the_unit(desk, person, tmp_path):
    path = write_roster(desk, [person], tmp_path, "UBND phường An Bình Đông")

    assert path.name == "DanhSach_UbndPhuongAnBinhDong.thds"
    with pytest.raises(NotForUs):
        open_roster_file(path.read_bytes(), (KeyRing.new(),))
    assert open_roster_file(path.read_bytes(), (desk.ring,)).roster.people == (person,)


def test_intake_takes_a_roster_by_what_it_is_and_not_by_its_name(desk, person, tmp_path):
    (tmp_path / "anh (1).jpg").write_bytes(roster_of(desk, person))

    report = Unit(desk).intake([tmp_path / "anh (1).jpg"])

    assert (report.papers, report.new, report.quarantined) == (1, 0, 0)


def test_a_dry_run_knows_whom_the_roster_in_the_same_folder_lists(shelf, desk, tmp_path):
    learner = life_of_somebody(shelf, desk, tmp_path)
    write_roster(desk, [learner], tmp_path, "UBND phường An Bình Đông")

    files = sorted(tmp_path.glob("*.th*"))
    looked = Unit(desk).intake(files, dry=True)
    taken = Unit(desk).intake(files)

    assert (looked.new, looked.papers, looked.unknown_people) == (1, 1, 0)
    assert (taken.new, taken.papers, taken.unknown_people) == (1, 1, 0)


def life_of_somebody(shelf, desk, folder):
    """A learner who hands over a first packet; how a roster lists them."""
    profiles = bootstrap.profiles(Places(folder / "home"), lambda: NOW, shelf)
    card = Unit(desk).write_card(folder / "home")
    learner = profiles.open(profiles.create("Võ Thị Hạnh", "P03", card).id)
    try:
        Handover(learner).export(folder)
        return Listed(learner.person, learner.ring.public, learner.profile.name, "P03", "")
    finally:
        learner.close()


def test_a_roster_that_was_changed_is_damaged_or_not_signed(desk, person):
    ring = desk.ring
    body = msgspec.json.encode(Roster(desk.unit, 1, (person,)))
    short = msgspec.json.encode(
        Roster(desk.unit, 1, (msgspec.structs.replace(person, key=b"short"),))
    )

    with pytest.raises(BadSignature):
        open_roster_file(enclose(ROSTER, msgspec.json.encode((ring.public, body, bytes(64)))))
    for content in (b"[]", msgspec.json.encode((ring.public, b"{}", bytes(64))),
                    msgspec.json.encode((ring.public, short, bytes(64)))):  # fmt: skip
        with pytest.raises(DamagedFile):
            open_roster_file(enclose(ROSTER, content))
