"""Operations of Port's API that Seaway does not offer: they answer so, with the reason, once the caller is signed in.

They stand in no OpenAPI document, for nothing is to be built on them; `docs/reference/port-compatibility.md` lists
them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NoReturn

from fastapi import APIRouter

from seaway.core.errors import NotFound, SeawayError
from seaway.core.http import Reading, WorkRoute


class NotOffered(SeawayError):
    """Port's API has this operation and Seaway does not offer it; the message says why. Nothing was done."""

    status, error = 501, "not_implemented"


class Retired(SeawayError):
    """An operation that Port's API had given up before Seaway began; the message names the one in its place."""

    status, error = 410, "gone"


@dataclass(frozen=True, slots=True)
class Absent:
    """An operation that is not offered, and why."""

    method: str
    path: str
    reason: str
    answer: type[SeawayError] = NotOffered


_AGENTS = "Seaway has no AI of its own; agents of yours work through the API, or through an MCP server for Port"
_MODELS = "Seaway calls no language model, so that there are no providers of one to set up"
_MEMORY = "Seaway has no assistant, so that there is no memory of one"
_QUOTA = "Seaway has no AI of its own, so that there is no quota of its use"
_DISCOVERY = "Seaway has no AI that discovers entities; an integration or an import brings them in"
_FIRST = "the first generation of actions; use /v1/actions"
_KAFKA = "Seaway has no Kafka topics for clients; let them poll (Ocean: event listener POLLING)"
_FOUND = "/ai/entities-auto-discovery"
_OLD = "/blueprints/{blueprint}/actions"

OPERATIONS: tuple[Absent, ...] = (
    Absent("POST", "/agent/{agent}/invoke", _AGENTS),
    Absent("POST", "/agent/invoke", _AGENTS),
    Absent("GET", "/agent/invoke/{invocation}", _AGENTS),
    Absent("POST", "/ai/invoke", _AGENTS),
    Absent("GET", "/ai/invoke/{invocation}", _AGENTS),
    Absent("POST", _FOUND, _DISCOVERY),
    Absent("GET", f"{_FOUND}/{{invocation}}/suggestions", _DISCOVERY),
    Absent("PATCH", f"{_FOUND}/{{invocation}}/suggestions/{{entity}}", _DISCOVERY),
    Absent("POST", f"{_FOUND}/{{invocation}}/review", _DISCOVERY),
    Absent("GET", f"{_FOUND}/blueprint/{{blueprint}}/latest", _DISCOVERY),
    Absent("GET", "/quota/ai-invocations", _QUOTA),
    Absent("GET", "/llm-providers", _MODELS),
    Absent("POST", "/llm-providers", _MODELS),
    Absent("GET", "/llm-providers/defaults", _MODELS),
    Absent("PUT", "/llm-providers/defaults", _MODELS),
    Absent("GET", "/llm-providers/{provider}", _MODELS),
    Absent("PUT", "/llm-providers/{provider}", _MODELS),
    Absent("DELETE", "/llm-providers/{provider}", _MODELS),
    Absent("GET", "/memory", _MEMORY),
    Absent("DELETE", "/memory", _MEMORY),
    Absent("DELETE", "/memory/users", _MEMORY),
    Absent("GET", "/memory/settings", _MEMORY),
    Absent("PUT", "/memory/settings", _MEMORY),
    Absent("GET", "/kafka-credentials", _KAFKA, NotFound),
    Absent("GET", _OLD, _FIRST, Retired),
    Absent("POST", _OLD, _FIRST, Retired),
    Absent("PUT", _OLD, _FIRST, Retired),
    Absent("GET", f"{_OLD}/{{action}}", _FIRST, Retired),
    Absent("PUT", f"{_OLD}/{{action}}", _FIRST, Retired),
    Absent("DELETE", f"{_OLD}/{{action}}", _FIRST, Retired),
)


def _refusal(operation: Absent) -> Callable[[Reading], Awaitable[NoReturn]]:
    async def refuse(work: Reading) -> NoReturn:  # noqa: ARG001  # it signs in
        raise operation.answer(f"{operation.method} /v1{operation.path} is not offered: {operation.reason}")

    return refuse


router = APIRouter(route_class=WorkRoute)
for _operation in OPERATIONS:
    router.add_api_route(
        _operation.path,
        _refusal(_operation),
        methods=[_operation.method],
        name=f"absent {_operation.method} {_operation.path}",
        response_model=None,
        include_in_schema=False,
    )
