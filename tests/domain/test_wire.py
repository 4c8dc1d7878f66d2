from __future__ import annotations

import json
import typing
import zlib
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.errors import DamagedFile, TextTooLong, TooLarge
from selfstudy.domain.record import KINDS, HoursRecognised, Profile, Restated, Unknown
from tests.builders import HANH, NOON, a_segment, a_source, answered, finished, lines_of, read

SOURCE = a_source()
texts = st.text(st.characters(codec="utf-8"), max_size=30)
numbers = st.integers(0, 2**53)


def filling(hint):
    """What a field of a fact may hold."""
    if hint in (str, int):
        return texts if hint is str else numbers
    inner = typing.get_args(hint)
    if inner[-1] is Ellipsis:
        return st.lists(filling(inner[0]), max_size=3).map(tuple)
    return st.tuples(*map(filling, inner))


def filled(fact):
    hints = typing.get_type_hints(fact)
    return st.builds(fact, **{name: filling(hints[name]) for name in fact.__struct_fields__})


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda kind: filled(KINDS[kind])), numbers)
def test_a_fact_of_every_kind_comes_back_from_its_line(fact, at):
    line = wire.read_line(wire.line_of(at % wire.MAX_TIME, -720, fact))

    assert (line.time, line.offset, line.kind) == (at % wire.MAX_TIME, -720, fact.kind)
    assert line.fact == fact


def test_a_line_is_the_exact_json_that_the_format_page_shows():
    line = wire.line_of(NOON, 420, answered("q1", sure=""))

    assert line == (
        b'[1795000000000,420,"answered",["CM03-01","q1",1,"ab","M2",["A"],1000,4000,""]]'
    )


def test_a_line_with_a_kind_of_a_newer_program_is_read_as_unknown():
    line = wire.read_line(b'[1,0,"dreamt",["of","sheep"]]')

    assert line.kind == "dreamt"
    assert line.fact == Unknown()


def test_a_fact_with_more_fields_than_known_is_read_with_those_that_are():
    line = wire.read_line(b'[1,0,"key_added",["aa","new field"]]')

    assert line.fact.key == "aa"


@pytest.mark.parametrize(
    "content",
    [b"[]", b'"text"', b"[1]", b'["a",{"b":[[[[]]]]}]'],
)
def test_a_known_kind_with_content_that_does_not_fit_is_unknown_and_not_an_error(content):
    assert wire.read_line(b'[1,0,"lesson_opened",' + content + b"]").fact == Unknown()


def shortest(fact):
    """A fact with nothing but what its kind cannot do without."""
    hints = typing.get_type_hints(fact)
    needed = fact.__struct_fields__[: len(fact.__struct_fields__) - len(fact.__struct_defaults__)]
    plain = {str: "x", int: 1}
    return fact(*[plain.get(hints[name], ()) for name in needed]), len(needed)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_shortest_line_of_a_kind_is_read_with_the_defaults_of_what_came_later(kind):
    fact, needed = shortest(KINDS[kind])
    content = json.loads(wire.line_of(1, 0, fact))[3]
    line = json.dumps([1, 0, kind, content[:needed]]).encode()

    assert wire.read_line(line) == wire.Line(1, 0, kind, fact)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_line_with_fields_of_a_newer_program_is_read_with_those_that_are_known(kind):
    fact, _needed = shortest(KINDS[kind])
    content = json.loads(wire.line_of(1, 0, fact))[3]
    line = json.dumps([1, 0, kind, [*content, "new", {"and": ["more", 2**70]}]]).encode()

    assert wire.read_line(line) == wire.Line(1, 0, kind, fact)


def test_a_kind_that_is_written_no_more_is_read_as_what_it_is_today(monkeypatch):
    class Hours(msgspec.Struct, array_like=True):
        module: str
        whole: int

    def today(old):
        return HoursRecognised(old.module, 100 * old.whole, "", "")

    monkeypatch.setitem(wire._inner, "hours", wire.upcast(Hours, today))
    line = wire.read_line(b'[5,0,"hours",["CM03",16,"and more"]]')

    assert line == wire.Line(5, 0, "hours_recognised", HoursRecognised("CM03", 1600, "", ""))
    assert wire.read_line(b'[5,0,"hours",["CM03"]]') == wire.Line(5, 0, "?", Unknown())


def test_content_that_does_not_fit_has_no_kind_so_that_nothing_counts_it():
    assert wire.read_line(b'[1,0,"lesson_finished",["CM03"]]').kind == "?"


@pytest.mark.parametrize(
    "number", [2**53 + 1, -(2**53) - 1, 10**30], ids=["above", "below", "far above"]
)
def test_a_number_that_no_column_holds_makes_a_fact_unknown(number):
    line = b'[1,0,"section_read",["CM03","L",1,"d",[],%d,""]]' % number

    assert wire.read_line(line).fact == Unknown()


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{}", b"[]", b'[1,0,"voided"]', b'[1,0,"voided",[]', b'["1",0,"voided",[]]',
        b'[1.5,0,"voided",[]]', b'[-1,0,"voided",[]]', b'[253402300800000,0,"voided",[]]',
        b'[1,1441,"voided",[]]', b'[1,-1441,"voided",[]]', b'[1,0,"%s",[]]' % (b"k" * 65),
        b'[1,0,"\xff",[]]',
        b'[1,0,"voided",' + b"[" * 5000 + b"]" * 5000 + b"]",
        b'[1,0,"voided",["\\ud800"]]', b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_malformed_line_is_damage(line):
    with pytest.raises(DamagedFile):
        wire.read_line(line)


def test_the_widest_time_offset_and_kind_are_still_read():
    line = wire.read_line(b'[253402300799999,1440,"%s",[]]' % (b"k" * 64))

    assert (line.time, line.offset, len(line.kind)) == (253402300799999, 1440, 64)


def test_what_is_restated_is_the_line_it_cites():
    inner = wire.line_of(5, 0, finished())
    told = wire.stated(wire.read_line(wire.line_of(9, 0, Restated("aa", 1, "bb", inner.decode()))))

    assert (told.time, told.fact) == (5, finished())
    assert wire.stated(told) is told


@given(st.binary(max_size=40), st.lists(st.binary(max_size=9), min_size=1, max_size=5))
def test_each_digest_covers_all_lines_before_it(previous, lines):
    digests = wire.chain(previous, lines)

    for index, line in enumerate(lines):
        before = digests[index - 1] if index else previous
        assert digests[index] == wire.digest(before, line)


@given(
    st.lists(st.binary(min_size=1, max_size=99).map(lambda b: b.replace(b"\n", b" ")), min_size=1)
)
def test_lines_come_back_from_their_blob_byte_for_byte(lines):
    assert wire.unpack_lines(wire.pack_lines(lines)) == lines


def test_a_deflate_bomb_stops_at_the_limit():
    bomb = zlib.compress(bytes(wire.MAX_SEGMENT_BYTES + 1))

    assert len(bomb) < 20_000
    with pytest.raises(TooLarge):
        wire.unpack_lines(bomb)


def test_a_blob_of_exactly_the_limit_is_taken():
    assert wire.unpack_lines(zlib.compress(bytes(1000)), limit=1000) == [bytes(1000)]
    with pytest.raises(TooLarge):
        wire.unpack_lines(zlib.compress(bytes(1001)), limit=1000)


@pytest.mark.parametrize(
    "spoil",
    [lambda b: b[:-1], lambda b: b + b"x", lambda b: b"", lambda b: b"no deflate", lambda b: b[1:]],
    ids=["cut", "longer", "empty", "foreign", "headless"],
)
def test_a_blob_that_is_not_one_whole_deflate_stream_is_damage(spoil):
    with pytest.raises(DamagedFile):
        wire.unpack_lines(spoil(wire.pack_lines([b"a" * 50])))


def test_the_tail_of_a_fork_is_named_after_its_source_and_first_record():
    name = wire.branch_name(b"s" * 32, b"d" * 32)

    assert name == wire.digest(b"s" * 32, b"d" * 32)
    assert name != wire.branch_name(b"s" * 32, b"e" * 32)


def test_hex_that_nobody_checked_gives_nothing_instead_of_an_error():
    assert wire.from_hex("0aff") == b"\x0a\xff"
    assert wire.from_hex("zz") == b""
    assert wire.from_hex("đ") == b""


@given(st.integers(1, 2**40), st.integers(1, 20_000))
def test_a_signed_place_is_told_from_every_other(first, count):
    message = wire.seal_message(SOURCE.id, first, count, b"e" * 32)

    assert message != wire.seal_message(SOURCE.id, first + 1, count, b"e" * 32)
    assert message != wire.seal_message(SOURCE.id, first, count + 1, b"e" * 32)
    assert message != wire.seal_message(b"o" * 32, first, count, b"e" * 32)
    assert message != wire.seal_message(SOURCE.id, first, count, b"f" * 32)


def sound():
    return a_segment(SOURCE, HANH, lines_of([finished(), finished("CM03-02"), read("a")]))


def test_a_sound_segment_opens_into_its_lines_and_digests():
    segment = sound()

    opened = wire.open_segment(SOURCE.id, segment)

    assert opened.lines == lines_of([finished(), finished("CM03-02"), read("a")])
    assert opened.digests[-1] == segment.end
    assert (segment.last, len(opened.digests)) == (3, 3)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"count": 2}, "count"),
        ({"count": 4}, "count"),
        ({"first": 0}, "number"),
        ({"first": wire.MAX_NUMBER + 1}, "number"),
        ({"first": -3}, "number"),
        ({"previous": b"p" * 32}, "first"),
        ({"previous": b""}, "digest"),
        ({"end": b"e" * 31}, "digest"),
        ({"end": b"e" * 32}, "digest"),
        ({"first": 2, "previous": b"p" * 32}, "digest"),
    ],
)
def test_a_segment_that_does_not_say_what_it_holds_is_damage(change, reason):
    with pytest.raises(DamagedFile) as caught:
        wire.open_segment(SOURCE.id, replace(sound(), **change))

    assert caught.value.details["reason"] == reason


@pytest.mark.parametrize("count", [0, -1, wire.MAX_SEGMENT_RECORDS + 1])
def test_a_segment_of_no_records_or_too_many_is_refused_before_it_is_inflated(count):
    bomb = replace(sound(), count=count, blob=b"not even deflate")

    with pytest.raises(TooLarge):
        wire.open_segment(SOURCE.id, bomb)


def test_a_line_that_is_too_long_is_refused():
    long = a_segment(SOURCE, HANH, [b"x", b"x" * (wire.MAX_LINE + 1), b"x"])
    fits = a_segment(SOURCE, HANH, [b"x" * wire.MAX_LINE])

    with pytest.raises(TooLarge):
        wire.open_segment(SOURCE.id, long)
    assert wire.open_segment(SOURCE.id, fits).lines == [b"x" * wire.MAX_LINE]


def test_a_segment_at_the_largest_number_still_opens():
    segment = a_segment(SOURCE, HANH, [b"x"], first=wire.MAX_NUMBER, previous=b"p" * 32)

    assert wire.open_segment(SOURCE.id, segment).lines == [b"x"]


@given(st.data())
def test_a_flipped_bit_anywhere_in_a_blob_is_noticed(data):
    segment = sound()
    bit = data.draw(st.integers(0, len(segment.blob) * 8 - 1))
    flipped = bytearray(segment.blob)
    flipped[bit // 8] ^= 1 << bit % 8

    try:
        opened = wire.open_segment(SOURCE.id, replace(segment, blob=bytes(flipped)))
    except (DamagedFile, TooLarge):
        return
    assert opened.lines == wire.open_segment(SOURCE.id, segment).lines  # a bit without meaning


def test_lines_of_nothing_are_counted_before_they_are_made():
    bomb = zlib.compress(b"\n" * (wire.MAX_SEGMENT_BYTES - 1))

    with pytest.raises(DamagedFile) as caught:
        wire.unpack_lines(bomb, count=1)

    assert caught.value.details["reason"] == "count"


def test_what_fits_into_a_segment_is_the_first_of_the_lines():
    line = b"x" * wire.MAX_LINE
    fit = wire.MAX_SEGMENT_BYTES // (wire.MAX_LINE + 1)

    assert len(wire.fitting([line] * 1000)) == fit
    assert wire.fitting([b"a", b"b"]) == [b"a", b"b"]


def test_a_line_beyond_what_receivers_take_is_not_made():
    with pytest.raises(TextTooLong):
        wire.line_of(0, 0, Profile("x" * wire.MAX_LINE))


def test_a_line_as_long_as_may_be_is_made_and_taken_and_one_byte_more_is_not():
    room = wire.MAX_LINE - len(wire.line_of(NOON, 420, Profile("")))
    line = wire.line_of(NOON, 420, Profile("x" * room))

    assert len(line) == wire.MAX_LINE
    assert wire.open_segment(SOURCE.id, a_segment(SOURCE, HANH, [line])).lines == [line]
    with pytest.raises(TextTooLong):
        wire.line_of(NOON, 420, Profile("x" * (room + 1)))
