"""Whatever a lesson is made of, nothing of it runs, opens or fetches."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from selfstudy.content.html_tree import tree
from selfstudy.content.lesson_text import Labels, link_of, render
from selfstudy.content.sanitise import TAGS

LABELS = Labels("Ghi nhớ", "Mẹo", "Lưu ý", "Ví dụ", "Chú thích", "Trở lại", "Thử một câu")
KEPT = {
    "href", "src", "name", "class", "alt", "align", "colspan", "rowspan", "width", "cellspacing",
    "cellpadding", "start",
}  # fmt: skip
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:x",
    "data:text/html,<script>x</script>", "data:image/svg+xml;base64,PHN2Zz4=", "vbscript:x",
    "file:///etc/passwd", "file://server/share/a.png", "\\\\server\\share\\a.png", "//host/a.png",
    "http://host/a.png", "HTTPS://host", "ftp://host/a", "qrc:/a.png", ":/a.png", "/etc/passwd",
    "../../bi-mat.svg", "figures/../../bi-mat.svg", "figures/%2e%2e/a.svg", "figures\\a.svg",
    "figures/a.svg?x=http://host", "figures/a.svg#x", "C:/Windows/a.png", "mailto:a@b", "tel:1",
    "source:ND30", "term:một", "lesson:CM03-01", "question:q1", "#muc", "about:blank", "blob:x",
)  # fmt: skip
SHAPES = (
    "[a]({})", "![a]({})", '<a href="{}">a</a>', '<img src="{}">', "<{}>", "[a]: {}\n\n[a]",
    "<img src={} onerror=alert(1)>", '<p style="background:url({})">a</p>',
    "<style>@import url({});</style>", '<link rel=stylesheet href="{}">', '<iframe src="{}">',
    '<object data="{}"></object>', '<embed src="{}">', '<form action="{}"><input></form>',
    '<svg><image href="{}"/><use xlink:href="{}"/></svg>', '<math href="{}">a</math>',
    '<video poster="{}" src="{}"></video>', '<table background="{}"><tr><td>a</td></tr></table>',
    '<td background="{}" style="background-image:url({})">a</td>', '<base href="{}">',
    '<meta http-equiv=refresh content="0;url={}">', "!!! note\n    ![a]({})", "> ![a]({})",
    "| a |\n|---|\n| ![a]({}) |", "- [a]({})", '<a title="{}" href="#x">a</a>',
    "a[^1]\n\n[^1]: [b]({})",
    '![a]({} "{}")', '<div class="admonition note" onclick="{}">a</div>', "[a]({}){{onclick=x}}",
    '![a]({}){{style="x" onload="y" src="{}"}}', '<p id="{}" class="{}">a</p>', "```\n{}\n```",
    '<noscript><p title="</noscript><img src={} onerror=x>">', "<!--><img src={}>-->",
    "<![CDATA[{}",
)  # fmt: skip
PIECES = st.builds(
    lambda shape, address: shape.replace("{{", "{").replace("}}", "}").replace("{}", address),
    st.sampled_from(SHAPES),
    st.sampled_from(ADDRESSES),
)
LESSONS = st.lists(
    st.one_of(PIECES, st.text(alphabet="<>/=\"'&;:()[]!#`|-_ \n\tascriptonxhref", max_size=40)),
    min_size=1,
    max_size=6,
).map("\n\n".join)


def allowed(html: str) -> None:
    """Everything in it is known, stays inside, and is no program."""
    for element in tree(html).iter():
        assert element.tag in {*TAGS, "html", "body"}, element.tag
        for name, value in element.items():
            assert name in KEPT, name
            if name == "src":
                assert re.fullmatch(r"figures/[\w.\- ]+\.(?:svg|png|jpe?g)", value, re.IGNORECASE)
            if name == "href":
                assert link_of(value).kind in {"anchor", "source", "term", "lesson", "question"}


@given(text=LESSONS)
def test_whatever_is_written_nothing_runs_opens_or_fetches(text):
    allowed(render.__wrapped__(text, LABELS).html)


@given(text=st.text(max_size=300))
def test_any_text_at_all_is_rendered_safely(text):
    allowed(render.__wrapped__(text, LABELS).html)


def test_every_address_in_every_shape_is_safe():
    for shape in SHAPES:
        text = "\n\n".join(
            shape.replace("{{", "{").replace("}}", "}").replace("{}", address)
            for address in ADDRESSES
        )
        allowed(render.__wrapped__(text, LABELS).html)
