from __future__ import annotations

import pytest

from selfstudy.content.image_rules import check_image
from selfstudy.content.problems import Findings

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
PNG_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
PNG = PNG_HEAD + bytes([0, 0, 0, 8, 0, 0, 0, 8])
JPEG = bytes.fromhex("ffd8ffe00004aaaaffc0000b0800100010")


@pytest.fixture
def problems(tmp_path):
    def _problems(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found = Findings(name, [])
        check_image(path, found)
        return [(p.key.removeprefix("problem."), p.line, p.severity) for p in found.problems]

    return _problems


@pytest.mark.parametrize(
    "inside",
    [
        '<text font-family="Be Vietnam Pro, sans-serif">Đ</text>',
        "<style>text { font-family: 'Be Vietnam Pro'; fill: url(#mau) }</style>",
        '<use xlink:href="#a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<rect style="fill: url(#g)" clip-path="url(#c)"/>',
    ],
)
def test_a_plain_drawing_is_sound(problems, inside):
    assert problems("a.svg", SVG.format(inside)) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        "<foreignObject/>",
        '<rect onclick="x()"/>',
        '<a href="https://example.org"/>',
        '<use xlink:href="khac.svg#a"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<rect style="fill: url(https://example.org/a)"/>',
        "<rect fill=\"url( 'http://example.org' )\"/>",
        "<style>@import 'a.css';</style>",
        '<a href="javascript:alert(1)"/>',
        '<set onbegin="x()"/>',
        "<?php x ?>",
    ],
)
def test_what_reaches_out_or_runs_is_refused_with_its_line(problems, inside):
    found = problems("a.svg", SVG.format("\n" + inside))

    assert found
    assert set(found) == {("svg_unsafe", 2, "error")}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "svg_unsafe"),
        ("<html/>", "svg_unsafe"),
        ("<svg>" + "<g/>" * 20_001 + "</svg>", "svg_unsafe"),
        ("<svg>", "svg_broken"),
        ("", "svg_broken"),
    ],
)
def test_what_is_no_drawing_is_refused(problems, text, key):
    assert [found[0] for found in problems("a.svg", text)] == [key]


def test_another_font_is_warned_of(problems):
    text = SVG.format('<text style="font-family: Arial"/>\n<text font-family="Times"/>')

    assert problems("a.svg", text) == [("svg_font", 1, "warning"), ("svg_font", 2, "warning")]


def test_pictures_are_known_by_their_first_bytes(problems):
    assert problems("a.png", PNG) == []
    assert problems("a.JPG", JPEG) == []
    assert problems("a.jpg", b"\xff\xd8\xff\xff" + JPEG[4:6]) == [("image_broken", 0, "error")]
    assert problems("a.png", PNG_HEAD) == [("image_broken", 0, "error")]
    assert problems("a.png", b"GIF89a") == [("image_kind", 0, "error")]
    assert problems("a.gif", b"GIF89a") == [("image_kind", 0, "error")]


def test_a_small_file_that_is_vast_when_drawn_is_refused(problems):
    vast = (50_000).to_bytes(4, "big")

    assert problems("a.png", PNG_HEAD + vast + vast) == [("image_too_many_pixels", 0, "error")]
    jpeg = JPEG[:-4] + b"\xff\xff\xff\xff"
    assert problems("a.jpg", jpeg) == [("image_too_many_pixels", 0, "error")]


def test_what_is_hidden_in_a_drawing_is_refused(problems):
    nested = SVG.format("<g>" * 200 + "</g>" * 200)
    escaped = SVG.format("<style>a{fill:\\75 rl(https://x.vn)}</style>")
    inline = SVG.format('<g style="fill:\\75 rl(a)"/>')
    split = SVG.format("<style>@im<![CDATA[port]]> 'a'</style>")

    for text in (nested, escaped, inline, split):
        assert ("svg_unsafe", 1, "error") in problems("a.svg", text)


def test_a_large_picture_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "lon.png"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    path.chmod(0)
    found = Findings("lon.png", [])
    check_image(path, found)

    assert [p.key for p in found.problems] == ["problem.image_too_large"]


def test_a_picture_that_is_not_there_is_told(tmp_path):
    found = Findings("a.png", [])
    check_image(tmp_path / "a.png", found)

    assert [p.key for p in found.problems] == ["problem.unreadable"]
