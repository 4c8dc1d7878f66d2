import re

import pytest

from selfstudy.content.html_tree import tree
from selfstudy.content.lesson_style import TextLook, style_sheet
from selfstudy.content.lesson_text import Front, Labels, Link, link_of, render, slug

LABELS = Labels("Ghi nhớ", "Mẹo", "Lưu ý", "Ví dụ", "Chú thích", "Trở lại", "Thử một câu")

LESSON = """Mở đầu có bốn từ.

## Vì sao {#vi-sao}

Theo [Điều 8](source:ND30-2020 "Điều 8"), [trích yếu](term:trích yếu) là bắt buộc[^1].

!!! warning
    Thiếu thì **trả lại**.

??? CM03-01-q01

### Chi tiết

| STT | Thành phần |
|:---:|:--|
| 1 | Quốc hiệu |

## Cách đặt lề {#dat-le}

> Giữ lề.

```text
??? không phải câu hỏi
```

![Sơ đồ](figures/so-do.svg "Hình 1. Sơ đồ")

Thuật ngữ
:   Nghĩa của nó.

[^1]: Nghị định 30/2020/NĐ-CP, Điều 8.
"""


def rendered(text=LESSON, front=None):
    return render(text, LABELS, front)


def test_frames_stand_in_the_order_of_their_tables():
    result = rendered()

    assert result.frames == ("warning", "check", "rows", "quote", "code")
    assert result.html.count("<table") == len(result.frames)


def test_sections_carry_their_anchors_and_words():
    sections = rendered().sections

    assert [s.id for s in sections] == ["vi-sao", "dat-le"]
    assert [s.title for s in sections] == ["Vì sao", "Cách đặt lề"]
    assert sections[0].words > 20
    assert sum(s.words for s in sections) == sections[0].words + sections[1].words > 30


def test_words_before_the_first_section_belong_to_it():
    with_opening = rendered("Một hai ba.\n\n## A {#a}\n\nBốn.").sections[0].words

    assert with_opening == 4


def test_a_check_line_becomes_a_link_but_not_inside_code():
    html = rendered().html

    assert 'href="question:CM03-01-q01">Thử một câu</a>' in html
    assert "??? không phải câu hỏi" in html


def test_a_check_line_inside_a_callout_stays_inside():
    result = rendered('!!! note "Thử"\n    Trước.\n\n    ??? q1\n')

    assert result.frames == ("note", "check")
    assert result.html.index("Trước") < result.html.index("question:q1")


def test_a_callout_without_a_title_takes_ours():
    html = rendered().html

    assert '<p class="callwarning">Lưu ý</p>' in html


def test_footnotes_know_their_text_and_the_way_back():
    result = rendered()

    assert dict(result.notes) == {"fn:1": "Nghị định 30/2020/NĐ-CP, Điều 8."}
    assert 'href="#fn:1"' in result.html
    assert 'href="#fnref:1">Trở lại</a>' in result.html


def test_figures_have_their_caption_and_description():
    html = rendered().html

    assert '<img src="figures/so-do.svg" alt="Sơ đồ">' in html
    assert re.search(r'class="caption"[^>]*>Hình\u00a01\. Sơ đồ<', html)


def test_source_links_carry_their_place():
    assert 'href="source:ND30-2020|Điều 8"' in rendered().html
    assert link_of("source:ND30-2020|Điều 8") == Link("source", "ND30-2020", "Điều 8")
    assert link_of("term:trích yếu") == Link("term", "trích yếu")
    assert link_of("#fn:1") == Link("anchor", "fn:1")
    assert link_of("https://example.org").kind == ""


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">bấm</a>',
    "[bấm](https://example.org/theo-doi)",
    "![](https://example.org/dem.png)",
    "![](figures/../../bi-mat.svg)",
    "![](file:///etc/passwd)",
    "![](//example.org/a.svg)",
    "<iframe src='https://example.org'></iframe>",
    "<style>body{background:url(https://example.org)}</style>",
    '<p style="background-image:url(https://example.org)">chữ</p>',
    "<object data='x'></object><embed src='x'><form action='x'><input></form>",
    '<table background="https://example.org/a.png"><tr><td>a</td></tr></table>',
    "<a href='data:text/html,x'>bấm</a>",
    '<div class="admonition note" onclick="x()"><p>chữ</p></div>',
    "<svg onload=alert(1)><image href='https://example.org'/></svg>",
    '[a](term:x" onmouseover="alert(1))',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_can_run_open_or_fetch(text):
    root = tree(rendered(f"## A {{#a}}\n\n{text}\n").html)

    for element in root.iter():
        assert element.tag not in {"script", "iframe", "object", "embed", "form", "style", "svg"}
        for name, value in element.items():
            assert not name.startswith("on")
            assert name in {"href", "src", "name", "class", "alt", "align", "colspan", "rowspan",
                            "width", "cellspacing", "cellpadding", "start"}, name  # fmt: skip
            if name == "src":
                assert re.fullmatch(r"figures/[\w.\- ]+", value)
            if name == "href":
                assert link_of(value).kind


def test_an_author_cannot_break_out_of_an_attribute():
    root = tree(rendered('![a" onerror="x](figures/a.svg \'b" onload="y\')').html)

    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]


def test_markup_in_code_is_shown_not_obeyed():
    assert "&lt;script&gt;" in rendered("```html\n<script>1</script>\n```").html


def test_slugs_keep_the_letter_d():
    assert slug("Cách đặt lề & giãn dòng") == "cach-dat-le-gian-dong"


def test_an_article_stays_with_its_number():
    assert "Điều\u00a08" in rendered("Xem Điều 8 và khoản 2, lề 30 mm.").html
    assert "30\u00a0mm" in rendered("Xem Điều 8 và khoản 2, lề 30 mm.").html


def test_quotes_stay_as_the_author_typed_them():
    assert '"Tờ trình"' in rendered('Ghi "Tờ trình" -- đúng.').html
    assert "–" in rendered("a -- b").html


def test_the_front_stands_above_the_text():
    html = rendered(front=Front("Bài 1", "Tên & tuổi", "Tóm tắt", "45 phút")).html

    assert html.index("Tên &amp; tuổi") < html.index("Mở đầu")


def test_the_same_text_is_rendered_once():
    assert rendered() is rendered()


def test_lists_keep_their_start_and_nesting():
    html = rendered("3. ba\n4. bốn\n\n    - con\n").html

    assert '<ol start="3">' in html
    assert html.index("bốn") < html.index("<ul>") < html.index("con")


def test_the_style_sheet_follows_the_look():
    look = TextLook(
        *(f"#00000{n}" for n in range(10)), "#00000a", "#00000b", "Serif", "Sans", "Mono"
    )

    sheet = style_sheet(look)

    assert "font-size:18px" in sheet
    assert "$" not in sheet
