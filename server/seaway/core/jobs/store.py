"""The jobs' own SQL: which workers live, who owns a job, what has ended. The engine's tables are in the schema `dbos`.

The statements on `dbos.workflow_status` stand on DBOS 3.4 (pinned); contract tests hold them.
"""

from collections.abc import Sequence
from typing import LiteralString

from seaway.core.db import Connection, sql
from seaway.core.jobs.registry import Status

SCHEMA = "dbos"
_STATUS: dict[str, Status] = {
    "ENQUEUED": "queued",
    "DELAYED": "queued",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
    "CANCELLED": "cancelled",
}

# unscoped: jobs are told apart by their ids, which their domains know
_STATUSES = sql(
    "select workflow_uuid as id, status from dbos.workflow_status where workflow_uuid = any(cast(:ids as text[]))"
)
# The lock keeps a takeover waiting until this transaction ends; without the row, the takeover has happened.
_OWN = sql("""
  select 1 from dbos.workflow_status
  where workflow_uuid = :id and owner_xid = :owner and status = 'PENDING' for share""")
_EXISTS = sql("select to_regclass('dbos.workflow_status') is not null")
_COUNTS = sql("select name, status, count(*) as n from dbos.workflow_status group by name, status")
_WORKERS = sql("select count(*) from worker where last_seen > clock_timestamp() - interval '30 s'")

# For psycopg, in the reaper's thread.
BEAT: LiteralString = """
  insert into worker(executor_id, host, pid) values (%(executor)s, %(host)s, %(pid)s)
  on conflict (executor_id) do update set last_seen = clock_timestamp()"""
NEIGHBOURS: LiteralString = "select executor_id, pid from worker where host = %(host)s and executor_id <> %(executor)s"
BURY: LiteralString = "delete from worker where executor_id = any(%(dead)s)"
FORGET: LiteralString = "delete from worker where last_seen < clock_timestamp() - interval '1 day'"
ORPHANED: LiteralString = """
  select distinct w.executor_id from dbos.workflow_status w
  where w.status = 'PENDING' and w.application_version = %(version)s and not exists (
    select from worker k where k.executor_id = w.executor_id
      and (%(dead)s::float8 is null or k.last_seen > clock_timestamp() - make_interval(secs => %(dead)s::float8)))"""
# What `reenqueue_for_recovery` does, for a worker that leaves in order: its jobs wait for another at once, and the
# departure does not count as a crash.
PARK: LiteralString = """
  update dbos.workflow_status set status = 'ENQUEUED', owner_xid = null, started_at_epoch_ms = null,
    queue_name = coalesce(queue_name, '_dbos_internal_queue'), recovery_attempts = greatest(recovery_attempts - 1, 0)
  where status = 'PENDING' and executor_id = %(executor)s"""
FINISHED: LiteralString = """
  select workflow_uuid from dbos.workflow_status
  where status in ('SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')
    and updated_at < (extract(epoch from clock_timestamp()) - %(age)s) * 1000
  order by updated_at limit 500"""


async def statuses(db: Connection, ids: Sequence[str]) -> dict[str, Status]:
    """Return the status of each job."""
    if not await db.value(_EXISTS):
        return dict.fromkeys(ids, "absent")
    rows = await db.all(_STATUSES, ids=list(ids))
    found = {row["id"]: _STATUS[row["status"]] for row in rows}
    return {id_: found.get(id_, "absent") for id_ in ids}


async def owns(db: Connection, id_: str, owner: str) -> bool:
    """Tell whether an execution still owns its job, and keep it so until the transaction ends."""
    return bool(await db.value(_OWN, id=id_, owner=owner))


async def counts(db: Connection) -> dict[tuple[str, Status], int]:
    """Return how many jobs of each name have which status."""
    if not await db.value(_EXISTS):
        return {}
    found: dict[tuple[str, Status], int] = {}
    for row in await db.all(_COUNTS):
        key = (str(row["name"]).removeprefix("seaway."), _STATUS[row["status"]])
        found[key] = found.get(key, 0) + row["n"]
    return found


async def workers(db: Connection) -> int:
    """Return how many workers have been seen in the last half minute."""
    return int(await db.value(_WORKERS))
