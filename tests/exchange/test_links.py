"""Requests of computers that ask to be linked."""

from __future__ import annotations

import msgspec
import pytest

from selfstudy.domain.errors import BadSignature, DamagedFile
from selfstudy.exchange.envelope import LINK, enclose
from selfstudy.exchange.links import MESSAGE, LinkRequest, link_file, open_link_file
from tests.builders import HANH, LAN

ASKED = LinkRequest(HANH.public, HANH.seal_public, "Nguyễn Thị Hạnh", "Máy ở nhà", 5)


def test_a_request_comes_back_as_it_was_made():
    found = open_link_file(link_file(ASKED, HANH))

    assert found == ASKED
    assert len(found.code) == 19
    assert found.code != msgspec.structs.replace(ASKED, seal_key=LAN.seal_public).code


def test_long_names_are_cut():
    long = msgspec.structs.replace(ASKED, person="x" * 500, device="y" * 500)

    found = open_link_file(link_file(long, HANH))

    assert (len(found.person), len(found.device)) == (80, 80)


def test_somebody_elses_signature_is_refused():
    with pytest.raises(BadSignature):
        open_link_file(link_file(ASKED, LAN))


@pytest.mark.parametrize("change", [{"key": b"short"}, {"seal_key": bytes(32)}])
def test_keys_that_are_none_are_refused(change):
    with pytest.raises(DamagedFile):
        open_link_file(link_file(msgspec.structs.replace(ASKED, **change), HANH))


def test_what_is_no_request_is_refused():
    body = b"{}"
    signed = msgspec.json.encode((body, HANH.sign(MESSAGE + body)))
    for content in (b"[]", signed):
        with pytest.raises(DamagedFile):
            open_link_file(enclose(LINK, content))
