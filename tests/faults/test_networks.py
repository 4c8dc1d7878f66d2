"""A proxy that hangs, a certificate of an own authority, a database server that lets go of all."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import HubUnreachable, SelfStudyError
from selfstudy.exchange import hub_client
from selfstudy.exchange.packet import checked_all
from selfstudy.hub.app import make_server
from selfstudy.hub.keeper import Hub
from tests.builders import finished
from tests.fakes import Clock
from tests.hub.conftest import Town
from tests.hub.wires import HERE, served, wait_for_workers, wire_to


def test_a_proxy_that_hangs_is_left_when_the_time_is_up(monkeypatch):
    monkeypatch.setattr(hub_client, "TOTAL", 0.2)
    monkeypatch.delenv("no_proxy", raising=False)
    with socket.create_server((HERE, 0)) as silent:
        monkeypatch.setenv("http_proxy", f"http://{HERE}:{silent.getsockname()[1]}")
        begin = time.monotonic()
        with pytest.raises(HubUnreachable):
            hub_client.exchange("http://hub.example", b"question")
        took = time.monotonic() - begin
        silent.accept()[0].close()  # it was asked

    assert took < 3


# An authority of the province's own


def certified(folder: Path) -> tuple[Path, Path, Path]:
    """An authority's certificate, and a hub's with its key, signed by it."""
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA của tỉnh")])
    here = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    now = datetime.datetime.now(datetime.UTC)

    def signed(subject: x509.Name, key: ec.EllipticCurvePrivateKey, extension: object) -> bytes:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(extension, critical=True)
            .add_extension(usage, critical=True)
            .add_extension(identifier, critical=False)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(authority, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)

    files = folder / "ca.pem", folder / "hub.pem", folder / "hub-key.pem"
    files[0].write_bytes(signed(name, authority, x509.BasicConstraints(ca=True, path_length=0)))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HERE))])
    files[1].write_bytes(signed(here, own, address))
    files[2].write_bytes(
        own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@contextmanager
def served_securely(hub: Hub, certificate: Path, key: Path) -> Iterator[str]:
    server = make_server(hub, HERE, 0, certificate, key)
    with socket.create_server((HERE, 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(0.01)
        yield f"https://{HERE}:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
        wait_for_workers()


def test_a_hub_certified_by_an_own_authority_is_spoken_with_once_the_system_knows_it(
    tmp_path, monkeypatch
):
    authority, certificate, key = certified(tmp_path)
    hub = Hub.open(tmp_path / "hub", Clock(), "Máy chủ")
    with served_securely(hub, certificate, key) as address:
        with pytest.raises(HubUnreachable):
            hub_client.hello(address)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        assert hub_client.hello(address).name == "Máy chủ"
    hub.close()


# PostgreSQL restarted


@pytest.fixture
def town(tmp_path: Path, postgresql_url: str) -> Iterator[Town]:
    made = Town(tmp_path)
    made.hub = Hub.open(tmp_path / "hub", made.clock, "Máy chủ", postgresql_url)
    with served(made.hub) as address, wire_to(address) as wire:
        made.wire = wire
        made.lan = made.supervisor()
        made.name_hub()
        yield made
    made.close()
    made.hub.close()


def let_go_of_all(url: str) -> None:
    """End every connection to a database, as a restart of its server does."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()


def test_a_server_that_lets_go_between_and_in_requests_loses_nothing(town, postgresql_url):
    hanh = town.learner()
    hanh.sync.now()
    let_go_of_all(postgresql_url)
    hanh.desk.write(finished("between"))
    assert hanh.sync.now().unreceived == 0

    refused = 0
    for step in (2, 9, 16, 23):  # the statement of a request at which the server goes
        left = [step]

        def count(*_given, left=left):
            left[0] -= 1
            if left[0] == 0:
                let_go_of_all(postgresql_url)

        sa.event.listen(town.hub.database.engine, "before_cursor_execute", count)
        hanh.desk.write(finished(f"at {step}"))
        try:
            hanh.sync.now()
        except SelfStudyError:
            refused += 1
        sa.event.remove(town.hub.database.engine, "before_cursor_execute", count)

    assert refused > 0, "the server never went in a request"
    assert hanh.sync.now().unreceived == 0
    (_profile, *_rest) = parts = town.hub.journal.since({}, to_unit(hanh.desk.unit))
    assert not any(checked_all(part)[1] for part in parts)
    own = [p for p in parts if p.source.subject == hanh.desk.person and p.source.chain == "s"]
    assert sum(segment.count for part in own for segment in part.segments) == 6
