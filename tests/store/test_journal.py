from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.audience import may_hold, to_own_device, to_person, to_unit
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.record import NO_UNIT, Admitted
from selfstudy.store.journal import COLLISIONS
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import line as line_table
from selfstudy.store.schema import segment as segment_table
from tests.builders import (
    HANH,
    LAN,
    NOON,
    UNIT,
    a_journal,
    a_ring,
    a_segment,
    a_source,
    answered,
    author,
    carried,
    dump,
    finished,
    folded,
    held,
    lines_of,
    opened,
    paths,
    read,
    segments_of,
    take,
    write,
)

ME = to_own_device(HANH.identity)
DAY = 86_400_000


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def sealed_lines(journal):
    return [line for lines in paths(journal).values() for line in lines]


def test_a_fact_is_kept_as_the_line_that_was_sealed(journal):
    (saved,) = write(journal, answered())

    assert sealed_lines(journal) == [wire.line_of(NOON, 420, answered())]
    (place,) = journal.sources(ME)
    assert saved.digest == wire.digest(place.source.id, sealed_lines(journal)[0])
    assert (saved.source, saved.number, saved.at) == (place.source.id, 1, NOON)


def test_lines_stay_byte_for_byte_through_sealing_and_merging(journal, tmp_path):
    write(journal, answered("đ\u0309 “q”"), read("a", anchor="a:1"))
    before = sealed_lines(journal)

    packed = held(journal)

    assert sealed_lines(journal) == before
    with a_journal(tmp_path / "other.db") as other:
        take(other, *packed)
        assert sealed_lines(other) == before


def test_segments_are_relayed_as_they_came(journal, tmp_path):
    write(journal, answered("q1"))
    first = held(journal)
    write(journal, answered("q2"))
    both = held(journal)

    with a_journal(tmp_path / "other.db") as other:
        take(other, *both)
        assert other.since({}, ME) == both
    assert both[0].segments[0] == first[0].segments[0]
    assert [s.first for s in both[0].segments] == [1, 2]


def test_a_segment_that_another_device_would_compress_otherwise_is_relayed_as_it_came(journal):
    source = a_source()
    import zlib
    from dataclasses import replace

    lines = lines_of([finished()])
    segment = replace(a_segment(source, HANH, lines), blob=zlib.compress(lines[0], 0))

    take(journal, carried(source, segment))

    assert journal.since({}, ME) == [carried(source, segment)]


def test_the_chains_of_a_person_are_sources_of_their_own(journal):
    write(journal, answered(), finished(), opened())

    assert sorted((p.source.chain, p.head) for p in journal.sources(ME)) == [("p", 2), ("s", 1)]


def test_leaving_a_chain_out_never_breaks_another(journal, tmp_path):
    write(journal, opened(), finished(), answered("q1"), finished("CM03-02"), read("a"))
    everything = held(journal)
    with a_journal(tmp_path / "other.db") as other:
        take(other, *(part for part in everything if part.source.chain == "s"))

        assert sealed_lines(other) == lines_of([finished()]) + lines_of([finished("CM03-02")])
        assert [s.number for s in write(journal, finished("CM03-03"))] == [3]


def test_a_chain_and_subject_may_be_told(journal):
    (saved,) = journal.append(author(LAN), [answered()], NOON, 0, subject=HANH.identity, chain="u")

    (place,) = journal.sources(ME)
    assert (place.source.author, place.source.subject) == (LAN.public, HANH.identity)
    assert (place.source.chain, saved.number) == ("u", 1)


def test_a_source_goes_on_after_the_journal_was_closed(tmp_path):
    with a_journal(tmp_path) as journal:
        (one,) = write(journal, answered())
    with a_journal(tmp_path) as journal:
        (two,) = write(journal, answered())

    assert (two.source, two.number) == (one.source, 2)


def test_a_new_epoch_is_a_new_source(journal):
    (one,) = write(journal, answered())

    assert journal.begin_new_epoch() == 1
    assert journal.begin_new_epoch() == 0

    (two,) = write(journal, answered())
    assert two.source != one.source
    assert two.number == 1


def test_several_facts_are_saved_together_or_not_at_all(journal):
    class Broken:
        kind, chain = "answered", "p"

        def narrow(self):
            return answered().narrow()

    with pytest.raises(TypeError):
        write(journal, answered("q1"), Broken())
    assert sealed_lines(journal) == []

    assert [s.number for s in write(journal, answered("q1"), answered("q2"))] == [1, 2]


# Clocks lie


def test_a_clock_forty_days_back_keeps_the_time_of_the_device_and_folds_after_the_last(journal):
    write(journal, answered("q1"), at=NOON)
    (saved,) = write(journal, answered("q2"), at=NOON - 40 * DAY)

    assert saved.at == NOON
    assert wire.read_line(sealed_lines(journal)[1]).time == NOON - 40 * DAY


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6))
@settings(max_examples=20)
def test_fold_times_never_go_back_and_are_the_same_for_every_holder(tmp_path_factory, times):
    folder = tmp_path_factory.mktemp("clocks")
    with a_journal(folder / "a.db") as journal, a_journal(folder / "b.db") as other:
        for at in times:
            write(journal, answered(), at=NOON + at)
        take(other, *held(journal))

        for each in (journal, other):
            with each.database.read() as connection:
                found = connection.scalars(sa.select(fact_table.c.at).order_by(fact_table.c.number))
                highest = [NOON + max(times[: n + 1]) for n in range(len(times))]
                assert list(found) == highest


# Merge is union


facts = st.sampled_from([opened(), answered("q1"), answered("q2", 0), read("a"), finished()])


@given(st.data())
@settings(max_examples=30)
def test_any_order_split_repetition_and_carrier_gives_the_same_set(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("union")
    chains = [a_source(HANH, chain="p", epoch=1), a_source(HANH, chain="p", epoch=2), a_source()]
    parts = []
    for source in chains:
        lines = lines_of(data.draw(st.lists(facts, min_size=1, max_size=5)))
        cuts = data.draw(st.sets(st.integers(2, 5)))
        parts += [carried(source, s) for s in segments_of(source, HANH, lines, cuts)]
    orders = [data.draw(st.permutations(parts + parts[:1])) for _ in range(2)]
    journals = [folder / "a.db", folder / "b.db", folder / "relayed.db"]

    with a_journal(journals[0]) as a, a_journal(journals[1]) as b, a_journal(journals[2]) as c:
        take(a, *orders[0])
        take(b, *orders[1])
        take(c, *a.since({}, ME))

        assert paths(a) == paths(b) == paths(c)
        assert a.heads(ME) == b.heads(ME) == c.heads(ME)
        assert folded(a) == folded(b) == folded(c)
        assert sum(map(len, paths(a).values())) == sum(s.count for p in parts for s in p.segments)


def test_a_segment_without_its_predecessor_waits_unfolded_and_unconfirmed(journal):
    source = a_source(chain="p")
    one, two, three = segments_of(source, HANH, lines_of([answered(q) for q in "abc"]), {2, 3})

    counts = take(journal, carried(source, three))

    assert (counts.new, counts.waiting) == (0, 1)
    assert journal.heads(ME) == {source.id: (0, source.id)}
    assert journal.since({}, ME) == []
    assert folded(journal) == ([], [])
    assert take(journal, carried(source, three)).known == 1
    assert take(journal, carried(source, two)).waiting == 1
    counts = take(journal, carried(source, one))
    assert (counts.new, counts.waiting, counts.followed) == (3, 0, True)
    assert len(folded(journal)[1]) == 3
    assert journal.heads(ME)[source.id][0] == 3


def test_a_segment_of_another_path_that_waits_is_not_taken_for_the_next(journal):
    source = a_source(chain="p")
    other = segments_of(source, HANH, lines_of([answered(q) for q in "xyz"]), {2})[1]
    take(journal, carried(source, other))

    counts = take(journal, carried(source, *segments_of(source, HANH, lines_of([answered("a")]))))

    assert (counts.new, counts.forks) == (1, 0)
    assert sealed_lines(journal) == lines_of([answered("a")])


def test_overlapping_segments_are_counted_once(journal):
    source = a_source(chain="p")
    lines = lines_of([answered(q) for q in "abcd"])
    digests = wire.chain(source.id, lines)
    take(journal, carried(source, *segments_of(source, HANH, lines[:3], {2})))

    counts = take(journal, carried(source, a_segment(source, HANH, lines[1:], 2, digests[0])))

    assert (counts.new, counts.known) == (1, 2)
    assert sealed_lines(journal) == lines


def test_taking_the_same_twice_writes_nothing(journal, tmp_path):
    write(journal, opened(), answered(), finished())
    packed = held(journal)
    with a_journal(tmp_path / "other.db") as other:
        take(other, *packed)
        folded(other)
        before = dump(other.database)

        counts = take(other, *packed)

        assert (counts.new, counts.known) == (0, 3)
        assert dump(other.database) == before


def test_looking_writes_nothing(journal):
    write(journal, opened(), answered(), finished())
    held(journal)
    folded(journal)
    with journal.database.peek() as raw:
        before = raw.total_changes
        paths(journal)
        journal.heads(to_unit(b"a unit nobody told"))
        journal.since({}, ME)
        folded(journal)

        assert raw.total_changes == before


def test_a_merge_that_fails_leaves_everything_as_it_was(journal, monkeypatch):
    source = a_source(chain="p")
    take(journal, carried(source, *segments_of(source, HANH, lines_of([answered("a")]))))
    before = dump(journal.database)

    def fail(*_everything):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal.folds, "mark", fail)
        with pytest.raises(KeyboardInterrupt):
            take(
                journal,
                carried(
                    a_source(epoch=9), *segments_of(a_source(epoch=9), HANH, lines_of([finished()]))
                ),
            )

    assert dump(journal.database) == before
    write(journal, answered("new name"))
    assert len(folded(journal)[1]) == 2


# The way out


@given(st.data())
@settings(max_examples=25)
def test_nothing_leaves_to_someone_not_entitled_and_nothing_is_kept_from_those_who_are(
    tmp_path_factory, data
):
    rings = [a_ring(number) for number in (1, 2)]
    units = [UNIT, b"another unit....", NO_UNIT]
    ids = [*(ring.identity for ring in rings), *units]
    sources = data.draw(
        st.lists(
            st.builds(
                a_source, st.sampled_from(rings), st.sampled_from(ids), st.sampled_from(units),
                st.sampled_from("sup"), st.integers(0, 1),
            ),
            min_size=1, max_size=6, unique_by=lambda s: s.id,
        )
    )  # fmt: skip
    audience = data.draw(
        st.one_of(
            st.builds(to_unit, st.sampled_from(units)),
            st.builds(to_person, st.sampled_from(ids), st.sampled_from(units)),
            st.builds(to_own_device, st.sampled_from(ids)),
        )
    )
    by_key = {ring.public: ring for ring in rings}
    with a_journal(tmp_path_factory.mktemp("out")) as journal:
        for source in sources:
            segments = segments_of(source, by_key[source.author], lines_of([opened(), answered()]))
            take(journal, carried(source, *segments))

        allowed = {source.id for source in sources if may_hold(source, audience)}
        assert {part.source.id for part in journal.since({}, audience)} == allowed
        assert set(journal.heads(audience)) == allowed


def test_what_leaves_begins_after_what_the_other_holds(journal):
    first = write(journal, answered("q1"), answered("q2"))
    held(journal)
    write(journal, answered("q3"))
    held(journal)
    heads = {first[-1].source: (first[-1].number, first[-1].digest)}

    (out,) = journal.since(heads, ME)

    assert [(s.first, s.last) for s in out.segments] == [(3, 3)]
    assert journal.since(journal.heads(ME), ME) == []


@pytest.mark.parametrize(
    ("number", "digest", "sent"),
    [
        (0, b"", 1),
        (1, b"other path" + bytes(22), 1),
        (2, b"other path" + bytes(22), 1),
        (9, b"", 1),
    ],
)
def test_heads_of_another_path_or_beyond_what_is_written_here_ask_for_everything(
    journal, number, digest, sent
):
    (saved, _two) = write(journal, answered("q1"), answered("q2"))
    held(journal)

    assert len(journal.since({saved.source: (number, digest)}, ME)) == sent


def test_heads_beyond_ours_of_somebody_elses_source_ask_for_nothing(tmp_path):
    source = a_source()
    (segment,) = segments_of(source, HANH, lines_of([answered("q1"), answered("q2")]))
    with a_journal(tmp_path) as elsewhere:
        take(elsewhere, carried(source, segment))

        assert len(elsewhere.since({}, to_unit(UNIT))) == 1
        assert elsewhere.since({source.id: (9, b"")}, to_unit(UNIT)) == []


def test_heads_within_a_segment_ask_for_that_segment(journal):
    saved = write(journal, *(answered(str(n)) for n in range(5)))
    held(journal)

    (out,) = journal.since({saved[1].source: (2, saved[1].digest)}, ME)

    assert [(s.first, s.last) for s in out.segments] == [(1, 5)]


def test_sealing_signs_only_the_own_lines_in_segments_of_bounded_size(journal, monkeypatch):
    monkeypatch.setattr(wire, "MAX_SEGMENT_RECORDS", 8)
    write(journal, *(answered(str(n)) for n in range(5)))
    journal.append(author(LAN), [finished()], NOON, 0)

    assert journal.seal(HANH.public, HANH.sign) == 5
    assert journal.seal(HANH.public, HANH.sign) == 0

    (out,) = journal.since({}, ME)
    assert [s.count for s in out.segments] == [2, 2, 1]
    with journal.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(line_table)) == 1
        assert connection.scalar(sa.select(sa.func.count()).select_from(segment_table)) == 3


def test_lines_and_digests_are_found_before_and_after_sealing(journal):
    saved = write(journal, answered("q1"), answered("q2"), answered("q3"))
    for _ in range(2):
        (place,) = journal.sources(ME)
        for one in saved:
            assert journal.digest(place, one.number) == one.digest
            line = journal.line(place, one.number)
            assert wire.read_line(line).fact == answered(f"q{one.number}")
        assert journal.digest(place, 4) is journal.line(place, 4) is None
        held(journal)


def test_names_with_a_nul_are_kept_in_the_line_and_tidied_for_folding(journal):
    write(journal, answered("q\0"))

    assert wire.read_line(sealed_lines(journal)[0]).fact == answered("q\0")
    with journal.database.read() as connection:
        row = connection.execute(sa.select(fact_table)).one()
        assert journal.interned.text(connection, row.object) == "q\ufffd"


# Several processes, crashes, full disks


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from tests.builders import a_journal, answered, write
    with a_journal(Path(sys.argv[1])) as journal:
        for number in range(int(sys.argv[2])):
            for saved in write(journal, answered(sys.argv[3] + str(number % 20))):
                print(saved.source.hex(), saved.number, saved.digest.hex(), flush=True)
""")


def writer(folder, count, name):
    command = [sys.executable, "-c", WRITER, str(folder), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_write_to_one_profile_and_nothing_is_lost(tmp_path):
    with a_journal(tmp_path):
        pass
    running = [writer(tmp_path, 60, name) for name in "ab"]
    said = [process.communicate(timeout=60)[0].split("\n")[:-1] for process in running]

    assert [process.returncode for process in running] == [0, 0]
    assert [len(lines) for lines in said] == [60, 60]
    with a_journal(tmp_path) as journal:
        facts = [wire.read_line(line).fact.question for line in sealed_lines(journal)]
        assert sorted(facts) == sorted(f"{name}{n % 20}" for name in "ab" for n in range(60))
        spots = {
            (p.source.id.hex(), n): journal.digest(p, n).hex()
            for p in journal.sources(ME)
            for n in range(1, p.head + 1)
        }
        for line in said[0] + said[1]:
            source, number, digest = line.split()
            assert spots[source, int(number)] == digest
        assert sum(row.answers for row in folded(journal)[1]) == 120


def test_another_process_that_wrote_in_between_is_followed(journal, tmp_path):
    write(journal, answered("q1"))
    with a_journal(tmp_path) as other:
        write(other, answered("q1"))
        write(other, answered("q1"))
        (saved,) = write(journal, answered("q1"))
        assert saved.number == 4

        other.begin_new_epoch()
        (fresh,) = write(journal, answered("q1"))
        assert (fresh.number, fresh.source == saved.source) == (1, False)
    assert [row.answers for row in folded(journal)[1]] == [5]
    assert len(sealed_lines(journal)) == 5


def test_a_source_that_could_not_be_opened_is_not_believed_to_be_there(journal, monkeypatch):
    begin = journal.places.make

    def begun_and_cut(*given, **more):
        begin(*given, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal.places, "make", begun_and_cut)
        with pytest.raises(KeyboardInterrupt):
            write(journal, answered("lost"))
    assert journal.sources(ME) == []

    (saved,) = write(journal, answered("kept"))
    assert saved.number == 1
    assert [place.source.id for place in journal.sources(ME)] == [saved.source]


@pytest.mark.parametrize("collisions", [1, COLLISIONS, COLLISIONS + 1])
def test_who_was_second_merges_again_but_not_for_ever(journal, monkeypatch, collisions):
    part = carried(a_source(), *segments_of(a_source(), HANH, lines_of([finished()])))
    merge, left = journal._merge, [collisions]

    def after_others(*given):
        if left[0]:
            left[0] -= 1
            raise sa.exc.IntegrityError("insert", None, Exception("there already"))
        return merge(*given)

    monkeypatch.setattr(journal, "_merge", after_others)
    if collisions > COLLISIONS:
        with pytest.raises(sa.exc.IntegrityError):
            take(journal, part)
    assert take(journal, part).new == 1


def test_a_source_that_is_closed_again_and_again_is_given_up_with_a_sentence(journal, monkeypatch):
    from selfstudy.domain.errors import DatabaseBusy

    monkeypatch.setattr(journal, "_commit", lambda *_: None)
    with pytest.raises(DatabaseBusy):
        write(journal, answered())


def test_every_acknowledged_record_survives_kill_9(tmp_path):
    with a_journal(tmp_path):
        pass
    acknowledged = []
    for round_ in range(3):
        process = writer(tmp_path, 100_000, f"r{round_}-")
        first = [process.stdout.readline().split() for _ in range(15 + 9 * round_)]
        acknowledged += first
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
        acknowledged += [
            line.split()
            for line in process.stdout.read().split("\n")
            if line.count(" ") == 2 and len(line.split()[2]) == 64
        ]
        process.stdout.close()

    with a_journal(tmp_path) as journal:
        (place,) = journal.sources(ME)
        for source, number, digest in acknowledged:
            assert source == place.source.id.hex()
            assert journal.digest(place, int(number)).hex() == digest
        assert place.head >= len(acknowledged) > 70
        before = folded(journal)
        journal.folds.mark_all(journal.database)
        assert folded(journal) == before


def test_a_full_disk_is_said_and_loses_nothing(tmp_path):
    with a_journal(tmp_path) as journal:
        saved = [write(journal, answered("first"))[0]]
        with journal.database.peek() as raw:
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(DiskFull):  # noqa: PT012
            for number in range(2000):
                saved += write(journal, answered(f"q{number % 7}"))
        with pytest.raises(DiskFull):
            write(journal, read("x" * 30_000))
        with journal.database.peek() as raw:
            raw.execute("PRAGMA max_page_count = 1000000")

        saved += write(journal, answered("after"))

        (place,) = journal.sources(ME)
        assert [s.number for s in saved] == list(range(1, place.head + 1))
        assert journal.digest(place, place.head) == saved[-1].digest
        assert sum(row.answers for row in folded(journal)[1]) == len(saved) > 5


def test_a_full_disk_while_merging_is_said_and_changes_nothing(tmp_path):
    source = a_source(chain="p")
    lines = lines_of([answered(f"a question with a long name {n}") for n in range(3000)])
    with a_journal(tmp_path) as journal:
        write(journal, answered("mine"))
        with journal.database.peek() as raw:
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages + 3}")
        before = dump(journal.database)
        with pytest.raises(DiskFull):
            take(journal, carried(source, *segments_of(source, HANH, lines)))
        assert dump(journal.database) == before
        with journal.database.peek() as raw:
            raw.execute("PRAGMA max_page_count = 1000000")

        assert take(journal, carried(source, *segments_of(source, HANH, lines))).new == 3000


def test_a_full_disk_while_a_name_is_new_is_said(tmp_path):
    with a_journal(tmp_path) as journal:
        write(journal, answered("q"))
        with journal.database.peek() as raw:
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull):
            write(journal, answered("n" * 60_000))

        with journal.database.peek() as raw:
            raw.execute("PRAGMA max_page_count = 1000000")
        assert write(journal, answered("n" * 60_000))[0].number == 2


def test_a_database_copied_while_open_is_whole(tmp_path):
    with a_journal(tmp_path) as journal:
        write(journal, answered("q1"))
        for suffix in ("", "-wal"):
            shutil.copy(tmp_path / f"journal.db{suffix}", tmp_path / f"copy.db{suffix}")
    with a_journal(tmp_path / "copy.db") as copy:
        assert len(sealed_lines(copy)) == 1


def test_what_is_not_sealed_does_not_leave(journal):
    write(journal, answered())

    assert journal.since({}, ME) == []


def test_a_record_beyond_the_head_has_no_digest(journal):
    take(journal, carried(a_source(), *segments_of(a_source(), HANH, lines_of([finished()]))))
    (place,) = journal.sources(ME)

    with journal.database.read() as connection:
        assert journal.places.digest_at(connection, place, 2) is None


def test_facts_about_many_are_sealed_together_or_not_at_all(journal, monkeypatch):
    told = [(bytes([n]) * 16, Admitted("00", f"Người {n}")) for n in range(5)]
    me = author(HANH)
    saved = journal.append_each(me, told, NOON, 0, "u")
    assert [one.number for one in saved] == [1] * 5
    assert len({one.source for one in saved}) == 5
    again = journal.append_each(me, [*told, *told], NOON + 1, 0, "u")
    assert [one.number for one in again] == [2] * 5 + [3] * 5
    assert [one.source for one in again[:5]] == [one.source for one in saved]

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_keep", _cut)
        with pytest.raises(KeyboardInterrupt):
            journal.append_each(me, told, NOON + 2, 0, "u")
    assert [one.number for one in journal.append_each(me, told, NOON + 3, 0, "u")] == [4] * 5


def _cut(*_given):
    raise KeyboardInterrupt


def test_what_its_author_does_not_speak_for_now_is_folded_later_and_not_at_once(journal):
    saved = journal.append(author(), [answered("q1")], NOON, 420, speaks=False)

    assert [row[0] for row in dump(journal.database)["stale"]] == [HANH.identity]
    assert dump(journal.database)["memory"] == []
    assert saved[0].number == 1
    assert [row.question for row in folded(journal)[1]] == ["q1"]


def test_a_name_that_was_rolled_back_has_no_number_and_the_next_fact_says_it_right(
    journal, monkeypatch
):
    write(journal, answered("known"))
    keep = journal._keep

    def kept_and_cut(*given):
        keep(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_keep", kept_and_cut)
        with pytest.raises(KeyboardInterrupt):
            write(journal, answered("lost"))
    write(journal, answered("other"), answered("lost"))

    journal.folds.mark_all(journal.database)
    assert [row.question for row in folded(journal)[1]] == ["known", "lost", "other"]


def test_names_of_a_merge_that_failed_are_not_believed_to_be_there(journal, monkeypatch):
    write(journal, answered("known"))
    source = a_source(epoch=9)
    part = carried(source, *segments_of(source, HANH, lines_of([finished("CM09-09")])))

    with monkeypatch.context() as patch:
        patch.setattr(journal.folds, "mark", _cut)
        with pytest.raises(KeyboardInterrupt):
            take(journal, part)
    write(journal, opened("CM08-08"), finished("CM09-09"))

    journal.folds.mark_all(journal.database)
    assert [row.lesson for row in folded(journal)[0]] == ["CM08-08", "CM09-09"]


def test_sealing_takes_the_loose_lines_of_each_unit_and_nothing_where_there_are_none(journal):
    here, there = b"phuong Ben Thanh", b"phuong Cau Kho  "
    write(journal, finished("CM03-01"), unit=here)
    assert journal.seal(HANH.public, HANH.sign) == 1

    write(journal, finished("CM03-02"), unit=there)

    assert journal.seal(HANH.public, HANH.sign) == 1
    assert [(p.source.unit, p.head) for p in journal.sources(ME)] == [(here, 1), (there, 1)]


def test_a_source_of_ones_own_that_came_from_elsewhere_is_not_continued_even_while_it_waits(
    journal,
):
    source = a_source(epoch=9)
    _first, second = segments_of(source, HANH, lines_of([finished(), finished("CM03-02")]), [2])
    assert take(journal, carried(source, second)).waiting == 1

    (saved,) = write(journal, finished("CM03-03"))

    assert saved.source != source.id
