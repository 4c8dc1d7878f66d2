from __future__ import annotations

import pytest

from selfstudy.domain.authority import Authorities
from selfstudy.domain.record import SelfRated, Voided
from selfstudy.store import seen as module
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import seen, seen_of
from selfstudy.store.standing import standing, standing_of
from tests.builders import HANH, LAN, NOON, a_journal, author


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        for ring in (HANH, LAN):
            made.append(author(ring), [SelfRated("M2", 3), SelfRated("C1", 2)], NOON, 0)
        yield made


def test_several_kinds_are_read_in_one_look_each_in_fold_order(journal):
    found = seen_of(journal, ("self_rated", "profile", "appointed"))

    assert {kind: len(facts) for kind, facts in found.items()} == {
        "self_rated": 4, "profile": 0, "appointed": 0,
    }  # fmt: skip
    assert found["self_rated"] == seen(journal, "self_rated")
    assert seen_of(journal, ("appointed",)) == {"appointed": []}


def test_few_and_many_sources_give_the_same(journal, monkeypatch):
    hers = source_table.c.subject == HANH.identity
    few = seen(journal, "self_rated", hers)
    monkeypatch.setattr(module, "FEW", 0)

    assert seen(journal, "self_rated", hers) == few
    assert {fact.source.subject for fact in few} == {HANH.identity}


def test_what_counts_of_several_kinds_is_what_counts_of_each(journal):
    (mistaken,) = journal.append(author(HANH), [SelfRated("M2", 5)], NOON, 0)
    void = Voided(mistaken.source.hex(), mistaken.number, mistaken.digest.hex())
    journal.append(author(HANH), [void], NOON, 0)
    known = Authorities()

    found = standing_of(journal, ("self_rated", "profile"), known)

    assert found == {
        "self_rated": standing(journal, "self_rated", known),
        "profile": [],
    }
    assert sorted(fact.value for fact in found["self_rated"]) == [2, 2, 3, 3]


def test_of_a_removed_key_only_what_it_said_before_counts(journal):
    facts = seen(journal, "self_rated")
    hers = [fact for fact in facts if fact.source.subject == HANH.identity]
    place = hers[0].place
    known = Authorities(ended={(HANH.identity, HANH.public): {place.sid: 1}})

    found = standing_of(journal, ("self_rated",), known)["self_rated"]

    assert [fact.object for fact in found if fact.place == place] == ["M2"]
    assert len(found) == 3
