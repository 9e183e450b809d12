"""Answers that are files: streamed piece by piece, so that memory does not grow with them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

from seaway.core.http import Reopen
from seaway.core.work import Work


def attachment(name: str) -> dict[str, str]:
    """Return the header that makes browsers save an answer under a name."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


async def in_pieces(
    reopen: Reopen, piece: Callable[[Work], Awaitable[Sequence[Any]]], written: Callable[[Any], bytes]
) -> AsyncIterator[bytes]:
    """Yield pieces as they are written until one is empty; between them no connection is held."""
    while True:
        async with reopen() as work:
            found = await piece(work)
        if not found:
            return
        yield await asyncio.to_thread(written, found)
