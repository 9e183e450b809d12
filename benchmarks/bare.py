"""B3: answers of given sizes and nothing else, on the same server software: `python -m benchmarks.bare PORT DSN ORG BP`.

`/n` answers n bytes; `/n/row/IDENTIFIER` and `/n/page` with entities in them, which PostgreSQL wrote as it does for Seaway.
"""

import sys
from typing import Any
from urllib.parse import unquote

import asyncpg
import orjson
import uvicorn

from seaway.domains.entities import columns

HEADERS = [(b"content-type", b"application/json")]
_OF = f"select {columns.WHOLE} as whole from blueprint b join entity e on e.bp = b.id {columns.ACTORS} where e.org = $1 and b.id = $2"
_ROW = f"{_OF} and e.ident = $3"
_PAGE = f"select string_agg(whole, ',') from ({_OF} order by e.ident limit 50) page"


class Bare:
    """An ASGI application without a framework."""

    def __init__(self, dsn: str, org: int, blueprint: int) -> None:
        self.dsn, self.of = dsn, (org, blueprint)
        self.pool: asyncpg.Pool | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer as many bytes as the path says."""
        if scope["type"] != "http":
            return
        if scope["method"] == "POST":
            orjson.loads((await receive())["body"])
        size, _, rest = scope["raw_path"].decode().strip("/").partition("/")
        body = await self._read(rest) if rest else b""
        body = body[: int(size)].ljust(int(size))
        headers = [*HEADERS, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _read(self, what: str) -> bytes:
        if self.pool is None:
            self.pool = await asyncpg.create_pool(self.dsn, min_size=1, max_size=1, init=_sees_all, reset=_no_reset)
        if what == "page":
            found = await self.pool.fetchval(_PAGE, *self.of)
        else:
            found = await self.pool.fetchval(_ROW, *self.of, unquote(what.removeprefix("row/")))
        return bytes(found, "utf-8")


async def _sees_all(connection: asyncpg.Connection) -> None:
    await connection.execute("select set_config('seaway.org', '*', false)")


async def _no_reset(_connection: asyncpg.Connection) -> None:
    """Keep the connection as it is: nothing here changes its state."""


if __name__ == "__main__":
    port, dsn, org, blueprint = sys.argv[1:]
    uvicorn.run(
        Bare(dsn, int(org), int(blueprint)),
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_keep_alive=3600,  # its connection is idle while the server's slow answers are timed
    )
