"""Port's operations beside Seaway's routes: what is complete, what comes later, what is not offered; and the page.

A row cannot call itself complete: it is when a route is there, and `server/tests/contract/test_port.py`, which goes by
the same rows, then calls that route and looks at its answer.

`port_operations.json` lists the contract: each operation, where it is known from, which open clients call it, and the
statuses and keys that those count on.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from seaway.app.absent import OPERATIONS
from seaway.app.openapi import document

FILE = Path(__file__).with_name("port_operations.json")
State = Literal["complete", "kept", "later", "not offered"]
LATER = {
    "/apps/{}/permissions": "permissions of machine credentials, which act as Admin until then; no client's code is used",
    "/blueprints/{}/scorecards": "scorecards",
    "/scorecards": "scorecards",
    "/actions/runs": "runs of actions",
    "/actions/{}/runs": "runs of actions",
    "/actions": "execution of actions",
    "/workflows": "workflows",
    "/integration": "integrations",
    "/ingest/integration": "integrations",
    "/ingest/webhook": "webhooks",
    "/webhooks": "webhooks",
    "/migrations": "migrations between blueprints",
}
"""Why an operation is not there yet, by how its path begins; the first that fits says it."""
KEPT = {
    "/blueprints/{}/permissions": "roles alone decide until permissions are enforced",
    "/pages/{}/permissions": "roles alone decide until permissions are enforced",
}
"""What is answered as clients expect and does not yet do what it says, and why."""
HEAD = """# Compatibility with Port's API

Generated from the code by `make generate`. Programs written for Port's public API work with Seaway where an operation is **complete**:
`server/tests/contract/test_port.py` calls it as clients do, by the name in the last column, and checks the status and keys that they count on.
**Kept** is called and checked in the same way; what was written is kept and answered, and not yet acted upon. **Later** names what it waits
for. **Not offered** answers in the usual envelope, with the reason, and does nothing.

Known from: *documented* in the public reference, seen in the code of open *clients* alone, or *deprecated* there.

"""


@dataclass(frozen=True)
class Operation:
    """An operation of the contract. `answer` are the keys of a success, with the keys that each holds."""

    method: str
    path: str
    source: str
    clients: tuple[str, ...]
    statuses: tuple[int, ...]
    answer: dict[str, list[str]]

    @property
    def key(self) -> tuple[str, str]:
        """What tells operations apart: names of parameters do not, nor does the base path."""
        return self.method, plain(self.path)


@dataclass(frozen=True)
class Row:
    """An operation and what Seaway does about it: `name` is the id of its own operation, `reason` why there is none."""

    operation: Operation
    state: State
    name: str | None = None
    reason: str = ""


def plain(path: str) -> str:
    """Return a path without its base, every parameter alike."""
    return re.sub(r"\{\w+\}", "{}", path.removeprefix("/v1"))


def operations() -> list[Operation]:
    """Return the contract, in the order of paths."""
    found = []
    for each in json.loads(FILE.read_text()):
        method, path = each["call"].split(" ")
        found.append(
            Operation(method, path, each["source"], tuple(each["clients"]), tuple(each["status"]), each["answer"])
        )
    return found


def rows() -> list[Row]:
    """Return every operation of the contract with its state.

    Raises:
        LookupError: nothing says what becomes of one.
    """
    drawn: dict[str, Any] = document()["paths"]
    ours = {
        (method.upper(), plain(path)): each["operationId"]
        for path, all_ in drawn.items()
        for method, each in all_.items()
    }
    absent = {(each.method, plain(each.path)): each for each in OPERATIONS}
    found = []
    for operation in operations():
        if operation.key in ours:
            kept = KEPT.get(operation.key[1], "")
            found.append(Row(operation, "kept" if kept else "complete", ours[operation.key], kept))
        elif (refused := absent.get(operation.key)) is not None:
            found.append(Row(operation, "not offered", reason=f"{refused.answer.status}: {refused.reason}"))
        else:
            found.append(Row(operation, "later", reason=_later(operation)))
    return found


def _later(operation: Operation) -> str:
    path = operation.key[1]
    for begin, reason in LATER.items():
        if path.startswith(begin):
            return reason
    raise LookupError(f"{operation.method} {operation.path} is neither there, nor not offered, nor does LATER name it")


def page() -> str:
    """Return the page: how far each client gets, then one section for each first word of the paths."""
    listed = rows()
    parts = [HEAD, *_table("client", "operations", "complete", "kept", "later", "not offered")]
    parts.append(_counts("any", listed))
    clients = sorted({client for row in listed for client in row.operation.clients})
    parts += [_counts(each, [row for row in listed if each in row.operation.clients]) for each in clients]
    section = None
    for row in listed:
        begin = row.operation.key[1].split("/")[1]
        if begin != section:
            section = begin
            parts += [f"\n## `{begin}`\n", *_table("operation", "known from", "called by", "state", "test, or reason")]
        parts.append(_line(row))
    return "\n".join(parts) + "\n"


def _table(*heads: str) -> list[str]:
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]


def _counts(client: str, listed: list[Row]) -> str:
    counts = Counter(row.state for row in listed)
    return f"| {client} | {len(listed)} | " + " | ".join(str(counts[state]) for state in get_args(State)) + " |"


def _line(row: Row) -> str:
    operation = row.operation
    proof = f"`{row.name}`" if row.name else row.reason
    if row.name and row.reason:
        proof += f"; {row.reason}"
    clients = ", ".join(operation.clients) or "nobody seen"
    return f"| `{operation.method} {operation.path}` | {operation.source} | {clients} | {row.state} | {proof} |"
