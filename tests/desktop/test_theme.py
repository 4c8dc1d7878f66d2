import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QLabel

from selfstudy.desktop import fonts, theme
from selfstudy.desktop.theme import PALETTES

ROOT = Path(__file__).parent.parent.parent
DESKTOP = sorted((ROOT / "selfstudy" / "desktop").rglob("*.py"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|QColor\(\s*[\"'0-9]")
GROUNDS = ("paper", "surface", "side", "sunk", "hover")
TEXT = [(ink, ground) for ink in ("ink", "muted") for ground in (*GROUNDS, "accent_soft")]
TEXT += [("faint", ground) for ground in ("paper", "surface")]
TEXT += [(tone, ground) for tone in ("accent", "danger") for ground in GROUNDS]
TEXT += [(tone, ground) for tone in ("success", "warning") for ground in ("paper", "surface")]
TEXT += [(tone, f"{tone}_soft") for tone in ("accent", "success", "warning", "danger")]
TEXT += [("ink", f"{tone}_soft") for tone in ("success", "warning", "danger")]
TEXT += [("on_accent", "accent"), ("on_accent", "accent_strong"), ("paper", "ink")]
TEXT += [("surface", tone) for tone in ("accent", "success", "danger")]
SHAPES = [("edge", "surface"), ("edge", "paper"), ("focus", "paper"), ("focus", "surface")]
SHAPES += [(tone, "track") for tone in ("accent", "success", "danger")]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def restored(qapp):
    yield qapp
    theme.apply(qapp, "light", 1.0)


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_can_be_read_on_every_ground(scheme, ink, ground):
    palette = PALETTES[scheme]
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_bars_can_be_seen(scheme, shape, ground):
    palette = PALETTES[scheme]
    assert contrast(getattr(palette, shape), getattr(palette, ground)) >= 3


def test_high_contrast_means_at_least_seven_to_one():
    palette = PALETTES["contrast"]
    low = [
        pair for pair in TEXT if contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) < 7
    ]
    assert not low


def test_no_colour_is_written_outside_the_theme():
    found = [
        f"{path.name}:{number}"
        for path in [*DESKTOP, ROOT / "resources" / "theme.qss"]
        if path.name != "theme.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if COLOUR.search(line)
    ]
    assert not found


def test_only_the_theme_sets_a_stylesheet():
    found = [path.name for path in DESKTOP if "setStyleSheet" in path.read_text(encoding="utf-8")]
    assert found == ["theme.py"]


def test_every_token_of_the_stylesheet_is_in_the_palette():
    text = (ROOT / "resources" / "theme.qss").read_text(encoding="utf-8")
    known = set(theme.Palette._fields) | {"interface", "serif", "mono"}

    assert set(re.findall(r"\$(\w+)", text)) <= known


def test_no_corner_is_rounder_than_half_its_height():
    """Qt drops such a radius altogether."""
    text = (ROOT / "resources" / "theme.qss").read_text(encoding="utf-8")
    assert max(int(size) for size in re.findall(r"border-radius: (\d+)px", text)) <= 12


def test_the_zoom_scales_words_and_controls_but_not_hairlines():
    sheet = theme.stylesheet(theme.LIGHT, 2.0)

    assert "font-size: 26px" in sheet
    assert "border: 1px solid" in sheet
    assert "sp" not in re.findall(r"\d+sp\b", sheet)


def test_changing_the_scheme_recolours_what_is_open(restored):
    heard = []
    theme.look().changed.connect(lambda: heard.append(theme.current()))

    theme.apply(restored, "dark", 1.0)

    assert theme.current() is theme.DARK
    assert restored.palette().color(QPalette.ColorRole.Window).name().upper() == theme.DARK.paper
    assert heard == [theme.DARK]
    theme.look().changed.disconnect()


def test_applying_the_same_again_does_nothing(restored):
    sheet = restored.styleSheet()
    assert theme.apply(restored, "light", 1.0) is theme.LIGHT
    assert restored.styleSheet() is not None
    assert restored.styleSheet() == sheet


def test_the_system_scheme_is_light_where_the_system_says_nothing(restored):
    assert theme.resolve(restored, "system") is theme.LIGHT


def test_every_tone_has_words_and_a_ground():
    for palette in PALETTES.values():
        for tone in ("accent", "success", "warning", "danger", "neutral"):
            assert len(set(palette.tone(tone))) == 2


@pytest.mark.parametrize(
    ("family", "weight", "italic"),
    [
        (fonts.INTERFACE, 400, False),
        (fonts.INTERFACE, 500, False),
        (fonts.INTERFACE, 600, False),
        (fonts.INTERFACE, 700, False),
        (fonts.INTERFACE, 400, True),
        (fonts.READING, 400, False),
        (fonts.READING, 400, True),
        (fonts.READING, 600, False),
        (fonts.READING, 700, False),
        (fonts.READING, 700, True),
    ],
)
def test_bold_and_italic_are_drawn_not_synthesised(qapp, family, weight, italic):
    wanted = QFont(family)
    wanted.setWeight(QFont.Weight(weight))
    wanted.setItalic(italic)

    got = QFontInfo(wanted)

    assert (got.family(), int(got.weight()), got.italic()) == (family, weight, italic)


@pytest.mark.parametrize("family", [fonts.INTERFACE, fonts.READING, fonts.CODE])
def test_every_vietnamese_letter_is_in_the_typefaces(qapp, family):
    from unicodedata import normalize

    from PySide6.QtGui import QRawFont

    face = QRawFont.fromFont(QFont(family))
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = [normalize("NFC", base + mark) for base in "aăâeêioôơuưy" for mark in marks]
    missing = [
        c
        for c in "".join(letters).upper() + "".join(letters) + "đĐ₫–“”…"
        if not face.supportsCharacter(ord(c))
    ]

    assert face.familyName() == family
    assert not missing


def test_a_role_has_its_face_and_size(qapp):
    assert theme.font("title").family() == fonts.READING
    assert theme.font("body").pixelSize() == 15


def test_restyling_a_label_changes_its_colour(qtbot):
    label = QLabel("x")
    qtbot.addWidget(label)
    label.ensurePolished()
    theme.restyle(label, tone="danger")
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == theme.LIGHT.danger
