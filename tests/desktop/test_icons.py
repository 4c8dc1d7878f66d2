import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from selfstudy.desktop import icons, theme


def inks(pixmap):
    image = pixmap.toImage()
    found = set()
    for x in range(image.width()):
        for y in range(image.height()):
            colour = image.pixelColor(x, y)
            if colour.alpha() > 250:
                found.add(colour.name().upper())
    return found


def test_an_icon_has_the_colour_of_its_role(qapp):
    assert theme.LIGHT.danger in inks(icons.pixmap("circle-x", "danger", 48))


def test_an_icon_follows_the_theme_without_being_made_again(qapp):
    icon = icons.icon("sun", "ink")
    before = inks(icon.pixmap(QSize(48, 48)))
    theme.apply(qapp, "dark", 1.0)
    after = inks(icon.pixmap(QSize(48, 48)))
    theme.apply(qapp, "light", 1.0)

    assert theme.LIGHT.ink in before
    assert theme.DARK.ink in after


def test_an_icon_is_drawn_at_the_density_of_the_screen(qapp):
    made = icons.icon("sun").pixmap(QSize(20, 20), 2.0)

    assert made.size() == QSize(40, 40)
    assert made.devicePixelRatio() == 2.0
    assert icons.pixmap("sun", "ink", 20, 1.5).size() == QSize(30, 30)


def test_a_disabled_icon_stands_back_and_a_checked_one_stands_out(qapp):
    icon = icons.icon("sun", "ink", "accent")

    disabled = inks(icon.pixmap(QSize(48, 48), QIcon.Mode.Disabled, QIcon.State.Off))
    checked = inks(icon.pixmap(QSize(48, 48), QIcon.Mode.Normal, QIcon.State.On))

    assert theme.LIGHT.faint in disabled
    assert theme.LIGHT.accent in checked


def test_an_unknown_icon_fails_where_it_is_asked_for(qapp):
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_an_icon_before_the_reader_says_what_is_missing(qapp, monkeypatch):
    monkeypatch.setattr(icons._Shelf, "read", None)
    with pytest.raises(LookupError, match=r"icons\.use"):
        icons.svg("never-read-yet")


def test_a_copied_icon_looks_the_same(qapp):
    engine = icons._Engine("sun", "ink", "ink")
    assert inks(QIcon(engine.clone()).pixmap(QSize(32, 32))) == {theme.LIGHT.ink} | inks(
        QIcon(engine.clone()).pixmap(QSize(32, 32))
    )
