"""The door of runs: begun by what owns their definitions, reported on by agents, read by people."""

from seaway.domains.runs.attaching import affected
from seaway.domains.runs.leases import acknowledge, acknowledge_all, claim
from seaway.domains.runs.reporting import add_log, get, list_runs, logs, respond, update
from seaway.domains.runs.sight import approvable_by
from seaway.domains.runs.starting import decide, fail, start, votes
from seaway.domains.runs.store import show
from seaway.domains.runs.wire import shown

__all__ = [
    "acknowledge",
    "acknowledge_all",
    "add_log",
    "affected",
    "approvable_by",
    "claim",
    "decide",
    "fail",
    "get",
    "list_runs",
    "logs",
    "respond",
    "show",
    "shown",
    "start",
    "update",
    "votes",
]  # fmt: skip
