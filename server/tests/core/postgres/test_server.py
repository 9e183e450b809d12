"""What a server promises to the processes that share it: start, adopt, survive, stop."""

import asyncio
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import asyncpg
import psycopg
import pytest

from seaway.core.postgres.database import provide
from tests.core.postgres.conftest import Supervise
from tests.core.postgres.supervisor import Supervisor
from tests.flows.harness import wait_for


def test_the_first_start_makes_a_database_whose_owner_is_bound_by_row_security(
    root: Path, bin_dir: Path | None, uid: int, supervise: Supervise
) -> None:
    supervisor = supervise(root, bin_dir, uid)

    assert supervisor.ask("ensure") is True

    with psycopg.connect(supervisor.ask("dsn"), autocommit=True) as db:
        db.execute("CREATE EXTENSION pg_trgm")
        db.execute("CREATE TABLE note (org int)")
        db.execute("ALTER TABLE note ENABLE ROW LEVEL SECURITY")
        db.execute("ALTER TABLE note FORCE ROW LEVEL SECURITY")
        db.execute("CREATE POLICY mine ON note USING (org = 1) WITH CHECK (true)")
        db.execute("INSERT INTO note VALUES (1), (2)")
        assert db.execute("SELECT org FROM note").fetchall() == [(1,)]
        rights = db.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        assert rights == (False, False, False, False, False)
        owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        assert db.execute(owner).fetchone() == ("seaway",)
    assert_private(root, bin_dir)


def assert_private(root: Path, bin_dir: Path | None) -> None:
    """See that nobody but the server's account can enter its folders, and that it listens on no network."""
    folders = [root / "data", root / "log", root / "run"]
    assert [oct(folder.stat().st_mode & 0o777) for folder in folders] == ["0o700"] * 3
    assert len({folder.stat().st_uid for folder in folders}) == 1
    assert (root / "data").stat().st_uid != 0
    assert (root / "run/.s.PGSQL.5432").stat().st_mode & 0o777 == 0o700
    assert (root / "data/PG_VERSION").read_text().strip() == ("15" if bin_dir else "18")
    assert not list(root.glob(".init-*"))


def test_the_address_suits_asyncpg_and_libpq_whatever_the_caller_s_environment(
    root: Path, bin_dir: Path | None, uid: int, supervise: Supervise, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor = supervise(root, bin_dir, uid, environment={"PGPORT": "1", "PGDATA": "/nonexistent"})
    supervisor.ask("ensure")
    monkeypatch.setenv("PGPORT", "1")

    async def who() -> tuple[str, str]:
        connection = await asyncpg.connect(supervisor.ask("dsn"))
        try:
            return await connection.fetchval("SELECT current_user"), await connection.fetchval("SHOW listen_addresses")
        finally:
            await connection.close()

    assert asyncio.run(who()) == ("seaway", "")
    with psycopg.connect(supervisor.ask("admin_dsn")) as db:
        assert db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,)


def test_letters_beyond_ascii_are_letters(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    with psycopg.connect(supervisor.ask("dsn")) as db:
        db.execute("CREATE EXTENSION pg_trgm")
        row = db.execute("SELECT similarity('äöüéà', 'äöüé') > 0.5, lower('ÜÉ'), 'ÄÖÜÉÀ' ILIKE '%öüé%'").fetchone()
        assert row == (True, "üé", True)
        assert db.execute("SELECT 'Z' COLLATE \"default\" < 'a'").fetchone() == (True,)


def test_a_running_server_is_adopted_by_the_same_and_by_another_process(
    supervisor: Supervisor, root: Path, bin_dir: Path | None, uid: int, supervise: Supervise
) -> None:
    other = supervise(root, bin_dir, uid)
    assert supervisor.ask("ready") is False
    assert supervisor.ask("pid") is None
    assert supervisor.ask("ensure") is True
    pid = supervisor.ask("pid")

    assert supervisor.ask("ensure") is False
    assert other.ask("ensure") is False

    assert other.ask("ready") is True
    assert other.ask("pid") == supervisor.ask("pid") == pid


def test_the_server_survives_the_kill_of_the_process_that_started_it(
    supervisor: Supervisor, root: Path, bin_dir: Path | None, uid: int, supervise: Supervise
) -> None:
    supervisor.ask("ensure")
    pid, dsn = supervisor.ask("pid"), supervisor.ask("dsn")
    with closing(psycopg.connect(dsn)) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS value")
        db.commit()
        supervisor.kill()

        assert db.execute("SELECT value FROM kept").fetchone() == (7,)
    successor = supervise(root, bin_dir, uid)
    assert successor.ask("ensure") is False
    assert successor.ask("pid") == pid


def test_a_killed_server_is_started_again_with_what_was_committed(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    pid, dsn = supervisor.ask("pid"), supervisor.ask("dsn")
    with closing(psycopg.connect(dsn)) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS value")
        db.commit()
        db.execute("INSERT INTO kept VALUES (8)")  # never committed
        os.kill(pid, 9)

        assert supervisor.ask("ensure") is True
    assert supervisor.ask("pid") != pid
    with psycopg.connect(dsn) as db:
        assert db.execute("SELECT value FROM kept").fetchall() == [(7,)]


def test_no_second_server_starts_while_an_orphan_of_a_killed_one_still_works(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    with closing(psycopg.connect(supervisor.ask("dsn"))) as db:
        orphan = db.info.backend_pid
        busy = "DO $$BEGIN WHILE clock_timestamp() < now() + interval '3 s' LOOP END LOOP; END$$"
        db.pgconn.send_query(busy.encode())
        time.sleep(0.3)
        os.kill(supervisor.ask("pid"), 9)
        assert alive(orphan)

        assert supervisor.ask("ensure") is True

        assert not alive(orphan)


def alive(pid: int) -> bool:
    """True while the process exists and is no zombie."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_of_three_processes_at_once_one_starts_and_two_adopt(
    root: Path, bin_dir: Path | None, uid: int, supervise: Supervise
) -> None:
    supervisors = [supervise(root, bin_dir, uid) for _ in range(3)]

    for supervisor in supervisors:
        supervisor.send("ensure")

    assert sorted(supervisor.answer() for supervisor in supervisors) == [False, False, True]
    assert len({supervisor.ask("pid") for supervisor in supervisors}) == 1


@pytest.mark.parametrize("delay", [0.05, 0.25, 0.45, 0.65])
def test_a_first_start_killed_at_any_moment_is_done_again(
    root: Path, uid: int, delay: float, supervise: Supervise
) -> None:
    killed = supervise(root, None, uid)
    killed.send("ensure")
    time.sleep(delay)
    killed.kill()

    successor = supervise(root, None, uid)
    successor.ask("ensure")

    with psycopg.connect(successor.ask("dsn")) as db:
        assert db.execute("SELECT current_user || current_database()").fetchone() == ("seawayseaway",)
    successor.ask("stop")
    assert successor.ask("ensure") is True
    assert not [left for left in root.glob(".init-*") if (left / "PG_VERSION").exists()]


def test_a_half_made_cluster_is_swept_away_and_never_served(
    root: Path, bin_dir: Path | None, uid: int, supervise: Supervise
) -> None:
    half = root / ".init-left"
    half.mkdir(parents=True, mode=0o700)
    (half / "PG_VERSION").write_text("18\n")
    for folder in (root, half, half / "PG_VERSION"):
        if os.geteuid() == 0:
            os.chown(folder, uid, uid)

    supervise(root, bin_dir, uid).ask("ensure")

    assert not half.exists()


def test_a_lost_role_or_database_comes_back_on_a_running_server(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    with psycopg.connect(supervisor.ask("admin_dsn"), autocommit=True) as db:
        db.execute("DROP DATABASE seaway")
        db.execute("DROP ROLE seaway")

    assert supervisor.ask("ensure") is False

    psycopg.connect(supervisor.ask("dsn")).close()


def test_preparations_that_overlap_after_a_kill_do_not_disturb_each_other(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    address = supervisor.ask("admin_dsn")
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("DROP DATABASE seaway")
        db.execute("DROP ROLE seaway")

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(provide, [address] * 4))

    assert outcomes == [None] * 4
    psycopg.connect(supervisor.ask("dsn")).close()


def test_the_role_never_keeps_rights_that_would_lift_row_security(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    with psycopg.connect(supervisor.ask("admin_dsn"), autocommit=True) as db:
        db.execute("ALTER ROLE seaway SUPERUSER BYPASSRLS")

        supervisor.ask("ensure")

        row = db.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'seaway'").fetchone()
    assert row == (False, False)


def test_stopping_keeps_what_was_committed_drops_the_rest_and_may_be_repeated(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    pid = supervisor.ask("pid")
    with closing(psycopg.connect(supervisor.ask("dsn"))) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS value")
        db.commit()
        db.execute("INSERT INTO kept VALUES (8)")
        supervisor.ask("stop")
    assert not alive(pid)
    assert supervisor.ask("ready") is False

    supervisor.ask("stop")

    assert supervisor.ask("ensure") is True
    with psycopg.connect(supervisor.ask("dsn")) as db:
        assert db.execute("SELECT value FROM kept").fetchall() == [(7,)]


def test_a_backup_can_be_taken_with_the_programs_it_names(supervisor: Supervisor) -> None:
    supervisor.ask("ensure")
    dump = Path(supervisor.ask("bin_dir")) / "pg_dump"

    done = subprocess.run([dump, supervisor.ask("dsn")], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "PostgreSQL database dump complete" in done.stdout


def test_the_log_is_kept_and_holds_no_values(supervisor: Supervisor, root: Path) -> None:
    supervisor.ask("ensure")
    with psycopg.connect(supervisor.ask("dsn"), autocommit=True) as db:
        db.execute("CREATE TABLE secret (value text PRIMARY KEY)")
        db.execute("INSERT INTO secret VALUES (%s)", ["hunter2"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            db.execute("INSERT INTO secret VALUES (%s)", ["hunter2"])

    wait_for(lambda: "duplicate key" in supervisor.ask("log_tail"))  # the server's collector writes when it gets to it
    assert "hunter2" not in "".join(log.read_text() for log in (root / "log").glob("*.log"))
