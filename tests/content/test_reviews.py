"""What the checker says of a review and of what takes a source's place."""

from __future__ import annotations

from datetime import date

import pytest

from selfstudy.content.checker import check

TODAY = date(2026, 11, 22)
SOUND = 'version = 2\nreviewed_by = "Trưởng khoa"\nreviewed_on = 2026-11-20\nreviewed_version = 2'


def told(lessons):
    report = check(lessons.root, TODAY)
    return [(p.key.removeprefix("problem."), p.severity) for p in report.problems]


def test_a_whole_review_of_this_version_is_sound(lessons):
    before = told(lessons)
    lessons.change("module.toml", "version = 2", SOUND)
    assert told(lessons) == before
    (module,) = check(lessons.root, TODAY).read
    assert module.vetted.role == "Trưởng khoa"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("\nreviewed_on = 2026-11-20", "", "review_incomplete"),
        ("\nreviewed_version = 2", "", "review_incomplete"),
        ('\nreviewed_by = "Trưởng khoa"', "", "review_incomplete"),
        ("reviewed_version = 2", "reviewed_version = 1", "review_of_other_version"),
        ("2026-11-20", "2026-11-23", "reviewed_later"),
    ],
)
def test_a_review_that_is_none_is_told(lessons, old, new, key):
    lessons.change("module.toml", "version = 2", SOUND.replace(old, new))
    assert (key, "warning") in told(lessons)


@pytest.mark.parametrize(
    ("successor", "known"),
    [("L60-2014", True), ("99/2027/NĐ-CP", True), ("ND99-2027", False), ("ND30-2020", False)],
)
def test_a_successor_is_known_or_named_by_its_number(lessons, successor, known):
    since = "effective_from = 2020-03-05"
    lessons.change("../sources.toml", since, f'{since}\nreplaced_by = "{successor}"')
    assert (("unknown_successor", "warning") in told(lessons)) != known
