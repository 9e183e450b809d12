"""HTTP of the portal's own sign-in: set-up, sessions, invitations."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from seaway.core.errors import IdentifierTaken, TooManyRequests
from seaway.core.http import Reading, Segment, Services, WorkRoute, errors
from seaway.core.http_visit import Visiting
from seaway.domains.identity import service
from seaway.domains.identity.errors import CrossSite, InvalidCredentials, LinkSpent, WeakPassword
from seaway.domains.identity.schemas import (
    AcceptIn,
    InvitationOut,
    InvitationShape,
    Ok,
    SessionOut,
    SessionShape,
    SetupIn,
    SetupOut,
    SignInIn,
)
from seaway.domains.identity.service import Acceptance, SignIn
from seaway.domains.identity.types import SignedIn

router = APIRouter(route_class=WorkRoute, tags=["Session"])
PUBLIC: dict[str, Any] = {"security": []}


def _url(request: Request) -> str:
    services: Services = request.app.state.services
    return services.url


def _set_cookie(request: Request, response: Response, token: str, seconds: int) -> None:
    response.set_cookie(
        service.COOKIE,
        token,
        max_age=seconds,
        path="/",
        secure=_url(request).startswith("https://"),
        httponly=True,
        samesite="strict",
    )
    response.headers["cache-control"] = "no-store"


def _welcome(request: Request, response: Response, signed_in: SignedIn) -> SessionOut:
    _set_cookie(request, response, signed_in.token, int(service.LIFETIME.total_seconds()))
    permissions = service.permissions(signed_in.session.user.role)
    return SessionOut(session=SessionShape.of(signed_in.session, permissions))


@router.get("/session", responses=errors())
async def get_session(work: Reading) -> SessionOut:
    """Show who is signed in to the portal."""
    session = await service.session_of(work)
    return SessionOut(session=SessionShape.of(session, service.permissions(session.user.role)))


@router.post("/session", responses=errors(InvalidCredentials, CrossSite, TooManyRequests), openapi_extra=PUBLIC)
async def sign_in(body: SignInIn, request: Request, response: Response, visit: Visiting) -> SessionOut:
    """Sign in with e-mail and password; the answer sets the session cookie."""
    service.refuse_foreign(request, _url(request))
    previous = service.session_cookie(request.headers)
    signed_in = await service.sign_in(visit, SignIn(body.email, body.password, previous))
    return _welcome(request, response, signed_in)


@router.delete("/session", responses=errors(CrossSite), openapi_extra=PUBLIC)
async def sign_out(
    request: Request,
    response: Response,
    visit: Visiting,
    everywhere: Annotated[bool, Query(description="End this person's sessions on every device.")] = False,  # noqa: FBT002
) -> Ok:
    """Sign out; the cookie is removed even where its session has ended already."""
    if (token := service.session_cookie(request.headers)) is not None:
        service.refuse_unproven(request, _url(request))
        await service.sign_out(visit, token, everywhere=everywhere)
    _set_cookie(request, response, "", 0)
    return Ok()


@router.get("/setup", responses=errors(), openapi_extra=PUBLIC)
async def get_setup(visit: Visiting) -> SetupOut:
    """Tell whether the installation waits for its first administrator."""
    return SetupOut(needed=await service.setup_needed(visit.database))


@router.post("/setup", responses=errors(LinkSpent, WeakPassword, IdentifierTaken, CrossSite), openapi_extra=PUBLIC)
async def set_up(body: SetupIn, request: Request, response: Response, visit: Visiting) -> SessionOut:
    """Make the first administrator with the one-time link that Seaway printed at its start, and sign them in."""
    service.refuse_foreign(request, _url(request))
    given = Acceptance(body.token, body.name, body.password, body.email)
    return _welcome(request, response, await service.set_up(visit, given))


@router.get("/invitations/{token}", responses=errors(LinkSpent), openapi_extra=PUBLIC)
async def get_invitation(token: Segment, visit: Visiting) -> InvitationOut:
    """Show what an invitation's link invites to."""
    return InvitationOut(invitation=InvitationShape.of(await service.invitation(visit, token)))


@router.post(
    "/invitations/accept",
    responses=errors(LinkSpent, WeakPassword, InvalidCredentials, CrossSite, TooManyRequests),
    openapi_extra=PUBLIC,
)
async def accept_invitation(body: AcceptIn, request: Request, response: Response, visit: Visiting) -> SessionOut:
    """Join the organisation and sign in. A first password is set; an account that has one proves it."""
    service.refuse_foreign(request, _url(request))
    given = Acceptance(body.token, body.name, body.password)
    return _welcome(request, response, await service.accept(visit, given))
