"""What people may get wrong in naming a folder or a setting; root and others are told the same, so one of them asks."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from seaway.core.postgres import EmbeddedServer, FolderError, StartError
from seaway.core.postgres.folders import exclusive
from tests.core.postgres.conftest import Supervise

Prepared = Callable[[Path | None, int], Path]


@pytest.fixture
def uid() -> int:
    """This process's own user manages the server."""
    return os.geteuid()


@pytest.fixture
def cluster(root: Path, uid: int, prepared: Prepared) -> Path:
    """The folder of a server that ran before and does not run now."""
    subprocess.run(["cp", "-a", prepared(None, uid), root], check=True)
    return root


def test_a_data_folder_that_all_may_write_is_refused(root: Path, uid: int, supervise: Supervise) -> None:
    root.mkdir()
    root.chmod(0o777)

    with pytest.raises(FolderError, match=f"chmod o-w '{root}'"):
        supervise(root, None, uid).ask("ensure")


def test_a_folder_of_other_files_is_never_taken_for_a_cluster(root: Path, uid: int, supervise: Supervise) -> None:
    (root / "data").mkdir(parents=True)
    (root / "data/diary.txt").write_text("mine")
    if os.geteuid() == 0:
        os.chown(root, uid, uid)
        os.chown(root / "data", uid, uid)

    with pytest.raises(FolderError, match="not a PostgreSQL database"):
        supervise(root, None, uid).ask("ensure")

    assert (root / "data/diary.txt").read_text() == "mine"


def test_a_data_folder_that_cannot_be_made_is_an_error_of_the_folder(
    place: Path, uid: int, supervise: Supervise
) -> None:
    (place / "file").write_text("")

    with pytest.raises(FolderError, match="cannot be used"):
        supervise(place / "file/postgres", None, uid).ask("ensure")


@pytest.mark.parametrize("name", ['a"b', "a$b", "a`b", "a\\b", "a\nb"])
def test_a_path_that_the_tools_would_misread_is_refused(place: Path, name: str) -> None:
    with pytest.raises(FolderError, match="character"):
        EmbeddedServer(place / name).ensure()

    assert list(place.iterdir()) == []


def test_blanks_and_quotes_in_a_path_are_fine(root: Path, uid: int, supervise: Supervise) -> None:
    supervisor = supervise(root.parent / "it's a café+1", None, uid)

    assert supervisor.ask("ensure") is True
    assert supervisor.ask("ready") is True


def test_a_setting_the_server_refuses_is_told_at_once_with_its_log(
    cluster: Path, uid: int, supervise: Supervise
) -> None:
    began = time.monotonic()

    with pytest.raises(StartError, match="shared_bufers"):
        supervise(cluster, None, uid, settings={"shared_bufers": "1MB"}).ask("ensure")

    assert time.monotonic() - began < 20


@pytest.mark.parametrize("setting", [{"jit; x": "off"}, {"jit": "o\nff"}])
def test_a_malformed_setting_is_refused(cluster: Path, uid: int, setting: dict[str, str], supervise: Supervise) -> None:
    with pytest.raises(StartError, match="not valid"):
        supervise(cluster, None, uid, settings=setting).ask("ensure")


def test_no_setting_opens_the_server_to_the_network(cluster: Path, uid: int, supervise: Supervise) -> None:
    settings = {"listen_addresses": "*", "unix_socket_permissions": "0777", "unix_socket_directories": "/tmp"}  # noqa: S108
    supervisor = supervise(cluster, None, uid, settings=settings)

    assert supervisor.ask("ensure") is True

    assert (cluster / "data/postmaster.pid").read_text().splitlines()[4:6] == [str(cluster / "run"), ""]
    assert (cluster / "run/.s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


def test_a_lock_held_too_long_is_named(place: Path) -> None:
    lock = place / "lock"
    with exclusive(lock, 1), pytest.raises(StartError, match=re.escape(str(lock))), exclusive(lock, 0.1):
        pytest.fail("two held the lock")
    with exclusive(lock, 1):
        pass
