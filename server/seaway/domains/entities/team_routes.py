"""HTTP of teams (semantics 20.2)."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import Fields, ok, only
from seaway.core.work import Work
from seaway.domains.entities import team_schemas, teams
from seaway.domains.entities.errors import HasDependents

router = APIRouter(route_class=WorkRoute, tags=["Teams"])


@router.get("/teams", responses=errors(), response_model=team_schemas.TeamsAnswer)
async def list_teams(work: Reading, fields: Fields) -> Response:
    """List the organisation's teams by name, with their members."""
    found = [team_schemas.shown(team, members) for team, members in await teams.every(work)]
    return ok({"teams": [only(team, fields, team_schemas.TEAM_FIELDS) for team in found]})


@router.post("/teams", responses=errors(NotFound, IdentifierTaken), response_model=team_schemas.TeamWritten)
async def create_team(body: team_schemas.TeamIn, work: Writing) -> Response:
    """Add a team; its identifier is made of its name."""
    return await _written(work, await teams.create(work, body.update()))


@router.get("/teams/{team}", responses=errors(NotFound), response_model=team_schemas.TeamAnswer)
async def get_team(team: Segment, work: Reading, fields: Fields) -> Response:
    """Show a team by its name."""
    found = team_schemas.shown(*await teams.get(work, team))
    return ok({"team": only(found, fields, team_schemas.TEAM_FIELDS)})


@router.put("/teams/{team}", responses=errors(NotFound, IdentifierTaken), response_model=team_schemas.TeamWritten)
async def replace_team(team: Segment, body: team_schemas.TeamIn, work: Writing) -> Response:
    """Replace a team's name and description, and its members where they are given."""
    return await _written(work, await teams.change(work, team, body.update()))


@router.patch("/teams/{team}", responses=errors(NotFound, IdentifierTaken), response_model=team_schemas.TeamWritten)
async def patch_team(team: Segment, body: team_schemas.TeamPatch, work: Writing) -> Response:
    """Change what is given of a team; `users` replaces all members."""
    return await _written(work, await teams.change(work, team, body.update()))


@router.delete("/teams/{team}", responses=errors(NotFound, HasDependents))
async def delete_team(team: Segment, work: Writing) -> team_schemas.Done:
    """Remove a team; its members and what it owns let go of it."""
    await teams.delete(work, team)
    return team_schemas.Done()


async def _written(work: Work, identifier: str) -> Response:
    return ok({"team": team_schemas.written(*await teams.get(work, identifier))})
