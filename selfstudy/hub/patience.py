"""HTTP with an end to patience: a connection that asks nothing in time is closed."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0  # for the head of a request, from the connection or its first byte on


class PatientProtocol(H11Protocol):
    """Uvicorn's own, which waits for ever for a head that never comes; 200 of those shut a hub."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody came: they may ask."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """A head that is whole ends the waiting; a part of one does not prolong it."""
        super().data_received(data)
        asked: Any = self.cycle
        if asked is None or asked.response_complete:
            self._wait()
        else:
            self._leave_off()

    def connection_lost(self, exc: Exception | None) -> None:
        """They left."""
        self._leave_off()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self._close)

    def _leave_off(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _close(self) -> None:
        self._waiting = None
        transport: Any = self.transport
        if not transport.is_closing():
            transport.close()
