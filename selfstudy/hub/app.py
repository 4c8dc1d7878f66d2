"""The hub as a web service: five addresses, limits before work, errors by name."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from selfstudy.domain.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DiskFull,
    FolderReadOnly,
    SelfStudyError,
    TooLarge,
)
from selfstudy.exchange.errata import LARGEST

if TYPE_CHECKING:
    import uvicorn

    from selfstudy.hub.keeper import Hub

log = logging.getLogger("selfstudy.hub")

MAX_REQUEST = 32 * 1024 * 1024
BODY_SECONDS = 120.0
AT_ONCE = 4  # exchanges worked on at a time in one process; the rest wait their turn
WAITING = 200  # connections beyond which the server says that it is busy
OUR_FAULT = (DatabaseBusy, DatabaseDamaged, DiskFull, FolderReadOnly)


def make_app(keeper: Hub, limit: int = MAX_REQUEST, seconds: float = BODY_SECONDS) -> Starlette:
    """The application around a keeper."""
    turns = anyio.Semaphore(AT_ONCE)

    async def exchange(request: Request) -> Response:
        with anyio.fail_after(seconds):
            raw = await _body(request, limit)
        async with turns:
            answer = await run_in_threadpool(keeper.exchange, raw)
        return Response(answer, media_type="application/octet-stream")

    async def pack(request: Request) -> Response:
        path = await run_in_threadpool(keeper.shelf.path, request.path_params["digest"])
        return FileResponse(path, media_type="application/octet-stream")

    async def errata(request: Request) -> Response:
        with anyio.fail_after(seconds):
            raw = await _body(request, LARGEST)
        async with turns:
            taken = await run_in_threadpool(keeper.letters.take, raw)
        return JSONResponse({"taken": taken})

    async def hello(_request: Request) -> Response:
        return JSONResponse(keeper.hello())

    async def health(_request: Request) -> Response:
        await run_in_threadpool(keeper.cards)
        return JSONResponse({"well": True})

    app = Starlette(
        routes=[
            Route("/v1/exchange", exchange, methods=["POST"]),
            Route("/v1/packs/{digest}", pack),
            Route("/v1/errata", errata, methods=["POST"]),
            Route("/v1/hello", hello),
            Route("/health", health),
        ],
        exception_handlers={
            SelfStudyError: _refused,
            TimeoutError: _too_slow,
            ClientDisconnect: _too_slow,
            HTTPException: _plain,
        },
    )
    app.state.keeper = keeper
    return app


async def _body(request: Request, limit: int) -> bytes:
    """The body, its announced size checked before the first byte and its real one while reading."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > limit:
        raise TooLarge(name="", limit=limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(name="", limit=limit)
        parts.append(part)
    return b"".join(parts)


async def _refused(_request: Request, error: Exception) -> Response:
    """An expected error by its name; what is wrong inside the hub is nobody else's business."""
    if isinstance(error, OUR_FAULT) or not isinstance(error, SelfStudyError):
        log.error("not answered: %s %s", type(error).__name__, getattr(error, "details", ""))
        return JSONResponse({"error": "HubRefused", "reason": "storage"}, 503)
    log.info("refused: %s", type(error).__name__)
    details = {k: v if isinstance(v, int | str) else str(v) for k, v in error.details.items()}
    return JSONResponse({**details, "error": type(error).__name__}, 422)


async def _too_slow(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "HubRefused", "reason": "slow"}, 408)


async def _plain(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"error": "HubRefused", "reason": "question"}, status)


def make_server(
    keeper: Hub,
    host: str = "127.0.0.1",
    port: int = 8765,
    certificate: Path | None = None,
    key: Path | None = None,
) -> uvicorn.Server:
    """A server that is ready to run; with a certificate (and its key) it speaks TLS."""
    import uvicorn

    from selfstudy.hub.patience import PatientProtocol

    config = uvicorn.Config(
        make_app(keeper),
        host=host,
        port=port,
        lifespan="off",
        http=PatientProtocol,
        ws="none",
        server_header=False,
        access_log=False,
        log_level="warning",
        limit_concurrency=WAITING,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=10,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    return uvicorn.Server(config)


def serve(
    keeper: Hub,
    host: str = "127.0.0.1",
    port: int = 8765,
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve until interrupted, then let go of the database."""
    try:
        make_server(keeper, host, port, certificate, key).run()
    finally:
        keeper.close()
