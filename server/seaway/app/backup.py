"""Backup, restore and the check before an upgrade. Synchronous: these run alone, on the server's own machine.

A backup is a tar of `manifest.json` and `database.dump` (PostgreSQL's custom format, consistent as of its start). The
envelope key is not in it: the manifest names the key, so that a restore beside the wrong one is refused, not broken.
"""

import io
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from seaway.core import migrate
from seaway.core.errors import StartError
from seaway.kit import clock

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
MANIFEST_LIMIT = 1 << 20
# Row-level security binds the owner too: the session must be allowed to see every organisation.
_EVERYWHERE = "-c seaway.org=*"

# After a restore the cluster's transaction ids start anew. Old records get xid 0, which is before every new one;
# readers of the feed go back to the oldest change they had not seen. Positions handed out before are void: the epoch
# changes.
_SETTLE = """
update subscription s set seq = coalesce(
  (select min(c.seq) - 1 from change c where (c.xid, c.seq) > (s.xid, s.seq)), (select max(c.seq) from change c), 0);
update subscription set xid = '0';
update feed_parked set xid = '0';
update change set xid = '0';
update instance set epoch = substr(md5(random()::text), 1, 6);
delete from worker;
update import set status = 'parked' where status in ('queued', 'running');
"""
# Jobs that were running come back parked: an operator decides whether they go on (their outside world has moved).
_PARK = "update dbos.workflow_status set status = 'CANCELLED' where status in ('PENDING', 'ENQUEUED', 'DELAYED')"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    seaway: str
    schema: str | None
    key: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Place:
    """A database and the tools that fit it: its URL, and the folder with `pg_dump` and `pg_restore`."""

    dsn: str
    programs: Path
    version: str
    key: str


def backup(place: Place, file: Path) -> Manifest:
    """Write a backup to a file, which appears only when it is complete.

    Raises:
        StartError: the database cannot be reached or dumped.
    """
    manifest = Manifest(FORMAT, place.version, migrate.current(place.dsn), place.key, clock.iso(clock.now()))
    unfinished = file.with_name(f".{file.name}.unfinished")
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as held:
        dump = Path(held) / DUMP
        _run(
            place,
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-acl",
            "--enable-row-security",
            f"--file={dump}",
            _plain(place.dsn),
        )
        with tarfile.open(unfinished, "w") as archive:
            body = json.dumps(asdict(manifest), indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
            archive.add(dump, DUMP)
    unfinished.chmod(0o600)
    unfinished.replace(file)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises:
        StartError: the file is no backup of Seaway, or of a newer one.
    """
    try:
        with tarfile.open(file) as archive:
            entry = archive.extractfile(MANIFEST)
            told = json.loads(entry.read(MANIFEST_LIMIT)) if entry else {}
        manifest = Manifest(**told)
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError):
        raise StartError(f"{file} is not a backup of Seaway, or it cannot be read.") from None
    if manifest.format > FORMAT:
        raise StartError(f"{file} was written by a newer Seaway ({manifest.seaway}). Restore it with that version.")
    return manifest


def restore(place: Place, file: Path, *, new_key: bool = False) -> Manifest:
    """Fill an empty database from a backup and bring it to this version's schema.

    Raises:
        StartError: the database is not empty, the key is another one (unless `new_key`), or the dump does not load.
    """
    manifest = read_manifest(file)
    if manifest.key != place.key and not new_key:
        raise StartError(
            f"The backup is sealed under the key {manifest.key}, this host has {place.key}. Put the old key file in "
            "place (SEAWAY_KEY_FILE), or pass --new-key: sign-ins and client secrets are then made anew."
        )
    _refuse_unless_empty(place.dsn)
    with tempfile.TemporaryDirectory() as held:
        dump = _extracted(file, Path(held))
        _run(
            place,
            "pg_restore",
            "--no-owner",
            "--no-acl",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={_plain(place.dsn)}",
            str(dump),
        )
    _settle(place.dsn, new_key=new_key)
    migrate.migrate(place.dsn)
    return manifest


def pending(dsn: str) -> Mapping[str, Any]:
    """Return what an upgrade would do: the schema's revision now, this version's, and the steps between."""
    return {"now": migrate.current(dsn), "needed": migrate.head(), "steps": migrate.pending(dsn)}


def _extracted(file: Path, folder: Path) -> Path:
    with tarfile.open(file) as archive:
        archive.extract(DUMP, folder, filter="data")
    return folder / DUMP


def _refuse_unless_empty(dsn: str) -> None:
    with psycopg.connect(_plain(dsn)) as connection:
        row = connection.execute(
            "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
        ).fetchone()
    if row and row[0]:
        raise StartError(f"The database is not empty ({row[0]} tables). Restore into an empty data folder or database.")


def _settle(dsn: str, *, new_key: bool) -> None:
    with psycopg.connect(_plain(dsn), options=_EVERYWHERE) as connection:
        connection.execute(_SETTLE)
        found = connection.execute("select to_regclass('dbos.workflow_status') is not null").fetchone()
        if found and found[0]:
            connection.execute(_PARK)
        if new_key:
            connection.execute("delete from sealed_value; delete from session; update machine set enabled = false")


def _plain(dsn: str) -> str:
    """Return the URL as libpq takes it."""
    return sa.make_url(dsn).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(place: Place, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes through the environment, where no process list shows it."""
    url = sa.make_url(place.dsn)
    environ = {"PATH": "/usr/bin:/bin", "PGOPTIONS": _EVERYWHERE, "LC_ALL": "C.UTF-8"}
    if url.password:
        environ["PGPASSWORD"] = str(url.password)
        hidden = url._replace(password=None).render_as_string(hide_password=False)
        arguments = tuple(argument.replace(_plain(place.dsn), hidden) for argument in arguments)
    command = [str(place.programs / program), *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    if done.returncode:
        raise StartError(f"{program} failed: {done.stderr.strip()[-2000:]}")
