from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfstudy.domain.errors import DatabaseBusy, DiskFull, FolderReadOnly
from selfstudy.domain.search import Document
from selfstudy.domain.sought import MATCH_END, MATCH_START, SNIPPET_WORDS, sought
from selfstudy.store.search import Search


def document(name, title, body="", group="CM03", kind="lesson", **more):
    return Document(group, kind, name, title, body, name, **more)


DOCUMENTS = (
    document("dtbd", "Đào tạo, bồi dưỡng công chức", "Đội ngũ cán bộ được đào tạo mỗi năm."),
    document("dao", "Con dao pha", "Dao là dụng cụ."),
    document("vanthu", "Công tác văn thư", "Theo Nghị định 30/2020/NĐ-CP, đường đi của công văn."),
    document("hoagiai", "Hoà giải ở cơ sở", "Tổ hòa giải."),
    document("ngochan", "Đặng Thị Ngọc Ánh", "Một người.", group="people", kind="term"),
)


@pytest.fixture
def search(tmp_path):
    search = Search(tmp_path / "search.db")
    search.index(DOCUMENTS)
    yield search
    search.close()


def names(search, words):
    return [hit.id for hit in search.find(words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("dao tao", "dtbd"),
        ("đào tạo", "dtbd"),
        ("DAO TAO", "dtbd"),
        ("dang thi ngoc anh", "ngochan"),
        (unicodedata.normalize("NFD", "đường đi"), "vanthu"),
        ("duong di", "vanthu"),
        ("nghi dinh", "vanthu"),
        ("hoà giải", "hoagiai"),
        ("hòa giải", "hoagiai"),
        ("boi duo", "dtbd"),
        ("30/2020/nđ-cp", "vanthu"),
        ("30/2020", "vanthu"),
    ],
)
def test_words_are_found_with_and_without_marks(search, words, first):
    assert names(search, words)[0] == first


def test_the_same_marks_come_first(search):
    assert names(search, "đào") == ["dtbd", "dao"]
    assert names(search, "dao") == ["dao", "dtbd"]


def test_a_hit_tells_where_it_opens(search):
    hit = search.find("ngọc ánh")[0]

    assert (hit.kind, hit.id, hit.title, hit.lesson) == (
        "term",
        "ngochan",
        "Đặng Thị Ngọc Ánh",
        "ngochan",
    )
    assert hit.score > 0


NAMED = (
    *(
        document(f"q{n}", f"Điều nào trong 30/2020/NĐ-CP đúng với hồ sơ việc {n}?", kind="question")
        for n in range(30)
    ),
    document(
        "nd30", "30/2020/NĐ-CP Nghị định về văn thư", kind="source", other="Nghị định về văn thư"
    ),
    document("nd130", "130/2020/NĐ-CP Nghị định khác", kind="source", other="Nghị định khác"),
    document("m", "Soạn thảo theo Nghị định 30/2020/NĐ-CP", "chữ " * 90, kind="module"),
    document("loai", "Các loại hồ sơ", "hồ sơ việc " * 200, other="Kinds of files"),
    document(
        "hoso", "Hồ sơ việc", "chữ " * 900, other="Files of work", headings=("Đầu", "Mục đích")
    ),
    document("muc", "Một bài khác", "Điều 30/2020. Mục đích.", headings=("1. Số 30/2020", "Sổ")),
    document("mucdich", "Bài cuối", "mục đích " * 50),
)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("30/2020", ["nd30", "m", "muc"]),
        ("30/2020/nđ-cp", ["nd30", "m"]),
        ("30/2020/NĐ-CP", ["nd30", "m"]),
        ("30 2020 nd cp", ["nd30", "m"]),
        ("Nghị định về văn thư", ["nd30"]),
        ("nghi dinh ve van thu", ["nd30"]),
        ("hồ sơ việc", ["hoso"]),
        ("ho so viec", ["hoso"]),
        ("Hồ sơ", ["hoso", "loai"]),
        ("files of work", ["hoso"]),
        ("mục đích", ["hoso", "mucdich"]),
        ("muc dich", ["hoso", "mucdich"]),
        ("số 30", ["muc"]),
    ],
)
def test_what_is_called_so_comes_before_what_only_mentions_it(search, words, first):
    search.index(NAMED)

    assert names(search, words)[: len(first)] == first


def test_what_is_called_so_comes_first_among_its_kind_and_where_few_are_wanted(search):
    search.index([*NAMED, *(document(f"b{n}", f"Hồ sơ việc {n}", group="X") for n in range(30))])

    assert [hit.id for hit in search.find("hồ sơ việc", 1)] == ["hoso"]
    assert [hit.id for hit in search.find("ho so viec", 1, "lesson")] == ["hoso"]
    assert [hit.kind for hit in search.find("30/2020", 9, "question")] == ["question"] * 9


def test_a_hit_tells_whether_a_name_of_it_begins_with_the_words(search):
    search.index(NAMED)
    found = {hit.id: hit.called for hit in search.find("30/2020")}

    assert [name for name, called in found.items() if called] == ["nd30"]
    assert found["m"] is found["muc"] is found["q1"] is False


def test_every_word_must_be_there(search):
    assert names(search, "đào tạo văn thư") == []
    assert names(search, "không có") == []


def test_words_side_by_side_count_for_more(search):
    search.index(
        [
            document("xa", "công tác về văn", "công tác văn", "X"),
            document("gan", "công văn", "một loại giấy tờ dài dòng hơn nhiều", "X"),
        ]
    )

    assert names(search, "cong van")[0] == "gan"


@pytest.mark.parametrize("words", ["", "   ", '"', "* ( ) : ^ - +", "…", "\x00"])
def test_nothing_to_look_for_finds_nothing(search, words):
    assert search.find(words) == []


@pytest.mark.parametrize(
    "words",
    [
        '"đào tạo',
        "đào AND",
        "NEAR(đào tạo)",
        "title:đào",
        "đào OR NOT tạo",
        "đào*",
        "{body} : đào",
        "^đào",
        "đào'; DROP TABLE documents; --",
        "a" * 5000,
        "x " * 500,
    ],
)
def test_quotes_and_operators_are_only_text(search, words):
    search.find(words)

    assert names(search, "đào tạo") == ["dtbd"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(words=st.text(max_size=40))
def test_no_text_breaks_the_search(search, words):
    assert len(search.find(words)) <= 20


def test_a_limit_is_kept(search):
    search.index([document(f"n{n}", "đào tạo", group="X") for n in range(30)])

    assert len(search.find("đào tạo")) == 20
    assert len(search.find("đào", limit=3)) == 3
    assert search.find("đào", limit=0) == []


def test_one_letter_looks_at_titles_alone(search):
    assert set(names(search, "c")) == {"vanthu", "dtbd", "dao", "hoagiai"}
    assert names(search, "m") == []


def test_a_snippet_marks_what_was_found_in_the_text_as_written(search):
    hit = search.find("dao tao")[0]

    marked = f"{MATCH_START}đào{MATCH_END} {MATCH_START}tạo{MATCH_END}"
    assert hit.snippet == f"Đội ngũ cán bộ được {marked} mỗi năm."


def test_a_snippet_marks_the_same_marks_only_when_they_are_there(search):
    search.index([document("v", "khác", "và vả vá", "X")])

    assert search.find("vả")[0].snippet == f"và {MATCH_START}vả{MATCH_END} vá"
    assert search.find("vạ")[0].snippet.count(MATCH_START) == 3


def test_a_snippet_shows_the_stretch_with_most_matches(search):
    filler = "từ " * 200
    search.index([document("d", "tiêu đề", f"luật {filler} luật lưu trữ {filler}", "X")])
    snippet = search.find("luật lưu trữ")[0].snippet

    assert f"{MATCH_START}lưu{MATCH_END} {MATCH_START}trữ{MATCH_END}" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(snippet.split()) == SNIPPET_WORDS + 2


def test_a_snippet_of_a_title_alone_or_of_odd_letters_is_unmarked(search):
    search.index([document("t", "Thông báo", "", "X"), document("s", "Straße", "Straße İ bộ", "Y")])

    assert search.find("thông báo")[0].snippet == "Thông báo"
    assert search.find("strasse")[0].snippet == "Straße İ bộ"


def test_indexing_a_module_again_replaces_what_it_had(search):
    search.index([document("moi", "Văn thư mới")])

    assert names(search, "đào tạo") == []
    assert names(search, "văn thư") == ["moi"]
    assert names(search, "ngọc ánh") == ["ngochan"]


def test_an_interrupted_indexing_changes_nothing(search):
    def broken():
        yield document("moi", "Văn thư mới")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search.index(broken())
    with pytest.raises(sqlite3.Error, match="binding"):
        search.index([document("moi", "Văn thư mới"), document(["x"], "y")])
    with pytest.raises(TypeError):
        search.index([document("moi", "Văn thư mới"), document("x", None)])

    assert names(search, "đào tạo") == ["dtbd"]
    assert names(search, "văn thư mới") == []


def test_the_index_is_made_again_only_for_what_changed(tmp_path):
    search = Search(tmp_path / "search.db")
    asked = []

    def documents_of(group):
        asked.append(group)
        return [document(f"{group}-1", f"Bài của {group}", group=group)]

    assert not search.is_current({"CM03": "a"})
    assert search.refresh({"CM03": "a", "CM04": "b"}, documents_of) == 2
    assert search.is_current({"CM03": "a", "CM04": "b"})
    assert search.refresh({"CM03": "a", "CM04": "b"}, documents_of) == 0
    assert search.refresh({"CM04": "c"}, documents_of) == 1
    assert asked == ["CM03", "CM04", "CM04"]
    assert names(search, "bài") == ["CM04-1"]
    search.close()


def test_a_group_may_be_emptied(search):
    search.index([], {"CM03": "leer"})

    assert names(search, "đào tạo") == []
    assert search.digests() == {"CM03": "leer", "people": ""}


def test_the_index_is_there_after_opening_again(search, tmp_path):
    search.close()
    again = Search(tmp_path / "search.db")

    assert names(again, "đào tạo") == ["dtbd"]
    again.close()


def test_the_index_stays_sound(search, tmp_path):
    search.index([document("moi", "Văn thư mới", "nội dung")])
    search.forget(["people"])

    for table in ("marked", "folded", "named", "named_folded"):
        search._connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b""])
def test_a_file_that_is_no_index_is_made_anew(tmp_path, content):
    path = tmp_path / "search.db"
    path.write_bytes(content)
    search = Search(path)
    search.index(DOCUMENTS)

    assert names(search, "đào tạo") == ["dtbd"]
    search.close()


def test_an_index_of_another_version_is_made_anew(tmp_path):
    path = tmp_path / "search.db"
    Search(path).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    search = Search(path)

    assert search.digests() == {}
    assert search.find("đào") == []
    search.close()


@pytest.mark.parametrize("use", ["find", "index", "digests"])
def test_an_index_damaged_while_open_is_made_anew(search, tmp_path, use):
    search.index([document(f"n{n}", f"tiêu đề {n}", "từ " * 500, group="X") for n in range(50)])
    search.close()
    search._connection = search._connected()
    path = tmp_path / "search.db"
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))

    if use == "find":
        assert search.find("đào") == []
    elif use == "digests":
        assert search.digests() == {}
    else:
        search.index(DOCUMENTS)
    search.index(DOCUMENTS)

    assert names(search, "đào tạo") == ["dtbd"]


def test_an_index_held_by_another_program_is_busy(search, tmp_path):
    search._connection.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "search.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(DatabaseBusy):
        search.index(DOCUMENTS)
    with pytest.raises(DatabaseBusy):
        search.find("đào")
    other.execute("ROLLBACK")
    other.close()

    assert names(search, "đào tạo") == ["dtbd"]


def test_a_full_disk_is_told_and_changes_nothing(search):
    search._connection.execute("PRAGMA max_page_count = 1")
    many = [document(f"n{n}", "tiêu đề", "từ " * 5000) for n in range(50)]

    with pytest.raises(DiskFull):
        search.index(many)

    assert names(search, "đào tạo") == ["dtbd"]


def test_an_index_without_its_tables_is_made_anew(search):
    search._connection.execute("DROP TABLE folded")

    assert search.find("đào") == []
    assert search.digests() == {}


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(FolderReadOnly):
        Search(tmp_path / "file" / "search.db")


def test_a_folder_in_the_place_of_the_index_is_told(tmp_path):
    (tmp_path / "search.db").mkdir()

    with pytest.raises(FolderReadOnly):
        Search(tmp_path / "search.db")


def test_a_query_keeps_at_most_sixteen_words():
    assert len(sought("từ " * 60).tokens) == 16


def test_words_with_other_marks_must_stand_near_each_other(search):
    far = "từ " * 200
    search.index(
        [
            document("gan", "x", "chiếc máy có bay lên trực tiếp", "X"),
            document("xa", "x", f"may {far} bay {far} trực", "X"),
        ]
    )

    assert names(search, "máy bày trúc") == ["gan"]
    assert set(names(search, "may bay truc")) == {"gan", "xa"}
    assert set(names(search, "máy bày trúc q")) == {"gan"}


def test_a_damaged_index_that_cannot_be_removed_now_is_busy(tmp_path, monkeypatch):
    path = tmp_path / "search.db"
    path.write_bytes(b"not a database at all" * 100)

    def held(_path, **_how):
        raise PermissionError

    monkeypatch.setattr(type(path), "unlink", held)
    with pytest.raises(DatabaseBusy):
        Search(path)


def test_making_the_index_can_be_stopped_between_two_groups_and_goes_on(tmp_path):
    search = Search(tmp_path / "search.db")
    told = []

    def documents_of(group):
        return [document(f"{group}-1", f"Bài của {group}", group=group)]

    wanted = {"CM03": "a", "CM04": "b"}
    assert search.refresh(wanted, documents_of, lambda *far: told.append(far), lambda: told) == 1
    assert names(search, "bài") == ["CM03-1"]
    assert search.refresh(wanted, documents_of) == 1
    assert told == [(0, 2)]
    search.close()
