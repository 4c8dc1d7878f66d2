from __future__ import annotations

import pytest

from selfstudy.domain.errors import BadSignature, NotEntitled, NotHeardFrom, NoUnit
from selfstudy.domain.record import Admitted, HoursRecognised, Listed, Profile, Voided
from tests.builders import LESSON, STRANGER, a_segment, a_source, carried, lines_of, take

WORDS = "mật khẩu dài"


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    learner = office.learner()
    office.study(learner)
    office.hand_over(learner, lan)
    return learner


def next_year(office):
    return office.clock().date().replace(year=2027)


def test_whoever_founds_a_unit_is_its_root_and_supervisor(office, lan):
    view = lan.unit.view()

    assert (view.is_root, view.is_supervisor, view.card_number) == (True, True, 1)
    assert (view.supervisors, view.people, view.unknown) == (("Trần Thị Lan",), 1, 0)
    assert view.valid_to.year == 2031


def test_a_unit_is_founded_once_so_that_its_root_is_never_lost(office, lan):
    root = (lan.desk.folder / "unit-root.json").read_bytes()

    with pytest.raises(NotEntitled):
        lan.unit.create("Đơn vị khác", WORDS)

    assert (lan.desk.folder / "unit-root.json").read_bytes() == root


def test_founding_that_was_cut_short_can_begin_again(office):
    lan = office.person("Trần Thị Lan", "lan")
    (lan.desk.folder / "unit-root.json").write_text("{}", encoding="utf-8")

    assert lan.unit.create("UBND phường", WORDS).is_supervisor


@pytest.mark.parametrize("step", ["take_card", "join"])
def test_founding_broken_off_at_any_step_can_begin_again(office, monkeypatch, step):
    lan = office.person("Trần Thị Lan", "lan")

    def breaks(*_what):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(lan.desk, step, breaks)
        with pytest.raises(KeyboardInterrupt):
            lan.unit.create("UBND phường", WORDS)
    view = lan.unit.create("UBND phường", WORDS)

    assert (view.is_root, view.is_supervisor, view.people) == (True, True, 1)


def test_who_looks_after_nobody_sees_no_unit(office, lan, hanh):
    assert hanh.unit.view() is None
    for ask in (
        hanh.unit.people,
        hanh.unit.unknown,
        lambda: hanh.unit.intake([office.stick]),
        lambda: hanh.unit.write_receipts(office.stick),
        lambda: hanh.unit.admit(lan.desk.profile.id),
        lambda: hanh.unit.facts_behind(lan.desk.profile.id),
        lambda: hanh.unit.appoint(lan.desk.profile.id, WORDS, next_year(office)),
    ):
        with pytest.raises(NotEntitled):
            ask()


def test_without_a_unit_there_is_no_card_to_write(office):
    nam = office.person("Phạm Văn Nam", "nam")

    assert nam.unit.view() is None
    with pytest.raises(NoUnit):
        nam.unit.write_card(office.stick)


def test_an_unknown_person_waits_until_admitted_and_is_never_made_up(office, lan, hanh):
    (unknown,) = lan.unit.unknown()
    assert (unknown.name, unknown.facts, unknown.candidates) == ("Nguyễn Thị Hạnh", 2, ())
    assert [p.name for p in lan.unit.people()] == ["Trần Thị Lan"]

    lan.unit.admit(unknown.id)

    assert lan.unit.unknown() == ()
    row = lan.unit.people()[0]
    assert (row.name, row.lessons_done, row.self_study, row.facts) == ("Nguyễn Thị Hạnh", 1, 8.0, 2)
    assert row.last_at == office.clock()


def test_somebody_of_the_same_name_is_offered_as_a_match(office, lan, hanh):
    lan.unit.admit(hanh.desk.profile.id)
    again = office.learner("nguyễn thị hạnh", "other")
    office.hand_over(again, lan)

    (unknown,) = lan.unit.unknown()

    assert [c.id for c in unknown.candidates] == [hanh.desk.profile.id]


def test_nobody_is_admitted_whom_nobody_told_of(office, lan):
    with pytest.raises(NotEntitled):
        lan.unit.admit("00" * 16)


def test_a_second_supervisor_is_appointed_under_the_roots_passphrase(office, lan, hanh):
    with pytest.raises(BadSignature):
        lan.unit.appoint(hanh.desk.profile.id, "wrong", next_year(office))

    view = lan.unit.appoint(hanh.desk.profile.id, WORDS, next_year(office))
    assert (view.card_number, view.supervisors) == (2, ("Trần Thị Lan", "Nguyễn Thị Hạnh"))
    assert (
        lan.unit.appoint(hanh.desk.profile.id, WORDS, next_year(office)).supervisors
        == view.supervisors
    )

    office.answer_with_receipt(lan, hanh)
    assert hanh.desk.is_supervisor()
    assert hanh.unit.people() == (), "the roster itself comes by the hub"
    office.clock.move(days=800)
    assert not hanh.desk.is_supervisor()


def test_a_stranger_who_calls_themselves_by_a_learners_name_is_not_appointed_instead(
    office, lan, hanh
):
    source = a_source(STRANGER, hanh.desk.person, lan.desk.unit)
    forged = Profile("Nguyễn Thị Hạnh", seal_key=STRANGER.seal_public.hex())
    take(
        lan.desk.journal,
        carried(source, a_segment(source, STRANGER, lines_of([forged], at=2 * 10**12))),
    )

    lan.unit.appoint(hanh.desk.profile.id, WORDS, next_year(office))

    officer = lan.desk.card.supervisors[-1]
    assert (officer.key, officer.seal_key) == (hanh.desk.ring.public, hanh.desk.ring.seal_public)


def test_somebody_whose_sealing_key_is_unknown_cannot_be_appointed(office, lan):
    source = a_source(STRANGER, STRANGER.identity, lan.desk.unit)
    segment = a_segment(source, STRANGER, lines_of([Profile("Người lạ", seal_key="zz")]))
    take(lan.desk.journal, carried(source, segment))

    with pytest.raises(NotHeardFrom):
        lan.unit.appoint(STRANGER.identity.hex(), WORDS, next_year(office))


def test_who_is_on_the_list_but_told_nothing_yet_is_appointed_after_they_did(office, lan):
    hanh, listed = office.learner(), "0a" * 16
    person, key = hanh.desk.profile.id, hanh.desk.ring.public.hex()
    lan.desk.write_about(bytes.fromhex(listed), Listed("Lê Văn Đào"))
    lan.desk.write_about(hanh.desk.person, Admitted(key, "Nguyễn Thị Hạnh"))
    lan.desk.know_again({hanh.desk.person, bytes.fromhex(listed)})

    for one, name in ((person, "Nguyễn Thị Hạnh"), (listed, "Lê Văn Đào")):
        with pytest.raises(NotHeardFrom) as refused:
            lan.unit.appoint(one, WORDS, next_year(office))
        assert refused.value.details == {"name": name}
    assert lan.desk.card.number == 1

    office.hand_over(hanh, lan)
    view = lan.unit.appoint(person, WORDS, next_year(office))
    assert view.supervisors[-1] == "Nguyễn Thị Hạnh"


def test_a_hub_is_named_on_the_card(office, lan):
    view = lan.unit.name_hub(
        "https://hub.example", STRANGER.public, STRANGER.seal_public, "Máy chủ", WORDS
    )

    assert (view.hub, view.card_number) == ("https://hub.example", 2)
    assert lan.desk.card.receivers[STRANGER.public] == "Máy chủ"


def test_hours_that_a_supervisor_recognises_count_until_taken_back(office, lan, hanh):
    lan.unit.admit(hanh.desk.profile.id)
    (saved,) = lan.desk.write_about(
        hanh.desk.person, HoursRecognised("CM03", 800, "QĐ-15", "2026-11-20")
    )
    assert [p.recognised for p in lan.unit.people()] == [8.0, 0]
    office.answer_with_receipt(lan, hanh)
    assert hanh.study.hours(2026).recognised == 8

    void = Voided(saved.source.hex(), saved.number, saved.digest.hex(), "ghi nhầm người")
    lan.desk.write_about(hanh.desk.person, void)
    office.answer_with_receipt(lan, hanh)

    assert [p.recognised for p in lan.unit.people()] == [0, 0]
    assert hanh.study.hours(2026).recognised == 0
    rows = [
        row for row in lan.unit.facts_behind(hanh.desk.profile.id) if row.kind == "hours_recognised"
    ]
    assert [row.counted for row in rows] == [False], "kept and shown"


def test_the_facts_behind_a_person_are_the_units_and_never_their_practice(office, lan, hanh):
    kinds = [row.kind for row in lan.unit.facts_behind(hanh.desk.profile.id)]

    assert kinds == ["lesson_finished", "profile"]


def test_the_facts_behind_a_person_name_the_position_and_shorten_keys(office, lan, hanh):
    lan.unit.admit(hanh.desk.profile.id)
    said = {row.kind: row for row in lan.unit.facts_behind(hanh.desk.profile.id)}
    code = hanh.desk.profile.position

    assert said["profile"].what == lan.desk.library.framework.position(code).title
    assert said["admitted"].what == "Nguyễn Thị Hạnh"
    assert hanh.desk.ring.public.hex()[:12] == said["admitted"].code
    lesson = lan.desk.library.lesson(LESSON)
    assert (said["lesson_finished"].what, said["lesson_finished"].code) == (lesson.title, LESSON)


def test_receipts_go_to_everybody_whose_records_are_held_but_oneself(office, lan, hanh):
    minh = office.learner("Lê Văn Minh", "minh")
    office.hand_over(minh, lan)

    assert lan.unit.write_receipts(office.stick) == 2
    assert len(list(office.stick.glob("BienNhan_*.thoc"))) == 2


def test_one_persons_answer_holds_nothing_about_another(office, lan, hanh):
    minh = office.learner("Lê Văn Minh", "minh")
    office.hand_over(minh, lan)
    for learner in (hanh, minh):
        lan.unit.admit(learner.desk.profile.id)
        lan.desk.write_about(learner.desk.person, HoursRecognised("CM03", 800, "QĐ", "2026-11-20"))
    lan.unit.write_receipts(office.stick)
    from selfstudy.domain.errors import NotForUs
    from selfstudy.exchange.packet import read

    for path in office.stick.glob("BienNhan_*"):
        owner, other = (hanh, minh) if "Hanh" in path.name else (minh, hanh)
        packet = read(path.read_bytes(), [owner.desk.ring])
        subjects = {part.source.subject for part in packet.sources}
        assert subjects == {owner.desk.person, lan.desk.unit}
        with pytest.raises(NotForUs):
            read(path.read_bytes(), [other.desk.ring])
