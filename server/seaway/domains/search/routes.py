"""HTTP of the search by words."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.http import Reading, WorkRoute, errors
from seaway.core.http_shape import ok
from seaway.domains.search import schemas, service

router = APIRouter(route_class=WorkRoute, tags=["Search"])


@router.get("/search", responses=errors(), response_model=schemas.SearchAnswer)
async def search_words(flags: Annotated[schemas.SearchFlags, Query()], work: Reading) -> Response:
    """Find entities, pages, blueprints, people and teams by words, the closest first; typing errors are forgiven."""
    return ok(dict(schemas.shown(await service.search(work, flags.asked()))))
