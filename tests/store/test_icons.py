import pytest

from selfstudy.store import icons
from selfstudy.store.icons import read_icons


def test_icons_are_read_as_svg_in_the_current_colour():
    found = read_icons(["sun", "users"])

    assert set(found) == {"sun", "users"}
    assert all('stroke="currentColor"' in svg for svg in found.values())


def test_an_icon_that_is_not_there_is_left_out():
    assert read_icons(["no-such-icon"]) == {}


def test_without_the_package_of_icons_the_error_names_it(monkeypatch):
    monkeypatch.setattr(icons, "find_spec", lambda _name: None)

    with pytest.raises(FileNotFoundError, match="lucide"):
        read_icons(["sun"])
