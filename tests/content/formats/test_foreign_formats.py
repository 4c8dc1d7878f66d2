"""Question files of other programs: what is taken, and by line what is not."""

from __future__ import annotations

import random
import sqlite3
import zipfile
from contextlib import closing

import pytest

from selfstudy.content.formats import archive, gift, moodle_xml, qti, safe_xml
from selfstudy.content.formats.anki import read_deck, read_text
from selfstudy.content.formats.draft import Draft, DraftOption, question_file_text
from selfstudy.content.formats.plain import plain
from selfstudy.content.problems import Findings
from selfstudy.content.question_file import read_questions
from selfstudy.domain.errors import UnreadableFile
from selfstudy.domain.question import Option, Question
from selfstudy.store.anki_notes import read_notes

GIFT = """// Một chú thích
$CATEGORY: Học phần thử

::Câu 1:: Văn bản nào là văn bản hành chính? {
=Công văn#Đúng theo Điều 7
~Luật#Do Quốc hội ban hành
~Nghị định
####Điều 7 kể đủ các loại
}

Công văn không ghi tên loại. {TRUE#Sai rồi#Đúng rồi}

Có bao nhiêu loại? {#29:0.5}

Trong khoảng nào? {#1..5}

Viết tắt của Báo cáo \\= {=BC =B.C.}

Ghép. {=Tờ trình -> TTr =Báo cáo -> BC}

Chọn các thành phần. {~%50%Quốc hiệu ~%50%Chữ ký ~%-100%Nền hoa văn#Không phải}

Ký hiệu của {=CV ~TB} là gì

[html]<p>Xem <img src="a.png" alt="sơ đồ"> &amp; chọn</p> {=A ~B}

Kể về công việc của bạn. {}

Đây chỉ là lời dẫn.

Hỏng {#hai mươi}

$CATEGORY: A
Hỏi sau mục? {F}
"""


def problems(found):
    return [(p.key.removeprefix("problem.import_"), p.line) for p in found.problems]


def test_gift_gives_each_kind_and_tells_what_it_cannot_take():
    found = Findings("a.gift", [])
    drafts = gift.read(GIFT, found)

    assert [(d.kind, d.line) for d in drafts] == [
        ("single", 4), ("true_false", 11), ("numeric", 13), ("numeric", 15), ("cloze", 17),
        ("match", 19), ("multi", 21), ("single", 23), ("single", 25), ("true_false", 34),
    ]  # fmt: skip
    assert drafts[0].options[1] == DraftOption("Luật", False, "Do Quốc hội ban hành")
    assert drafts[0].explanation == "Điều 7 kể đủ các loại"
    assert [(o.right, o.reason) for o in drafts[1].options] == [
        (True, "Đúng rồi"), (False, "Sai rồi"),
    ]  # fmt: skip
    assert (drafts[2].options[0].text, drafts[2].tolerance) == ("29", "0,5")
    assert (drafts[3].options[0].text, drafts[3].tolerance) == ("3", "2")
    assert (drafts[4].text, drafts[4].options[0].text) == (
        "Viết tắt của Báo cáo =\n\n____",
        "BC | B.C.",
    )
    assert [(o.text, o.pair) for o in drafts[5].options] == [("Tờ trình", "TTr"), ("Báo cáo", "BC")]
    assert [o.right for o in drafts[6].options] == [True, True, False]
    assert drafts[7].text == "Ký hiệu của ____ là gì"
    assert drafts[8].text == "Xem sơ đồ & chọn"
    assert [o.right for o in drafts[9].options] == [False, True]
    assert problems(found) == [
        ("media", 25), ("essay", 27), ("description", 29), ("number", 31),
    ]  # fmt: skip


def test_an_answer_list_that_is_partly_pairs_or_has_several_numbers_is_taken_in_part():
    found = Findings("a.gift", [])
    drafts = gift.read("Ghép {=a -> b ~c}\n\nSố {#=%100%5:1#Vì =%50%6:2}\n\nMở {=a", found)

    assert [d.kind for d in drafts] == ["match", "numeric"]
    assert drafts[1].explanation == "Vì"
    assert problems(found) == [("part", 1), ("part", 3), ("broken", 5)]


MOODLE = """<?xml version="1.0"?>
<quiz>
<question type="category"><category><text>x</text></category></question>
<question type="multichoice"><questiontext format="html"><text><![CDATA[<p>Chọn <b>một</b></p>]]>
</text></questiontext><single>true</single>
<answer fraction="100"><text>A</text><feedback><text>Vì A</text></feedback></answer>
<answer fraction="0"><text>B</text></answer></question>
<question type="multichoice"><questiontext><text>Nhiều</text><file name="a.png"/></questiontext>
<single>false</single><answer fraction="50"><text>A</text></answer>
<answer fraction="50"><text>B</text></answer><answer fraction="x"><text>C</text></answer></question>
<question type="truefalse"><questiontext><text>Đúng?</text></questiontext>
<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>
</question>
<question type="shortanswer"><questiontext><text>Viết tắt</text></questiontext>
<answer fraction="100"><text>BC</text></answer><answer fraction="0"><text>*</text></answer>
<answer fraction="0"><text>B</text><feedback><text>Thiếu C</text></feedback></answer></question>
<question type="shortanswer"><questiontext><text>Không đáp án</text></questiontext></question>
<question type="numerical"><questiontext><text>Mấy?</text></questiontext>
<answer fraction="100"><text>29.5</text><tolerance>0.5</tolerance><feedback><text>Đếm</text></feedback>
</answer><answer fraction="0"><text>1</text></answer></question>
<question type="numerical"><questiontext><text>Mấy?</text></questiontext></question>
<question type="matching"><questiontext><text>Ghép</text></questiontext>
<subquestion><text>TTr</text><answer><text>Tờ trình</text></answer></subquestion>
<subquestion><text></text><answer><text>Thừa</text></answer></subquestion></question>
<question type="ordering"><questiontext><text>Xếp</text></questiontext>
<answer fraction="1"><text>Một</text></answer><answer fraction="2"><text>Hai</text></answer></question>
<question type="cloze"><questiontext><text>Điều {1:SHORTANSWER:=7~%100%bảy~8} và {2:SA:=8}</text>
</questiontext></question>
<question type="cloze"><questiontext><text>Điều {1:MULTIRESPONSE:=7}</text></questiontext></question>
<question type="essay"><questiontext><text>Kể</text></questiontext></question>
<question type="ddwtos"><questiontext><text>Kéo</text></questiontext></question>
</quiz>"""  # noqa: E501


def test_moodle_xml_gives_each_kind_and_tells_what_it_cannot_take():
    found = Findings("a.xml", [])
    drafts = moodle_xml.read(MOODLE.encode(), found)

    assert [d.kind for d in drafts] == [
        "single", "multi", "true_false", "cloze", "numeric", "match", "order", "cloze",
    ]  # fmt: skip
    assert (drafts[0].text, drafts[0].options[0]) == ("Chọn một", DraftOption("A", True, "Vì A"))
    assert [o.right for o in drafts[1].options] == [True, True, False]
    assert [o.right for o in drafts[2].options] == [False, True]
    assert [o.text for o in drafts[3].options] == ["BC", "B"]
    assert (drafts[4].options[0].text, drafts[4].tolerance) == ("29,5", "0,5")
    assert drafts[4].explanation == "Đếm"
    assert drafts[5].options == (DraftOption("TTr", pair="Tờ trình"),)
    assert [o.text for o in drafts[6].options] == ["Một", "Hai"]
    assert drafts[7].text == "Điều ____ và ____"
    assert [o.text for o in drafts[7].options] == ["7 | bảy", "8"]
    assert [key for key, _ in problems(found)] == [
        "media", "broken", "part", "number", "part", "kind", "essay", "kind",
    ]  # fmt: skip
    assert all(line > 1 for _, line in problems(found))


BOMB = '<!DOCTYPE quiz [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (BOMB.encode(), "unsafe"),
        (b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "unsafe"),
        (b"<quiz>" * 300, "unsafe"),
        (b"<quiz>", "broken"),
        (b"", "broken"),
        (b'<?xml version="1.0" encoding="x-none"?><quiz/>', "broken"),
        (b"<html/>", "other_xml"),
    ],
)
def test_xml_that_is_unsafe_or_broken_is_told(raw, key):
    for reader in (moodle_xml.read, qti.read):
        found = Findings("a.xml", [])

        assert reader(raw, found) == []
        expected = "description" if reader is qti.read and raw == b"<quiz/>" else key
        assert problems(found)[0][0] == expected


def item(body, responses="", extra=""):
    return f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i">
{responses}<itemBody>{body}</itemBody>{extra}</assessmentItem>"""


def declared(*values, name="R", base="identifier"):
    inside = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="{name}" baseType="{base}"><correctResponse>{inside}'
        "</correctResponse></responseDeclaration>"
    )


CHOICE = (
    '<p>Chọn <b>một</b>.</p><choiceInteraction responseIdentifier="R" maxChoices="{most}">'
    '<prompt>Văn bản nào?</prompt><simpleChoice identifier="A">{a}<feedbackInline>Vì A'
    '</feedbackInline></simpleChoice><simpleChoice identifier="B">{b}</simpleChoice>'
    "</choiceInteraction>"
)
QTI = [
    (item(CHOICE.format(most=1, a="Luật", b="Công văn"), declared("B")), "single"),
    (item(CHOICE.format(most=0, a="Luật", b="Công văn"), declared("A", "B")), "multi"),
    (item(CHOICE.format(most=1, a="True", b="False"), declared("B")), "true_false"),
    (
        item(
            '<orderInteraction responseIdentifier="R"><prompt>Xếp</prompt><simpleChoice '
            'identifier="A">Hai</simpleChoice><simpleChoice identifier="B">Một</simpleChoice>'
            "</orderInteraction>",
            declared("B", "A"),
        ),
        "order",
    ),
    (
        item(
            '<matchInteraction responseIdentifier="R"><prompt>Ghép</prompt><simpleMatchSet>'
            '<simpleAssociableChoice identifier="A">TTr</simpleAssociableChoice></simpleMatchSet>'
            '<simpleMatchSet><simpleAssociableChoice identifier="X">Tờ trình'
            "</simpleAssociableChoice></simpleMatchSet></matchInteraction>",
            declared("A X"),
        ),
        "match",
    ),
    (
        item(
            '<p>Điều <textEntryInteraction responseIdentifier="R"/> nói gì?</p>',
            declared("bảy", base="string"),
            "<modalFeedback>Đọc lại Điều 7</modalFeedback>",
        ),
        "cloze",
    ),
    (
        item(
            '<p>Có <textEntryInteraction responseIdentifier="R"/> loại</p>',
            declared("29.5", base="float"),
        ),
        "numeric",
    ),
]


@pytest.mark.parametrize(("xml", "kind"), QTI)
def test_an_item_of_qti_is_taken(xml, kind):
    found = Findings("a.xml", [])
    (draft,) = qti.read(xml.encode(), found)

    assert draft.kind == kind
    assert problems(found) == []
    if kind == "single":
        assert draft.text == "Chọn một.\n\nVăn bản nào?"
        assert [(o.text, o.right, o.reason) for o in draft.options] == [
            ("Luật", False, "Vì A"), ("Công văn", True, ""),
        ]  # fmt: skip
    if kind == "order":
        assert [o.text for o in draft.options] == ["Một", "Hai"]
    if kind == "match":
        assert draft.options == (DraftOption("TTr", pair="Tờ trình"),)
    if kind == "cloze":
        assert "____" in draft.text
        assert draft.explanation == "Đọc lại Điều 7"
    if kind == "numeric":
        assert draft.options[0].text == "29,5"


@pytest.mark.parametrize(
    ("xml", "key"),
    [
        (item("<p>Chỉ là lời dẫn</p>"), "description"),
        (item('<extendedTextInteraction responseIdentifier="R"/>'), "essay"),
        (item('<hotspotInteraction responseIdentifier="R"/>'), "kind"),
        (item('<p><textEntryInteraction responseIdentifier="R"/></p>'), "no_answer"),
        (item(QTI[3][0].partition("<itemBody>")[2].partition("</itemBody>")[0]), "no_answer"),
        (item(QTI[4][0].partition("<itemBody>")[2].partition("</itemBody>")[0]), "no_answer"),
        (item("<choiceInteraction/><orderInteraction/>"), "kind"),
    ],
)
def test_an_item_that_cannot_be_asked_is_told(xml, key):
    found = Findings("a.xml", [])

    assert qti.read(xml.encode(), found) == []
    assert problems(found)[0][0] == key


def package(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in files.items():
            written.writestr(name.replace("__", "."), text)
    return path


def test_a_package_of_items_is_taken_whole(tmp_path):
    first, second = QTI[0][0], QTI[3][0].replace("<p>", '<p><img src="a.png"/>')
    path = package(
        tmp_path / "a.zip", imsmanifest__xml="<manifest>assessmentItem</manifest>", a__xml=first,
        b__xml=second, c__txt="x",
    )  # fmt: skip
    found = Findings("a.zip", [])

    assert [d.kind for d in qti.read_package(path, found)] == ["single", "order"]
    assert problems(found) == []


def test_a_package_without_items_broken_or_far_too_large_is_told(tmp_path, monkeypatch):
    def keys(path):
        found = Findings("a.zip", [])
        assert qti.read_package(path, found) == []
        return [key for key, _ in problems(found)]

    assert keys(package(tmp_path / "a.zip", a__txt="x")) == ["no_questions"]
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 no zip")
    assert keys(tmp_path / "b.zip") == ["broken"]
    monkeypatch.setattr(archive, "LARGEST_WHOLE", 1000)
    assert keys(package(tmp_path / "c.zip", a__xml=" " * 2000)) == ["too_large"]
    monkeypatch.setattr(archive, "LARGEST_WHOLE", 10_000)
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 1000)
    assert keys(package(tmp_path / "d.zip", a__xml=" " * 2000)) == ["too_large"]


# — Anki ———————————————————————————————————————————————————————————————————————————————————


def collection(tmp_path, *notes, table="CREATE TABLE notes (id INTEGER, flds TEXT)"):
    path = tmp_path / "collection.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute(table)
        for number, note in enumerate(notes):
            database.execute("INSERT INTO notes VALUES (?, ?)", (number, "\x1f".join(note)))
        database.commit()
    return path.read_bytes()


def deck(tmp_path, **files):
    return package(tmp_path / "bo.apkg", **files)


def test_a_deck_gives_gaps_and_short_answers(tmp_path):
    raw = collection(
        tmp_path,
        ("Viết tắt của <b>Tờ trình</b>?", "TTr"),
        ("Luật {{c1::65/2025/QH15::số}} có hiệu lực {{c2::01/3/2025}}.", "Chính quyền địa phương"),
        ("Chỉ có mặt trước", ""),
        ("Dài", "a" * 100),
        ("Nghe [sound:a.mp3] rồi chép", "Xong"),
    )
    found = Findings("bo.apkg", [])
    drafts = read_deck(
        deck(tmp_path, **{"collection.anki2": raw, "media": "{}"}), read_notes, found
    )

    assert [d.kind for d in drafts] == ["cloze"] * 3
    assert drafts[0].text == "Viết tắt của Tờ trình?\n\n____"
    assert drafts[1].text == "Luật ____ (số) có hiệu lực ____."
    assert [o.text for o in drafts[1].options] == ["65/2025/QH15", "01/3/2025"]
    assert drafts[1].explanation == "Chính quyền địa phương"
    assert problems(found) == [("one_side", 3), ("long_answer", 4), ("media", 5)]


def test_a_deck_that_cannot_be_read_is_told(tmp_path):
    def keys(path):
        found = Findings("bo.apkg", [])
        assert read_deck(path, read_notes, found) == []
        return [key for key, _ in problems(found)]

    (tmp_path / "hong.apkg").write_bytes(b"no zip")
    assert keys(tmp_path / "hong.apkg") == ["broken"]
    assert keys(deck(tmp_path, media="{}")) == ["no_questions"]
    stub = collection(tmp_path, ("Please update", "x"))
    new = {"collection.anki2": stub, "collection.anki21b": b"\x28\xb5\x2f\xfd"}
    assert keys(deck(tmp_path, **new)) == ["new_anki"]


@pytest.mark.parametrize(
    "raw",
    [
        b"no database",
        b"SQLite format 3\0" + b"\xff" * 500,
    ],
)
def test_a_collection_that_is_no_database_is_refused(raw):
    with pytest.raises(UnreadableFile):
        read_notes(raw, "bo.apkg")


def test_a_collection_that_computes_instead_of_holding_notes_is_refused(tmp_path):
    endless = (
        "CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, 'a' AS flds FROM n"
    )
    for raw in (
        collection(tmp_path, table=endless),
        collection(tmp_path, table="CREATE TABLE a (b)"),
    ):
        with pytest.raises(UnreadableFile):
            read_notes(raw, "bo.apkg")


def test_a_text_export_of_anki_says_its_own_separator():
    found = Findings("the.txt", [])
    text = '#separator:Semicolon\n#html:true\nHỏi <i>một</i>;Đáp\n"Hai; dòng";Xong\n\nThiếu\n'
    drafts = read_text(text, found)

    assert [(d.text, d.options[0].text, d.line) for d in drafts] == [
        ("Hỏi một\n\n____", "Đáp", 3), ("Hai; dòng\n\n____", "Xong", 4),
    ]  # fmt: skip
    assert problems(found) == [("one_side", 6)]
    assert read_text("A\tB\n", Findings("", []))[0].text == "A\n\n____"
    assert read_text("a" * 2_000_000 + "\tb", found) == []
    assert problems(found)[-1] == ("broken", 2)


# — what is written ————————————————————————————————————————————————————————————————————————


def test_drafts_become_a_question_file_that_lacks_only_what_nobody_told():
    drafts = [
        Draft("single", "# Hỏi\n1. Một\nHai", (DraftOption("A", True, "Vì A"), DraftOption("B"))),
        Draft("numeric", "Mấy?", (DraftOption("29,5", right=True),), tolerance="0,5"),
        Draft("cloze", "Điều ____", (DraftOption("7 | bảy", right=True), DraftOption("8"))),
        Draft("match", "Ghép", (DraftOption("a = b", pair="c"), DraftOption("d", pair="e"))),
        Draft("order", "Xếp", (DraftOption("một"), DraftOption("hai")), "Vì thế"),
    ]
    found = Findings("a.md", [])
    questions = read_questions(question_file_text(drafts, "CM99-01", "a.gift"), (), found)

    assert [q.kind for q in questions] == [d.kind for d in drafts]
    assert [q.id for q in questions] == [f"CM99-01-q0{n}" for n in range(1, 6)]
    assert questions[0].text == "– Hỏi\n– 1. Một\nHai"
    assert questions[1].tolerance == 0.5
    assert questions[2].accepted == (("7", "bảy"),)
    assert questions[3].options[0].text == "a: b"
    assert questions[4].explanation == "Vì thế"
    keys = {p.key.removeprefix("problem.") for p in found.problems}
    assert keys == {"question_without_source", "option_without_reason"}


QUESTIONS = [
    Question(
        "CM99-q1", "single", "Chọn {một} = #?", (Option("A", "~a", True, "r"), Option("B", "b"))
    ),
    Question("CM99-q2", "multi", "Nhiều", tuple(Option(k, k, k != "C", "r") for k in "ABC")),
    Question(
        "CM99-q3",
        "true_false",
        "Sai?",
        (Option("A", "Đúng", reason="x"), Option("B", "Sai", True, "y")),
    ),
    Question("CM99-q4", "numeric", "Mấy?", accepted=(("29,5",),), tolerance=0.5),
    Question("CM99-q5", "cloze", "Điều ____", accepted=(("7", "bảy"),)),
    Question("CM99-q6", "match", "Ghép", (Option("A", "a", pair="1"), Option("B", "b", pair="2"))),
    Question(
        "CM99-q7", "scenario", "Hỏi?", (Option("A", "a", True), Option("B", "b")), case="Chuyện"
    ),
    Question("CM99-q8", "order", "Xếp", (Option("A", "a"), Option("B", "b")), explanation="<&>"),
    Question("CM99-q9", "cloze", "____ và ____", accepted=(("7",), ("8",))),
]


@pytest.mark.parametrize(
    ("write", "read", "lost"),
    [
        (gift.write, gift.read, {"CM99-q8", "CM99-q9"}),
        (moodle_xml.write, lambda text, found: moodle_xml.read(text.encode(), found), {"CM99-q9"}),
    ],
)
def test_what_goes_out_comes_back_the_same(write, read, lost):
    found = Findings("out", [])
    drafts = read(write(QUESTIONS, found), found)
    kept = [question for question in QUESTIONS if question.id not in lost]

    assert {p.details["question"] for p in found.problems} == lost
    for draft, question in zip(drafts, kept, strict=True):
        assert draft.kind == ("single" if question.kind == "scenario" else question.kind)
        assert question.text in draft.text
        if question.options:
            assert [o.text for o in draft.options] == [o.text for o in question.options]
            assert [o.pair for o in draft.options] == [o.pair for o in question.options]
        if question.kind in {"single", "multi", "true_false"}:
            told = [(o.right, o.reason) for o in question.options]
            assert [(o.right, o.reason) for o in draft.options] == told


def test_scripts_say_nothing_and_paragraphs_stay():
    assert plain("<p>a<script>alert(1)</script></p><p>b &lt; c</p>") == ("a\n\nb < c", False)
    assert plain("</script></p>x<video></video>") == ("x", True)


def test_nodes_are_found_at_any_depth():
    root = safe_xml.parse(b"<a><b>1<c>2</c></b><c>3</c></a>", Findings("", []))

    assert [node.text for node in root.inside("c")] == ["2", "3"]
    assert root.told("b") == "12"
    assert root.told("x") == ""


def test_foreign_files_spoiled_anyhow_never_raise(tmp_path):
    readers = [
        (GIFT.encode(), lambda raw, f: gift.read(raw.decode("utf-8", "replace"), f)),
        (MOODLE.encode(), moodle_xml.read),
        *((xml.encode(), qti.read) for xml, _ in QTI),
        (
            b"#separator:tab\na\tb\n{{c1::x}}\ty\n",
            lambda raw, f: read_text(raw.decode("utf-8", "replace"), f),
        ),
    ]
    for seed in range(600):
        chance = random.Random(seed)
        raw, read = readers[seed % len(readers)]
        spoiled = bytearray(raw)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(spoiled))
            spoiled[at : at + chance.randrange(20)] = chance.choice(
                (
                    b"",
                    b"{",
                    b"}",
                    b"=",
                    b"~",
                    b"%",
                    b"<",
                    b">",
                    b"#",
                    b"\n\n",
                    b"->",
                    b"9" * 30,
                    b'"',
                )
            )
        found = Findings("a", [])
        drafts = read(bytes(spoiled), found)
        read_questions(question_file_text(drafts, "X", "x"), (), Findings("x", []))
