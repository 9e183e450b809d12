"""HTTP of the sample organisation."""

from typing import Annotated, Any, Literal

import pydantic
from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.app.sample import load
from seaway.core.http import WorkRoute, Writing, errors
from seaway.core.http_shape import Flag, ok
from seaway.core.plan import PlanOutdated
from seaway.domains.blueprints.errors import Incompatible
from seaway.domains.imports.types import Applied

router = APIRouter(route_class=WorkRoute, tags=["Sample"])
DryRun = Annotated[Flag, Query(description="Answer with the plan of what would happen, and do nothing.")]
Digest = Annotated[str | None, Query(max_length=64, description="The digest of the plan that was confirmed.")]


class SampleAnswer(pydantic.BaseModel):
    """What would happen, or has happened."""

    ok: Literal[True]
    applied: bool
    plan: dict[str, Any]


def _answer(applied: Applied) -> Response:
    return ok({"applied": applied.applied, "plan": applied.plan.wire()})


@router.post("/sample", responses=errors(PlanOutdated, Incompatible), response_model=SampleAnswer)
async def load_sample(work: Writing, *, dry_run: DryRun = False, digest: Digest = None) -> Response:
    """Load the sample organisation, Harbor Commerce. Loading it again changes nothing."""
    return _answer(await load.load(work, dry_run=dry_run, digest=digest))


@router.delete("/sample", responses=errors(PlanOutdated), response_model=SampleAnswer)
async def remove_sample(work: Writing, *, dry_run: DryRun = False, digest: Digest = None) -> Response:
    """Remove what the sample organisation brought."""
    return _answer(await load.remove(work, dry_run=dry_run, digest=digest))
