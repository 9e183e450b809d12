"""Imports through the API, with their jobs run at once, as a worker would."""

import io
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest

from seaway.core.db import Database, sql
from seaway.core.jobs.control import Start
from seaway.core.jobs.inline import InlineEngine
from seaway.domains.identity.types import Organisation
from seaway.domains.imports import jobs as import_jobs

FINGERPRINT = sql("""
  select (select array_agg((e.id, e.xmin)::text order by e.id) from entity e where e.org = :org) as entities,
    (select array_agg((i.ref, i.xmin)::text order by i.ref) from import_item i join import_source s on s.id = i.source
     where s.org = :org) as items,
    (select array_agg((b.ident, b.xmin)::text order by b.id) from blueprint b where b.org = :org) as blueprints,
    (select count(*) from change c where c.org = :org and c.kind <> 'import') as changes""")


def packed(files: Mapping[str, str | bytes], root: str = "harbour") -> bytes:
    """Return files as a gzipped tar under one folder."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for path, text in files.items():
            body = text.encode() if isinstance(text, str) else text
            entry = tarfile.TarInfo(f"{root}/{path}" if root else path)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return held.getvalue()


@dataclass
class Importer:
    """Uploads files and runs the import to its end."""

    api: httpx.AsyncClient
    database: Database
    organisation: Organisation

    async def post(self, archive: bytes, name: str = "harbour.tar.gz", **fields: str) -> httpx.Response:
        """Upload an archive and return the answer; nothing runs yet."""
        data = {"source": "harbour", **fields}
        return await self.api.post("/v1/imports", files={"file": (name, archive, "application/gzip")}, data=data)

    async def table(self, body: str | bytes, mapping: Mapping[str, Any], **fields: str) -> dict[str, Any]:
        """Import a table of rows and return the import afterwards; `name` is the file's."""
        name, data = fields.pop("name", "services.csv"), body.encode() if isinstance(body, str) else body
        answer = await self.post(data, name, mapping=orjson.dumps(mapping).decode(), **fields)
        assert answer.status_code == 202, answer.text
        return await self.run(str(answer.json()["import"]["id"]))

    async def queue(self, files: Mapping[str, str | bytes], **fields: str) -> str:
        """Upload files and return the id of the import."""
        answer = await self.post(packed(files), **fields)
        assert answer.status_code == 202, answer.text
        assert answer.json()["import"]["status"] == "queued"
        return str(answer.json()["import"]["id"])

    async def run(self, public_id: str) -> dict[str, Any]:
        """Do a worker's part, and return the import afterwards."""
        order = Start(import_jobs.JOB, public_id, self.organisation.id, self.organisation.public_id, uuid4())
        await InlineEngine(self.database).start(order)
        return await self.state(public_id)

    async def state(self, public_id: str) -> dict[str, Any]:
        """Return an import."""
        answer = await self.api.get(f"/v1/imports/{public_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["import"])

    async def files(self, files: Mapping[str, str | bytes], **fields: str) -> dict[str, Any]:
        """Import files and return the import afterwards."""
        return await self.run(await self.queue(files, **fields))

    async def documents(self, public_id: str, **params: Any) -> list[dict[str, Any]]:
        """Return every verdict of an import, page by page."""
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            asked = {**params, **({"cursor": cursor} if cursor else {})}
            answer = await self.api.get(f"/v1/imports/{public_id}/documents", params=asked)
            assert answer.status_code == 200, answer.text
            found += answer.json()["documents"]
            cursor = answer.json()["next"]
            if cursor is None:
                return found

    async def entity(self, blueprint: str, identifier: str) -> dict[str, Any] | None:
        """Return an entity, None when there is none."""
        name = identifier.replace("/", "%2F")
        answer = await self.api.get(f"/v1/blueprints/{blueprint}/entities/{name}")
        assert answer.status_code in {200, 404}, answer.text
        return dict(answer.json()["entity"]) if answer.status_code == 200 else None

    async def fingerprint(self) -> Any:
        """Return what differs after any write of a row, and the number of change records but those of imports."""
        async with self.database.reading(self.organisation.id) as db:
            return dict(await db.one(FINGERPRINT, org=self.organisation.id) or {})


@pytest.fixture
def importer(api: httpx.AsyncClient, database: Database, organisation: Organisation) -> Importer:
    """An importer in a fresh organisation."""
    return Importer(api, database, organisation)
