"""HTTP of what people change about themselves."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from seaway.core.errors import NotFound, TooManyRequests
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.core.http_visit import Visiting
from seaway.domains.identity import profile, service
from seaway.domains.identity.errors import WeakPassword
from seaway.domains.identity.profile_schemas import (
    EndedOut,
    PasswordIn,
    ProfilePatch,
    SessionsOut,
    session_shown,
)
from seaway.domains.identity.schemas import Ok, SessionOut, SessionShape

router = APIRouter(route_class=WorkRoute, prefix="/me", tags=["Me"])


def _token(request: Request) -> str:
    return service.session_cookie(request.headers) or ""


@router.patch("/profile", responses=errors())
async def patch_profile(body: ProfilePatch, work: Writing) -> SessionOut:
    """Change how the caller is called."""
    session = await profile.rename(work, body.name)
    return SessionOut(session=SessionShape.of(session, service.permissions(session.user.role)))


@router.post("/password", responses=errors(WeakPassword, TooManyRequests))
async def change_password(body: PasswordIn, request: Request, work: Reading, visit: Visiting) -> Ok:
    """Replace the caller's password, which the current one proves; sessions elsewhere end."""
    given = profile.NewPassword(body.current, body.new, _token(request))
    await profile.change_password(visit, work, given)
    return Ok()


@router.get("/sessions", responses=errors(), response_model=SessionsOut)
async def list_sessions(request: Request, work: Reading, visit: Visiting) -> Response:
    """List where the caller is signed in, the last used first."""
    found = await profile.open_sessions(visit, work, _token(request))
    return ok({"sessions": [session_shown(each) for each in found]})


@router.delete("/sessions", responses=errors(), response_model=EndedOut)
async def end_sessions(request: Request, work: Reading, visit: Visiting) -> Response:
    """Sign the caller out everywhere else."""
    return ok({"count": await profile.end_elsewhere(visit, work, _token(request))})


@router.delete("/sessions/{session}", responses=errors(NotFound))
async def end_session(session: Segment, work: Reading, visit: Visiting) -> Ok:
    """Sign the caller out in one place."""
    await profile.end_one(visit, work, session)
    return Ok()
