from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.authority import Authorities
from selfstudy.domain.matching import Match, roots
from selfstudy.domain.waiting import AsideFile

A, B, C, D = (letter * 16 for letter in (b"a", b"b", b"c", b"d"))


def said(*pairs):
    """Words in fold order."""
    return [Match((at, b"s", 1), person, other) for at, (person, other) in enumerate(pairs)]


def test_a_chain_ends_at_the_person_that_nobody_matched_further():
    assert roots(said((A, B), (B, C))) == {A: C, B: C}
    assert roots(said((B, C), (A, B))) == {A: C, B: C}


def test_two_who_were_matched_with_each_other_are_one_under_the_id_said_first():
    assert roots(said((A, B), (B, A))) == {A: B}
    assert roots(said((A, B), (B, C), (C, A))) == {A: C, B: C}


def test_the_last_word_about_a_person_counts():
    assert roots(said((A, B), (A, C))) == {A: C}


def test_somebody_matched_with_themselves_is_only_themselves():
    assert roots(said((A, A))) == {}


pairs = st.lists(st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D])))


@given(pairs, st.randoms(use_true_random=False))
def test_whatever_order_the_words_come_in_everybody_is_the_same_human(told, random):
    words = said(*told)
    mixed = random.sample(words * 2, 2 * len(words))

    found = roots(words)

    assert roots(mixed) == found
    assert not set(found) & set(found.values()), "a root is under nobody"


def test_all_ids_of_a_human_are_found_from_any_of_them():
    known = Authorities(roots=roots(said((A, B), (C, B))))

    assert {known.ids_of(one) for one in (A, B, C)} == {frozenset({A, B, C})}
    assert known.ids_of(D) == {D}
    assert (known.root_of(A), known.root_of(B)) == (B, B)


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        ("error.NewerFormat", "program"),
        ("error.NotForUs", "key"),
        ("intake.not_ours", "card"),
        ("error.CutFile", "sender"),
    ],
)
def test_every_problem_has_somebody_who_can_mend_it(problem, cause):
    file = AsideFile("f", "a.thoc", datetime(2026, 11, 22, tzinfo=UTC), problem)

    assert file.cause == cause
