from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from selfstudy.domain.record import (
    FACTS,
    KINDS,
    Admitted,
    Answered,
    AppliedAtWork,
    Appointed,
    AttemptStarted,
    AttemptSubmitted,
    ChangeStudied,
    Claimed,
    CompetencyDescribed,
    CompetencyRated,
    Departed,
    DeviceApproved,
    Fact,
    HoursRecognised,
    HoursRuled,
    KeyAdded,
    KeyRemoved,
    LessonFinished,
    LessonOpened,
    Listed,
    Matched,
    Narrow,
    NeedClosed,
    NeedStated,
    NoteWritten,
    PlanAssigned,
    PositionDescribed,
    Profile,
    Restated,
    Reviewed,
    SectionRead,
    SelfRated,
    SessionAttended,
    SurveyAnswered,
    SurveyTyped,
    TransferRated,
    Unknown,
    Voided,
    WishesTyped,
    identity,
)
from tests.builders import HANH, LAN, a_source

CHAINS = {
    "s": "profile lesson_finished change_studied attempt_started attempt_submitted "
    "survey_answered self_rated need_stated applied_at_work restated voided key_added "
    "key_removed claimed",
    "u": "admitted listed departed matched device_approved competency_rated need_closed "
    "plan_assigned survey_typed wishes_typed "
    "session_attended hours_recognised hours_ruled competency_described position_described "
    "transfer_rated appointed",
    "p": "lesson_opened section_read answered reviewed note_written",
}


def test_the_id_of_a_source_is_the_digest_of_all_its_parts():
    source = a_source()
    parts = source.author + source.subject + source.unit + b"s" + source.epoch

    assert source.id == hashlib.sha256(parts).digest()


@pytest.mark.parametrize(
    "change",
    [
        {"author": LAN.public},
        {"subject": LAN.identity},
        {"unit": bytes(16)},
        {"chain": "p"},
        {"epoch": b"e" * 16},
    ],
)
def test_another_part_is_another_source(change):
    assert replace(a_source(), **change).id != a_source().id


def test_a_person_is_named_after_their_first_key():
    assert HANH.identity == identity(HANH.public)
    assert len(HANH.identity) == 16
    assert HANH.identity != LAN.identity


@pytest.mark.parametrize("chain", CHAINS)
def test_every_kind_has_its_chain(chain):
    assert {fact.kind for fact in FACTS if fact.chain == chain} == set(CHAINS[chain].split())


def test_no_two_kinds_share_a_name():
    assert len(KINDS) == len(FACTS)
    assert "?" not in KINDS


NARROW = [
    (Profile("Hạnh", "P03", "007"), Narrow("P03", "007", "Hạnh")),
    (LessonOpened("M", "L", 2, "d"), Narrow("L", "M", version=2)),
    (SectionRead("M", "L", 2, "d", ("a", "b"), 60, "a:1"), Narrow("L", "a|b", "a:1", 2, 60)),
    (LessonFinished("M", "L", 2, "d", 25, 133, 7, 8), Narrow("L", "M", "7/8", 2, 25, 133)),
    (ChangeStudied("M", "L", 2, "d", "c", ("a", "b"), ("q", "r"), 1),
     Narrow("L", "M", "1/2", 2, 2)),
    (Answered("L", "q", 2, "d", "M2", ("A",), 500, 900, "guess"),
     Narrow("q", "L", "guess", 2, 500, 900)),
    (Reviewed("L", "q", 2, "d", "M2", ("A",), 500, 900, 3), Narrow("q", "L", "3", 2, 500, 900)),
    (AttemptStarted("t", "pre", "M", 2, "d", ("a", "b")), Narrow("t", "M", "pre", 2, 2)),
    (AttemptSubmitted("t", "pre", "M", 2, "d", (("q", ("A",), 1000),), 750, 60),
     Narrow("t", "M", "pre", 2, 750, 60)),
    (SurveyAnswered("k", "M", (("i", 9),)), Narrow("k", "M")),
    (SelfRated("M2", 3, 2), Narrow("M2", value=3, extra=2)),
    (NeedStated("n", "M2"), Narrow("n", "M2")),
    (AppliedAtWork("M", "text"), Narrow("M")),
    (NoteWritten("L", "a", "text"), Narrow("L", "", "a")),
    (Restated("aa", 4, "bb", "line"), Narrow("aa", value=4)),
    (Voided("aa", 4, "bb", "why"), Narrow("aa", "bb", "why", value=4)),
    (KeyAdded("aa"), Narrow("aa")),
    (KeyAdded("aa", "bb", "máy ở nhà"), Narrow("aa", "", "máy ở nhà")),
    (KeyRemoved("aa", (("bb", 3, "cc"),), "mất"), Narrow("aa", "", "mất", value=1)),
    (Claimed("bb", "Hạnh", "007"), Narrow("bb", "007", "Hạnh")),
    (DeviceApproved("aa", "bb", "máy mới"), Narrow("aa", "", "máy mới")),
    (Admitted("aa", "Hạnh", "P03", "007"), Narrow("aa", "P03", "Hạnh\t007")),
    (Listed("Hạnh", "P03", "007", "Văn phòng"), Narrow("P03", "Văn phòng", "Hạnh\t007")),
    (Departed("2026-11-01", "Sở Nội vụ"), Narrow("2026-11-01", "", "Sở Nội vụ")),
    (Listed("An", "P02+P05", "01", "Phòng A"), Narrow("P02+P05", "Phòng A", "An\t01")),
    (Departed("2026-12-01", "Sở B"), Narrow("2026-12-01", "", "Sở B")),
    (Matched("bb", "máy mới"), Narrow("bb", "", "máy mới")),
    (CompetencyRated("M2", 3, 2), Narrow("M2", value=3, extra=2)),
    (SurveyTyped("M2", 3, 2, "2026-10-02"), Narrow("M2", "2026-10-02", value=3, extra=2)),
    (WishesTyped("2026-10-02", (("M2", "soạn tờ trình"),), "mixed", "weekend", "bận", "thêm máy"),
     Narrow("2026-10-02", "mixed", "weekend")),
    (NeedClosed("n", 1), Narrow("n", value=1)),
    (PlanAssigned("p", "M", "2026-12-31", "why"), Narrow("p", "M", "live")),
    (HoursRuled("cong_chuc", 4000, "2027-01-01", "QĐ 1"),
     Narrow("cong_chuc", "QĐ 1", "2027-01-01", value=4000)),
    (SessionAttended("s", "M", "online", "2026-12-31", 400), Narrow("s", "M", "online", value=400)),
    (HoursRecognised("M", 800, "QĐ-15", "2026-12-31"),
     Narrow("M", "QĐ-15", "2026-12-31", value=800)),
    (TransferRated("M", (1, 2, 3, 4, 5, 6)), Narrow("M")),
    (CompetencyDescribed("M2", "2026-11-22.1", "Soạn thảo", "Drafting", "M", ((1, "Điền mẫu"),)),
     Narrow("M2", "2026-11-22.1", "live")),
    (PositionDescribed("P02", "2026-11-22.1", "Văn thư", required=(("M2", 4),), state="gone"),
     Narrow("P02", "2026-11-22.1", "gone")),
    (Appointed("aa", "Lan", 5, 9), Narrow("aa", "supervisor", "Lan", value=5, extra=9)),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "narrow"), NARROW, ids=lambda x: getattr(x, "kind", ""))
def test_narrow_columns_hold_what_folds_read(fact, narrow):
    assert fact.narrow() == narrow


def test_every_kind_says_its_narrow_columns():
    assert {type(fact) for fact, _narrow in NARROW} == set(FACTS)


def test_a_fact_of_an_unknown_kind_has_nothing_to_fold():
    assert Unknown().narrow() == Narrow() == Fact().narrow()


@pytest.mark.parametrize("fact", KINDS.values(), ids=KINDS)
def test_a_fact_is_sealed_as_an_array_and_nobody_changes_it(fact):
    assert (fact.__struct_config__.array_like, fact.__struct_config__.frozen) == (True, True)
