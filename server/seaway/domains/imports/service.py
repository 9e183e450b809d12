"""The door of imports: ask for one, look at it, stop it; what each source states; and `apply`."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.imports import archives, git, item_store, source_store, store, table_intake
from seaway.domains.imports.applying import apply
from seaway.domains.imports.errors import ImportEnded, SourceBusy
from seaway.domains.imports.loading import load, unload, was_loaded
from seaway.domains.imports.types import ENDED, Applied, Ending, Import, Request
from seaway.kit import ids

_SOURCE = re.compile(r"[\w][\w .@+-]{0,99}")
LATEST = 1 << 62
by_numbers = store.by_numbers


async def request(work: Work, wanted: Request) -> Import:
    """Queue an import and return it; a worker takes it from there.

    Raises:
        PermissionMissing: the actor may not. Invalid, AddressRefused, BadArchive: a part of the request is wrong.
    """
    await access.require(work, "create", "imports")
    if not _SOURCE.fullmatch(wanted.source):
        raise Invalid(
            "source: use 1 to 100 letters, digits, spaces or _ . @ + -, beginning with a letter or digit",
            details={"path": "source"},
        )
    if wanted.mapping is not None:
        told = await table_intake.checked(work, wanted.archive or b"", wanted.name, wanted.mapping)
    elif wanted.git is not None:
        told = git.checked(wanted.git, wanted.ref, wanted.folder)
    else:
        await asyncio.to_thread(archives.opened, wanted.archive or b"", wanted.name)
        told = {"type": "archive", "name": wanted.name[:200]}
    source = await item_store.add_source(work, wanted.source)
    public_id = ids.public_id("imp")
    number = await store.add(work, public_id, source, wanted, told)
    await changes.record(work, "import", [Change(number, "C")])
    return await get(work, public_id)


async def get(work: Work, public_id: str) -> Import:
    """Return an import.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    found = await store.find(work, public_id)
    if found is None:
        raise NotFound.of("import", public_id)
    return found


async def recent(work: Work, before: int, source: str | None, limit: int, *, previews: bool) -> list[Import]:
    """Return imports, the latest first; `before` is the number of the last one seen; dry runs only with `previews`."""
    await access.require(work, "read", "imports")
    return await store.page(work, before, source, limit, previews=previews)


async def documents(work: Work, public_id: str, after: int, result: str | None, limit: int) -> Sequence[dict[str, Any]]:
    """Return the verdicts on an import's documents in the order of files; `after` is the last one's number.

    Raises:
        NotFound: there is no such import.
    """
    return await store.documents(work, (await get(work, public_id)).id, after, result, limit)


async def cancel(work: Work, public_id: str) -> Import:
    """Stop an import between two of its batches; what it has written stays.

    Raises:
        NotFound: there is no such import. ImportEnded: it has ended.
    """
    await access.require(work, "update", "imports")
    found = await store.find(work, public_id, lock=True)
    if found is None:
        raise NotFound.of("import", public_id)
    if found.status in ENDED:
        raise ImportEnded(f'Import "{public_id}" is {found.status} already; start another one')
    await store.end(work, found.id, Ending("cancelled", found.counts))
    await changes.record(work, "import", [Change(found.id, "U", {"status": found.status})])
    return await get(work, public_id)


async def sources(work: Work, after: str, limit: int) -> Sequence[dict[str, Any]]:
    """Return sources by name: how many documents each states, what it owns, its last import."""
    await access.require(work, "read", "imports")
    await access.require(work, "read", "entities")
    return await source_store.page(work, after, limit)


async def remove_source(work: Work, name: str, *, dry_run: bool, digest: str | None) -> Applied:
    """Take back what a source states, as `unload` does; its imports stay in the history.

    Raises:
        NotFound: there is no such source. SourceBusy: an import of it is under way. Others as `unload`.
    """
    await access.require(work, "delete", "imports")
    found = await item_store.source(work, name)
    if found is None:
        raise NotFound.of("source", name)
    if not dry_run and (busy := await source_store.under_way(work, found.id)) is not None:
        raise SourceBusy(f'Import "{busy}" of this source is under way; wait for its end, or cancel it')
    return await unload(work, name, dry_run=dry_run, digest=digest)


async def stated(work: Work, name: str, after: str, limit: int) -> Sequence[dict[str, Any]]:
    """Return the documents that a source states, as they were written; `after` is the last one's reference.

    Raises:
        NotFound: there is no such source.
    """
    await access.require(work, "read", "imports")
    await access.require(work, "read", "entities")
    if await item_store.source(work, name) is None:
        raise NotFound.of("source", name)
    return await item_store.exported(work, name, after, limit)


__all__ = [
    "LATEST",
    "apply",
    "by_numbers",
    "cancel",
    "documents",
    "get",
    "load",
    "recent",
    "remove_source",
    "request",
    "sources",
    "stated",
    "unload",
    "was_loaded",
]
