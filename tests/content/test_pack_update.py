"""What an update may say, and that it makes exactly what its publisher signed."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.content import pack_shell, pack_update
from selfstudy.content.pack import (
    Signer,
    Update,
    build,
    build_update,
    folder_files,
    open_any,
    open_pack,
)
from selfstudy.content.pack_file import tree_digest
from selfstudy.content.pack_update import PIECE
from selfstudy.domain.errors import (
    DamagedFile,
    PackRefused,
    SelfStudyError,
    TooLarge,
    UnreadableFile,
)
from tests.content.test_pack import KEY, PUBLIC, verify

SIGNER = Signer(KEY.sign, PUBLIC)
FILES = {"module.toml": b"id = 1\n", "a.md": b"mot hai ba " * 900, "b.md": b"cu"}
HEX = "ab" * 32


@pytest.fixture
def base(lessons):
    """Version 2, packed; the folder goes on to version 3 with one question changed."""
    pack = open_pack(build(lessons.module, SIGNER), verify)
    lessons.change("module.toml", "version = 2", "version = 3")
    lessons.change("questions/01-cac-loai.md", "Văn bản nào là", "Đâu là")
    return pack


def forged(files=None, tree=None, removed=(), sizes=None, **manifest):
    """A well-signed update that an honest builder would not make; `files` are packed already."""
    files = files or {}
    listed = [[path, (sizes or {}).get(path, 10), len(part)] for path, part in files.items()]
    about = {
        "module": "CM03", "version": 3, "title": "t", "title_en": "t", "changes": "",
        "base": [2, tree_digest(FILES)], "tree": tree or HEX, "files": listed,
        "removed": list(removed), **manifest,
    }  # fmt: skip
    return pack_shell.seal(pack_shell.UPDATE, about, b"".join(files.values()), SIGNER)


def opened(raw):
    found = open_any(raw, verify, "g.thpack")
    assert isinstance(found, Update)
    return found


def test_an_update_makes_the_version_that_the_folder_holds(lessons, base):
    raw = build_update(lessons.module, base, SIGNER)
    update = opened(raw)

    made = update.onto(dict(base.files))

    assert dict(made.files) == folder_files(lessons.module)
    assert [path for path, _size, _packed in update.files] == [
        "module.toml", "questions/01-cac-loai.md",
    ]  # fmt: skip
    assert len(raw) < 1200
    assert update.onto(dict(made.files)) == made


def test_the_same_change_always_gives_the_same_bytes(lessons, base):
    raw = build_update(lessons.module, base, SIGNER)

    assert build_update(lessons.module, base, SIGNER) == raw


def test_files_come_and_go(lessons, base):
    lessons.write("changes.md", "Thêm một tệp.")
    (lessons.module / "glossary.toml").write_text('[terms]\n"bản gốc" = "Bản đầu."\n')
    lessons.change("01-cac-loai.md", '![Sơ đồ các loại văn bản](figures/loai.svg "Hình 1")', "")
    lessons.change("01-cac-loai.md", " Văn bản có [trích yếu](term:trích yếu).", "")
    (lessons.module / "figures" / "loai.svg").unlink()

    update = opened(build_update(lessons.module, base, SIGNER))

    assert update.removed == ("figures/loai.svg",)
    assert update.head.changes == "Thêm một tệp."
    assert dict(update.onto(dict(base.files)).files) == folder_files(lessons.module)


@given(st.binary(max_size=3 * PIECE), st.binary(max_size=3 * PIECE))
def test_any_file_comes_out_as_it_went_in(new, old):
    packed = pack_update._shrunk(new, old)

    assert pack_update._grown(packed, old, len(new), "") == new


@given(st.integers(0, 60_000), st.integers(0, 4_000), st.binary(max_size=3_000))
def test_a_change_anywhere_in_a_large_file_costs_little_more_than_its_words(at, went, came):
    old = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(2000))
    new = old[:at] + came + old[at + went :]

    packed = pack_update._shrunk(new, old)

    assert pack_update._grown(packed, old, len(new), "") == new
    assert len(packed) < len(came) + 1500


@given(st.binary(max_size=300), st.integers(0, 300))
def test_packed_bytes_that_are_none_are_damaged(packed, size):
    try:
        found = pack_update._grown(packed, b"cu", size, "g")
    except SelfStudyError as error:
        assert isinstance(error, DamagedFile)  # noqa: PT017 — either way is right
    else:
        assert len(found) == size


def test_an_update_onto_other_files_is_refused(lessons, base):
    update = opened(build_update(lessons.module, base, SIGNER))
    other = {**dict(base.files), "changes.md": b"x"}

    with pytest.raises(PackRefused) as caught:
        update.onto(other, "g")
    assert caught.value.details["reason"] == "packs.base_differs"


def test_a_result_that_was_not_signed_is_damaged():
    packed = pack_update._shrunk(b"mot", b"cu")

    with pytest.raises(DamagedFile):
        opened(forged({"b.md": packed}, sizes={"b.md": 3})).onto(FILES)
    right = tree_digest({**FILES, "b.md": b"mot"})
    made = opened(forged({"b.md": packed}, tree=right, sizes={"b.md": 3})).onto(FILES)
    assert dict(made.files)["b.md"] == b"mot"


@pytest.mark.parametrize("path", ["../a.md", "/a.md", "a\\b.md", "con.md", ".origin.json", "a.exe"])
def test_a_path_that_leads_out_is_refused(path):
    with pytest.raises(PackRefused) as caught:
        opened(forged({path: b""}))
    assert caught.value.details["reason"] == "problem.pack_path"


def test_a_path_twice_or_the_same_but_for_its_case_is_refused():
    twice = [["a.md", 0, 0], ["a.md", 0, 0]]
    with pytest.raises(PackRefused):
        opened(_listed(twice))
    with pytest.raises(PackRefused):
        opened(_listed([["A.md", 0, 0]])).onto(FILES)


def _listed(listed, content=b"", **manifest):
    about = {
        "module": "CM03", "version": 3, "title": "t", "title_en": "t", "changes": "",
        "base": [2, tree_digest(FILES)], "tree": HEX, "files": listed, "removed": [], **manifest,
    }  # fmt: skip
    return pack_shell.seal(pack_shell.UPDATE, about, content, SIGNER)


def test_an_update_without_the_module_file_is_refused():
    with pytest.raises(PackRefused) as caught:
        opened(forged(removed=["module.toml"])).onto(FILES)
    assert caught.value.details["reason"] == "problem.pack_no_module"


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = pack_update._shrunk(bytes(3_000_000), b"")

    with pytest.raises(TooLarge):
        opened(forged({"c.md": bomb}, sizes={"c.md": 3_000_000})).onto(FILES)
    with pytest.raises(TooLarge):
        opened(_listed([["c.md", 70_000_000, 0]]))
    with pytest.raises(TooLarge):
        opened(_listed([[f"{n}.md", 0, 0] for n in range(4001)]))
    with pytest.raises(TooLarge):
        opened(_listed([[f"{n}.md", 0, 0] for n in range(2001)])).onto(FILES)


def test_a_file_that_grows_beyond_what_was_stated_is_damaged():
    packed = pack_update._shrunk(Random(4).randbytes(PIECE), b"")

    for size in (10, PIECE - 1, PIECE + 1):
        with pytest.raises(DamagedFile):
            opened(forged({"c.md": packed}, sizes={"c.md": size})).onto(FILES)


@pytest.mark.parametrize(
    "changes",
    [
        {"base": 2}, {"base": [2]}, {"base": ["2", HEX]}, {"base": [2, "x"]}, {"tree": None},
        {"files": {}}, {"files": [["a.md", 1]]}, {"files": [["a.md", -1, 0]]},
        {"files": [["a.md", 0, True]]}, {"files": [[1, 0, 0]]}, {"removed": "a.md"},
        {"removed": [1]}, {"files": [["a.md", 0, 5]]}, {"publisher_name": 3},
        {"publisher_name": "x" * 121}, {"was": [HEX]}, {"was": [HEX, HEX]}, {"version": 0},
        {"version": 10**9},
    ],
)  # fmt: skip
def test_an_update_out_of_shape_is_damaged(changes):
    with pytest.raises(DamagedFile):
        opened(_listed([], **changes))


def test_a_word_for_a_key_that_nobody_gave_is_a_forgery():
    from selfstudy.domain.errors import BadSignature

    with pytest.raises(BadSignature):
        opened(_listed([], was=[PUBLIC.hex(), "00" * 64]))


def test_an_update_is_no_whole_pack(lessons, base):
    with pytest.raises(UnreadableFile):
        open_pack(build_update(lessons.module, base, SIGNER), verify)


def test_every_flipped_byte_of_an_update_is_refused(lessons, base):
    raw = build_update(lessons.module, base, SIGNER)
    for at in range(len(raw)):
        flipped = bytearray(raw)
        flipped[at] ^= 1
        with pytest.raises(SelfStudyError):
            open_any(bytes(flipped), verify)


def test_anybody_can_read_an_update_with_zlib_alone(lessons, base):
    """As docs/pack-format.md tells it, without a line of ours."""
    raw = build_update(lessons.module, base, SIGNER)
    start = 20 + struct.unpack_from(">I", raw, 8)[0]
    (length,) = struct.unpack_from(">I", raw, start)
    manifest = json.loads(raw[start + 4 : start + 4 + length])
    content = raw[start + 4 + length : -96]
    old = dict(base.files)
    for path, size, packed in manifest["files"]:
        part, content, new = content[:packed], content[packed:], b""
        while len(new) < size:
            (piece,) = struct.unpack_from(">H", part)
            at = len(new)
            around = old.get(path, b"")[max(0, at - 6144) : at + 14336]
            done = new[max(0, at - (23552 - len(around))) :]
            new += zlib.decompressobj(-15, zdict=around + done).decompress(part[2 : 2 + piece])
            part = part[2 + piece :]
        old[path] = new
    digests = [[path, hashlib.sha256(old[path]).hexdigest()] for path in sorted(old)]
    tree = json.dumps(digests, ensure_ascii=False, separators=(",", ":")).encode()
    assert hashlib.sha256(tree).hexdigest() == manifest["tree"]
    assert old == folder_files(lessons.module)
