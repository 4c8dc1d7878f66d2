"""What tests put between a desk and a hub: a real server on a real socket, a wire that is cut."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from selfstudy.hub.app import make_server
from selfstudy.hub.keeper import Hub

HERE = "127.0.0.1"


@contextlib.contextmanager
def served(hub: Hub) -> Iterator[str]:
    """A hub behind a server of its own; its address."""
    server = make_server(hub)
    with socket.create_server((HERE, 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        end = time.monotonic() + 20
        while not server.started and time.monotonic() < end:
            thread.join(0.01)
        try:
            yield f"http://{HERE}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            wait_for_workers()


def wait_for_workers() -> None:
    """Until the threads that a server worked in have ended."""
    for thread in threading.enumerate():
        if thread.name.startswith("AnyIO"):
            thread.join(10)


@dataclass
class Wire:
    """A proxy that counts bytes and connections, and cuts both ways after so many of one way."""

    target: str
    address: str = ""
    up: int = 0
    down: int = 0
    connections: int = 0
    cut_up: int | None = None
    cut_down: int | None = None

    def reset(self, cut_up: int | None = None, cut_down: int | None = None) -> None:
        self.up = self.down = self.connections = 0
        self.cut_up, self.cut_down = cut_up, cut_down

    def carry(self, client: socket.socket) -> None:
        host, port = self.target.removeprefix("http://").split(":")
        self.connections += 1
        with client, contextlib.suppress(OSError), socket.create_connection((host, port)) as hub:
            back = threading.Thread(target=self.pump, args=(hub, client, "down"), daemon=True)
            back.start()
            self.pump(client, hub, "up")
            back.join()

    def pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        """Carry bytes one way until there are no more or the wire is cut."""
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                gone, limit = getattr(self, way), getattr(self, f"cut_{way}")
                part = chunk if limit is None else chunk[: max(0, limit - gone)]
                setattr(self, way, gone + len(part))
                sink.sendall(part)
                if limit is not None and gone + len(part) >= limit:
                    break
            else:
                sink.shutdown(socket.SHUT_WR)
                return
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def wire_to(target: str) -> Iterator[Wire]:
    """A wire to a server."""
    with socket.create_server((HERE, 0)) as listening:
        wire = Wire(target, f"http://{HERE}:{listening.getsockname()[1]}")

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _peer = listening.accept()
                    threading.Thread(target=wire.carry, args=(client,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield wire
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
