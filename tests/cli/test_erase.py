from __future__ import annotations

import pytest

from tests.office import Office


def first_person(ask) -> dict:
    found = ask("unit", "people", "--json").json["people"]
    return next(person for person in found if person["lessons_done"])


def test_a_preview_erases_nothing_and_counts_everything(ask, supervisor):
    person = first_person(ask)

    told = ask("erase", person["id"], "--preview", "--json")
    plain = ask("erase", person["id"])

    assert (told.code, plain.code) == (0, 0)
    assert told.json["records"] == sum(count for _kind, count in told.json["kinds"])
    assert "--yes" in plain.out
    assert first_person(ask) == person


def test_a_person_of_the_unit_is_erased_with_the_roots_passphrase(
    ask, supervisor, secret, tmp_path
):
    person = first_person(ask)

    refused = ask("erase", person["id"], "--yes")
    done = ask(
        "erase", person["id"], "--yes", "--passphrase-file", secret, "--out", tmp_path, "--json"
    )

    assert refused.code == 1
    assert done.code == 0
    assert done.json["records"] > 0
    assert list(tmp_path.glob("YeuCauXoa_*.thoc"))
    assert person["id"] not in {p["id"] for p in ask("unit", "people", "--json").json["people"]}
    again = ask("progress", "import", supervisor, "--json")
    assert again.json["new"] == 0
    assert person["name"] not in ask("progress", "import", supervisor).out


def test_oneself_is_erased_by_ones_own_key(ask, supervisor):
    before = ask("erase", "--preview", "--json").json["records"]

    done = ask("erase", "--yes", "--json")

    assert done.json["records"] == before > 0
    assert ask("erase", "--preview", "--json").json["records"] == 0
    assert ask("erase").code == 0


def test_a_unit_left_behind_is_asked_by_a_file_that_can_be_written_later(ask, supervisor, tmp_path):
    office = Office(tmp_path / "office")
    office.supervisor()
    assert ask("unit", "join", office.card).code == 0
    before = ask("erase", "--preview", "--json").json["former"]

    looked, done = ask("erase"), ask("erase", "--yes")
    again = ask("erase", "--yes", "--out", tmp_path)
    office.close()

    (request,) = tmp_path.glob("YeuCauXoa_*.thoc")
    assert len(before) == 1
    assert before[0] in looked.out
    assert "--out" in done.out
    assert request.name in again.out


def test_a_whole_profile_goes_with_its_keys_and_backups(ask, supervisor, home, tmp_path):
    assert ask("backup").code == 0
    name = ask("unit", "people", "--json").json["people"][0]["name"]

    done = ask("erase", "--whole-profile", "--yes", "--out", tmp_path)

    assert done.code == 0
    left = {path for path in home.rglob("*") if path.is_file()}
    assert {path.name for path in left} <= {"settings.json", "backups.json"}
    assert not any(name.encode() in path.read_bytes() for path in left)
    assert ask("progress", "rebuild").code == 1


@pytest.mark.parametrize("years", ["0", "5"])
def test_the_term_is_looked_at_before_it_is_chosen(ask, supervisor, years):
    assert ask("retention", "--json").json["years"] == 0
    looked = ask("retention", "--years", years, "--dry-run", "--json").json
    assert looked["years"] == int(years)
    assert looked["done"] is False
    assert ask("retention", "--json").json["years"] == 0

    assert ask("retention", "--years", years).code == 0

    assert ask("retention", "--json").json["years"] == int(years)
    assert ask("retention").code == 0
