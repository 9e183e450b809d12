"""Backup and restore: what was there is there again, what was running is parked, and nothing is written over."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from seaway.app import backup as backups
from seaway.core.errors import StartError
from tests.flows.harness import Installation, installed

pytestmark = pytest.mark.slow
MODEL = """
kind: blueprint
identifier: berth
title: Berth
schema: {properties: {depth: {type: number}, notes: {type: string, format: markdown}}, required: []}
relations: {beside: {target: berth, many: true, required: false}}
---
{kind: entity, blueprint: berth, identifier: north/1, title: North 1, properties: {depth: 12.5, notes: %s}}
---
{kind: entity, blueprint: berth, identifier: north/2, properties: {depth: null}, relations: {beside: [north/1]}}
""" % ("long " * 1000)


@pytest.fixture(scope="module")
def saved() -> Iterator[tuple[Installation, Path, str]]:
    """An installation with some data, its backup, and its export."""
    with installed() as source:
        source.start()
        source.wait_ready()
        credentials = json.loads(source.seaway("admin", "credentials", "create", "flow", "-o", "json").stdout)
        source.settings |= {
            "SEAWAY_CLIENT_ID": credentials["clientId"],
            "SEAWAY_CLIENT_SECRET": credentials["clientSecret"],
        }
        applied = source.seaway("apply", "-f", "-", "--yes", stdin=MODEL)
        assert applied.returncode == 0, applied.stderr
        with psycopg.connect(source.dsn, options="-c seaway.org=*") as connection:
            connection.execute("""
              insert into import_source(org, name) select id, 'torn' from organisation;
              insert into import(public_id, org, source, status, origin)
              select 'imp_torn', s.org, s.id, 'running', '{}' from import_source s where s.name = 'torn'""")
        file = source.folder / "all.backup"
        made = source.seaway("backup", str(file))
        assert made.returncode == 0, made.stderr
        exported = source.seaway("export", "-o", "json")
        assert exported.returncode == 0, exported.stderr
        yield source, file, exported.stdout


@pytest.fixture(scope="module")
def restored(saved: tuple[Installation, Path, str]) -> Iterator[Installation]:
    """An installation filled from the backup, beside the same key, and started."""
    source, file, _ = saved
    with installed() as target:
        target.settings = {**source.settings, "SEAWAY_KEY_FILE": str(target.folder / "key")}
        shutil.copy(source.data / "key", target.folder / "key")
        done = target.seaway("restore", str(file))
        assert done.returncode == 0, done.stderr
        target.start()
        target.wait_ready()
        yield target


def test_a_restored_catalog_exports_the_same(saved: tuple[Installation, Path, str], restored: Installation) -> None:
    exported = restored.seaway("export", "-o", "json")
    assert exported.returncode == 0, exported.stderr
    assert exported.stdout == saved[2]
    assert "north/2" in exported.stdout


def test_what_was_running_comes_back_parked(restored: Installation) -> None:
    with psycopg.connect(restored.dsn, options="-c seaway.org=*") as connection:
        row = connection.execute("select status from import where public_id = 'imp_torn'").fetchone()
    assert row == ("parked",)


def test_the_feed_goes_on_and_old_positions_are_void(
    saved: tuple[Installation, Path, str], restored: Installation
) -> None:
    def epoch(installation: Installation) -> str:
        with psycopg.connect(installation.dsn) as connection:
            row = connection.execute("select epoch from instance").fetchone()
        assert row is not None
        return str(row[0])

    assert epoch(restored) != epoch(saved[0])
    with restored.client() as client:
        answer = client.post("/v1/blueprints/berth/entities", json={"identifier": "south"})
        assert answer.status_code == 201, answer.text
    with psycopg.connect(restored.dsn, options="-c seaway.org=*") as connection:
        row = connection.execute("select max(xid::text::bigint), min(xid::text::bigint) from change").fetchone()
    assert row is not None
    assert row[1] == 0
    assert row[0] > 0


def test_a_restore_writes_over_nothing(saved: tuple[Installation, Path, str], restored: Installation) -> None:
    refused = restored.seaway("restore", str(saved[1]))
    assert refused.returncode == 1
    assert "not empty" in refused.stderr


def test_a_restore_beside_another_key_is_refused(saved: tuple[Installation, Path, str]) -> None:
    with installed() as other:
        refused = other.seaway("restore", str(saved[1]))
        assert refused.returncode == 1
        assert "sealed under the key" in refused.stderr
        allowed = other.seaway("restore", str(saved[1]), "--new-key")
        assert allowed.returncode == 0, allowed.stderr


def test_a_backup_is_not_written_over_without_asking(saved: tuple[Installation, Path, str]) -> None:
    refused = saved[0].seaway("backup", str(saved[1]))
    assert refused.returncode == 1
    assert "--force" in refused.stderr


def test_a_backup_is_readable_by_its_owner_alone(saved: tuple[Installation, Path, str]) -> None:
    assert saved[1].stat().st_mode & 0o077 == 0


def test_an_upgrade_says_that_there_is_nothing_to_do(saved: tuple[Installation, Path, str]) -> None:
    told = saved[0].seaway("upgrade", "--check")
    assert told.returncode == 0, told.stderr
    assert "Nothing to do" in told.stdout


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\0" * 2048])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.backup"
    file.write_bytes(content)
    with pytest.raises(StartError, match="not a backup"):
        backups.read_manifest(file)


def test_a_backup_of_a_newer_seaway_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / backups.MANIFEST
    manifest.write_text(json.dumps({"format": 99, "seaway": "9.0", "schema": "9", "key": "k", "created_at": "t"}))
    file = tmp_path / "x.backup"
    with tarfile.open(file, "w") as archive:
        archive.add(manifest, backups.MANIFEST)
    with pytest.raises(StartError, match="newer Seaway"):
        backups.read_manifest(file)
