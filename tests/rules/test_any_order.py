"""Whatever comes first, comes twice or comes in pieces: who may speak, who is who, what counts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain.record import (
    Admitted,
    Appointed,
    DeviceApproved,
    HoursRecognised,
    KeyAdded,
    KeyRemoved,
    Matched,
    Profile,
    Voided,
)
from selfstudy.exchange.cards import Receipt
from selfstudy.store.facts import rows_of, voids_of
from selfstudy.store.people import authorities, merged, people
from tests.builders import (
    HANH,
    LAN,
    NOON,
    ROOT,
    STRANGER,
    a_journal,
    a_ring,
    a_source,
    answered,
    carried,
    dump,
    finished,
    lines_of,
    read,
    segments_of,
    take,
)

HOME = ROOT.identity
YEAR = 365 * 86_400_000
PHONE, LAPTOP, TUAN = a_ring(11), a_ring(12), a_ring(13)
AGAIN = a_ring(14)  # the same person, who once began anew
FEW = settings(max_examples=12)


def told(ring, facts, about=None, chain="u", at=NOON):
    """Facts that somebody says of somebody in the unit, cut before each."""
    source = a_source(ring, ring.identity if about is None else about, HOME, chain)
    lines = lines_of(facts, at)
    return source, segments_of(source, ring, lines, range(2, len(lines) + 1))


def cited(part, number):
    """A void of a record of another source."""
    source, segments = part
    return Voided(source.id.hex(), number, segments[number - 1].end.hex(), "nhầm")


def story():
    """All that may be said of who is who, by those who may say it and by those who may not."""
    me = HANH.identity
    own = told(HANH, [
        Profile("Hạnh", "P02", "", HANH.seal_public.hex()), KeyAdded(PHONE.public.hex()),
        finished(), finished("CM03-02", 50),
    ], chain="s")  # fmt: skip
    phone = told(
        PHONE, [KeyAdded(LAPTOP.public.hex()), finished("CM03-03"), read("a")], me, "s", NOON + 9
    )
    laptop = told(LAPTOP, [finished("CM03-04"), answered("q9")], me, "s", NOON - 50_000)
    theirs = [(a.id.hex(), 1, s[0].end.hex()) for a, s in (laptop,)]
    lan = told(LAN, [
        Admitted(HANH.public.hex(), "Hạnh", "P02", "007"),
        HoursRecognised("CM03", 400, "12/QĐ", "2026-11-01"),
        KeyRemoved(LAPTOP.public.hex(), tuple(theirs), "mất máy"),
    ], me)  # fmt: skip
    tuan = told(TUAN, [
        DeviceApproved(AGAIN.public.hex()), Matched(AGAIN.identity.hex()), cited(lan, 2),
    ], me, at=NOON + 5)  # fmt: skip
    return [
        own, phone, laptop, lan, tuan,
        told(AGAIN, [Profile("Hạnh", "P02"), finished("CM03-05")], chain="s"),
        told(ROOT, [
            Appointed(LAN.public.hex(), "Lan", NOON, NOON + YEAR),
            Appointed(TUAN.public.hex(), "Tuấn", NOON, NOON + YEAR),
        ], HOME),
        told(STRANGER, [Appointed(STRANGER.public.hex(), "tôi", 0, NOON + YEAR)], HOME),
        told(STRANGER, [Profile("Kẻ gian"), finished("CM03-06"), cited(own, 3)], me, "s"),
        told(STRANGER, [Admitted(STRANGER.public.hex(), "Kẻ gian"), cited(own, 4)], me),
        told(HANH, [HoursRecognised("CM03", 9999, "tự khai", "2026-11-01")]),
    ]  # fmt: skip


def known(journal):
    return authorities(journal, ROOT.public, frozenset())


def seen_by(journal):
    """Who may speak, who is who, which records are void, and what is folded."""
    who = known(journal)
    journal.fold_stale(who)
    listed = people(journal, HOME, who)
    folded = dump(journal.database)
    return (
        who,
        sorted(listed, key=repr),
        sorted(merged(listed), key=repr),
        voids_of(journal, HANH.identity, who),
        [(row.at, row.number, row.kind, row.place.sid) for row in rows_of(journal, HANH.identity)],
        folded["progress"],
        folded["memory"],
    )


@given(st.data())
@FEW
def test_who_is_who_and_what_counts_do_not_depend_on_what_came_first(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("order")
    pieces = [(source, segment) for source, segments in story() for segment in segments]
    order = data.draw(st.permutations([*pieces, *pieces[::3]]))
    looks = data.draw(st.sets(st.integers(0, len(order)), max_size=3))
    with a_journal(folder / "a.db") as plain, a_journal(folder / "b.db") as other:
        for source, segments in story():
            take(plain, carried(source, *segments))
        for index, (source, segment) in enumerate(order):
            take(other, carried(source, segment))
            if index in looks:  # a fold in between must not be believed for ever
                other.folds.mark_all(other.database)
                other.fold_stale(known(other))
        other.folds.mark_all(other.database)

        assert seen_by(other) == seen_by(plain)


@given(st.sets(st.integers(0, 10)))
@FEW
def test_what_is_left_out_breaks_nothing_else(tmp_path_factory, kept):
    folder = tmp_path_factory.mktemp("chains")
    with a_journal(folder / "a.db") as journal:
        for index, (source, segments) in enumerate(story()):
            if index in kept:
                counts = take(journal, carried(source, *segments))
                assert (counts.new, counts.waiting) == (len(segments), 0)
        seen_by(journal)


@given(st.lists(st.sampled_from(["more", "restored", "copied"]), max_size=8), st.data())
def test_the_last_receipt_of_a_receiver_wins_whatever_its_clock_says(life, data):
    """Receipts come in any order and repeatedly; once the last has come, it stays."""
    epochs, number, given_out = [b"0" * 16], 1, []
    for step in ["more", *life]:
        number += 1 if step == "more" else 0
        if step != "more":
            epochs.append(bytes([len(epochs)]) * 16)
            number = data.draw(st.integers(1, number)) if step == "restored" else number
        given_out.append(
            Receipt(
                LAN.public, "Lan", HOME, HANH.identity, epochs[-1], number,
                data.draw(st.integers(0, 9)), (), epochs[-2] if len(epochs) > 1 else b"",
                before=tuple(reversed(epochs[:-2])),
            )
        )  # fmt: skip
    order = data.draw(st.permutations([*given_out, given_out[-1], *given_out]))

    held = order[0]
    for receipt in order[1:]:
        held = receipt if receipt.takes_place_of(held) else held

    assert held.mark == given_out[-1].mark
