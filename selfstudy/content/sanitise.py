"""What lesson HTML may contain: nothing that runs, opens or fetches."""

from __future__ import annotations

import re

TAGS = (
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "div", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("a", "b", "code", "del", "em", "i", "img", "kbd", "mark", "s", "span", "strong"),
    *("sub", "sup", "u"),
)
_ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "style"},
    "ol": {"start"},
}
_SCHEMES = {"source", "term", "lesson", "question"}
_LOCAL_FIGURE = re.compile(r"figures/[\w.\- ]+\.(?:svg|png|jpg|jpeg)", re.IGNORECASE)


def is_local_figure(address: str) -> bool:
    """Whether an image lies in the module's own `figures` folder."""
    return _LOCAL_FIGURE.fullmatch(address) is not None


def is_inner_link(address: str) -> bool:
    """Whether a link stays inside: an anchor, a source, a term, a lesson, a question."""
    scheme, colon, _ = address.partition(":")
    return (bool(colon) and scheme in _SCHEMES) or address.startswith("#")


def clean(html: str) -> str:
    """Drop whatever could run, open or fetch."""
    import nh3  # at first use: no lesson, no cost

    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        link_rel=None,
        filter_style_properties={"text-align"},
    )


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if is_inner_link(value) else None
    if attribute == "src":
        return value if is_local_figure(value) else None
    return value
