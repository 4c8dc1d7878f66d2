"""The second wall: even HTML that nothing cleaned opens and fetches nothing in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage

from selfstudy.content.lesson_text import Rendered
from selfstudy.desktop.reading_figures import figure
from selfstudy.desktop.reading_view import ReadingView

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" {}>{}</svg>'
RED = '<rect width="40" height="40" fill="#ff0000"/>'


class Watching(ReadingView):
    """Notes what Qt asks for, and what it got."""

    def __init__(self):
        self.asked = []
        super().__init__()

    def loadResource(self, kind, name):
        found = super().loadResource(kind, name)
        self.asked.append((name.toString() if isinstance(name, QUrl) else name, found))
        return found


@pytest.fixture
def secret(tmp_path):
    """A red picture outside the module's folder."""
    picture = QImage(60, 60, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    path = tmp_path / "secret.png"
    assert picture.save(str(path))
    return path


def reds(view):
    image = view.grab().toImage()
    return sum(
        image.pixelColor(x, y).name() == "#ff0000"
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


def test_raw_addresses_in_the_window_open_and_fetch_nothing(qtbot, tmp_path, secret, monkeypatch):
    module = tmp_path / "module"
    (module / "figures").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    addresses = (
        "http://host/a.png", "//host/a.png", f"file://{secret}", str(secret), "secret.png",
        "../secret.png", "figures/../../secret.png", "data:image/png;base64,iVBORw0KGgo=",
        "qrc:/a.png", "javascript:x", "figures/khong-co.png",
    )  # fmt: skip
    html = "".join(
        f'<p><img src="{a}"></p><table background="{a}"><tr><td>a</td></tr></table>'
        f'<p style="background-image:url({a})">b</p><link rel="stylesheet" href="{a}">'
        for a in addresses
    )
    view = Watching()
    qtbot.addWidget(view)
    view.resize(800, 900)
    view.show()
    view.show_lesson(Rendered(f"<html><body>{html}</body></html>", (), (), ()), str(module), {}, {})
    qtbot.waitExposed(view)

    assert view.asked
    assert all(found is None or found.width() == 1 for _name, found in view.asked)
    assert reds(view) == 0


@pytest.mark.parametrize(
    "drawing",
    [
        SVG.format("", '<image href="{secret}" width="60" height="60"/>'),
        SVG.format("", '<image x:href="{secret}" width="60" height="60"/>'),
        SVG.format("", '<image href="http://host/a.png" width="60" height="60"/>'),
        SVG.format("", "<style>@import url(http://host/a.css);</style>" + RED),
        SVG.format("", '<rect style="fill:url(http://host/a#b)" width="9" height="9"/>'),
        SVG.format("", "<script>x</script>" + RED),
        SVG.format('onload="x"', RED),
        SVG.format(
            "", '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'
        ),
        SVG.format("", '<a href="javascript:x">' + RED + "</a>"),
        '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:image href="{secret}"/></s:svg>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "{secret}">]>' + SVG.format("", "<text>&a;</text>" + RED),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_that_would_run_or_fetch_is_not_shown(tmp_path, secret, drawing, encoding, qapp):
    (tmp_path / "figures").mkdir()
    text = drawing.replace("{secret}", secret.as_uri())
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    (tmp_path / "figures" / "a.svg").write_bytes((head + text).encode(encoding))

    assert figure(str(tmp_path), "figures/a.svg", 400, 1.0) is None


def test_a_figure_reached_by_a_link_leads_nowhere_else(tmp_path, secret, qapp):
    (tmp_path / "module" / "figures").mkdir(parents=True)
    (tmp_path / "module" / "figures" / "b.svg").mkdir()
    (tmp_path / "module" / "figures" / "c.png").symlink_to(secret)

    for name in ("figures/b.svg", "figures/c.png"):
        assert figure(str(tmp_path / "module"), name, 400, 1.0) is None
