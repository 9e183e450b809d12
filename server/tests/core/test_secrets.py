"""Sealing: what is sealed opens in its own place, under its own key, and nowhere else."""

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from seaway.core import sealed
from seaway.core.db import Database
from seaway.core.errors import StartError
from seaway.core.secrets import SealBroken, Sealer, load_sealer
from seaway.core.work import Work

KEY = bytes(range(32))


def test_what_is_sealed_opens_again() -> None:
    sealer = Sealer(KEY)
    for plain in (b"", b"x", os.urandom(100_000)):
        record = sealer.seal(plain, "machine/a")
        assert sealer.open(record, "machine/a") == plain
        assert Sealer(KEY).open(record, "machine/a") == plain


def test_two_seals_of_one_value_differ_and_do_not_show_it() -> None:
    sealer = Sealer(KEY)
    first, second = sealer.seal(b"open sesame", "a"), sealer.seal(b"open sesame", "a")
    assert first != second
    assert b"sesame" not in first
    assert KEY not in first


def test_a_record_in_another_place_does_not_open() -> None:
    record = Sealer(KEY).seal(b"x", "machine/a")
    for context in ("machine/b", "", "machine/a "):
        with pytest.raises(SealBroken):
            Sealer(KEY).open(record, context)


def test_no_changed_byte_goes_unnoticed() -> None:
    sealer = Sealer(KEY)
    record = sealer.seal(b"value", "a")
    for place in range(len(record)):
        changed = bytearray(record)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            sealer.open(bytes(changed), "a")
    for length in range(len(record)):
        with pytest.raises(SealBroken):
            sealer.open(record[:length], "a")


def test_another_key_is_told_by_its_name_with_the_fix() -> None:
    record = Sealer(KEY).seal(b"value", "a")
    other = Sealer(os.urandom(32))
    with pytest.raises(SealBroken, match="SEAWAY_KEY_FILE") as refusal:
        other.open(record, "a")
    assert Sealer(KEY).key_id in str(refusal.value)


def test_nothing_prints_the_key() -> None:
    sealer = Sealer(KEY)
    assert repr(sealer) == str(sealer) == f"Sealer({sealer.key_id})"
    assert sealer.key_id not in KEY.hex()


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"short")


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "data" / "key"
    record = load_sealer(path).seal(b"x", "a")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["key"]
    assert load_sealer(path).open(record, "a") == b"x"


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o620])
def test_a_key_that_others_can_read_is_refused_with_the_fix(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    load_sealer(path)
    path.chmod(mode)
    with pytest.raises(StartError, match=f"chmod 600 {path}"):
        load_sealer(path)


@pytest.mark.parametrize("content", [b"", b"hello", b"AAAA", bytes(range(128, 160)), b"A" * 5000])
def test_a_broken_key_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(StartError, match="holds no key"):
        load_sealer(path)
    assert path.read_bytes() == content


def test_a_key_that_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(StartError, match="plain file"):
        load_sealer(tmp_path / "pipe")
    with pytest.raises(StartError):
        load_sealer(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="SEAWAY_KEY_FILE"):
        load_sealer(tmp_path / "file" / "key")


def _load(path: Path, gate: "multiprocessing.synchronize.Barrier", out: "multiprocessing.queues.Queue[str]") -> None:
    gate.wait(10)
    out.put(load_sealer(path).key_id)


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    gate, out = context.Barrier(4), context.Queue()
    workers = [context.Process(target=_load, args=(tmp_path / "key", gate, out)) for _ in range(4)]
    for worker in workers:
        worker.start()
    keys = {out.get(timeout=10) for _ in workers}
    for worker in workers:
        worker.join(10)
    assert len(keys) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["key"]


async def test_a_sealed_value_is_made_once_and_shared(database: Database) -> None:
    async with database.writing("*") as db:
        assert await sealed.ensure(db, "test/shared", b"first") == b"first"
        assert await sealed.ensure(db, "test/shared", b"second") == b"first"
        await sealed.put(db, "test/shared", b"third")
        assert await sealed.get(db, "test/shared") == b"third"
        assert await sealed.get(db, "test/shared", org=7) is None
        await sealed.drop(db, "test/shared")
        assert await sealed.get(db, "test/shared") is None


async def test_a_sealed_value_of_another_row_does_not_open(work: Work) -> None:
    await sealed.put(work.db, "test/a", b"a", org=work.org)
    await work.db.raw.execute(
        "insert into sealed_value(org, name, sealed) select org, 'test/b', sealed from sealed_value where org = $1 and name = 'test/a'",
        work.org,
    )
    with pytest.raises(SealBroken):
        await sealed.get(work.db, "test/b", org=work.org)


async def test_a_database_without_a_sealer_says_so(database_url: str) -> None:
    bare = Database(database_url, size=1)
    await bare.open()
    try:
        async with bare.reading("*") as db:
            with pytest.raises(LookupError, match="sealer"):
                await sealed.put(db, "test/x", b"x")
    finally:
        await bare.close()
