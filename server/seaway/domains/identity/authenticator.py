"""Who sent this request: a machine by its bearer token, or a person by the session cookie."""

from collections.abc import Mapping
from datetime import timedelta

from joserfc.jwk import OctKey

from seaway.core.actor import Actor
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import Unauthorized
from seaway.domains.identity import cross_site, machine_store, recent, session_store, sessions, tokens
from seaway.kit import clock

COOKIE = "seaway_session"
_LONGEST = 4096


class Authenticator:
    """Answers who sent a request; verified answers are kept for some seconds (`recent`)."""

    def __init__(self, database: Database, url: str) -> None:
        self._database = database
        self._url = url
        self._key: OctKey | None = None

    async def __call__(self, request: cross_site.Asked) -> Actor:
        """Return the actor.

        Raises:
            Unauthorized: nobody is signed in, or the token or session holds no more.
            CrossSite: another site sent a person's cookie with a write.
        """
        given = request.headers.get("authorization")
        if given is not None:
            text = _bearer(given)
            return recent.find(text) or await self._machine(text)
        cookie = session_cookie(request.headers)
        if cookie is None:
            raise Unauthorized("Sign in first: send Authorization: Bearer <accessToken>")
        actor = recent.find(cookie) or await self._person(cookie)
        cross_site.refuse_unproven(request, self._url)
        return actor

    async def load(self) -> None:
        """Read the signing key; at start-up, so that a wrong key file is told then and not to the first client."""
        if self._key is None:
            async with self._database.writing(EVERY_ORGANISATION) as db:
                self._key = await tokens.signing_key(db)

    async def _machine(self, text: str) -> Actor:
        await self.load()
        claims = tokens.verify(self._key, text) if self._key else None
        if claims is None:
            raise Unauthorized("The token does not hold or has expired; ask for a new one")
        async with self._database.reading(EVERY_ORGANISATION) as db:
            known = await machine_store.client(db, claims.client_id)
        if known is None or not known.enabled or known.generation != claims.generation:
            raise Unauthorized("The credentials of this token were removed, disabled or replaced")
        recent.keep(text, known.actor)
        return known.actor

    async def _person(self, cookie: str) -> Actor:
        now, digest = clock.now(), sessions.digest(cookie)
        async with self._database.reading(EVERY_ORGANISATION) as db:
            live = await session_store.find(db, digest, now, sessions.IDLE)
            if live is not None and now - live.seen_at > sessions.TOUCH:
                await session_store.seen(db, digest, now)
        if live is None:
            raise Unauthorized("The session has ended; sign in again")
        if live.expires_at - now > timedelta(seconds=recent.TTL):
            recent.keep(cookie, live.actor)
        return live.actor


def _bearer(header: str) -> str:
    scheme, _, text = header.partition(" ")
    text = text.strip()
    if scheme.lower() != "bearer" or not text or len(text) > _LONGEST:
        raise Unauthorized('Send "Authorization: Bearer <accessToken>"')
    return text


def session_cookie(headers: Mapping[str, str]) -> str | None:
    """Return the session's token out of the Cookie header, or None."""
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and 0 < len(value) <= _LONGEST:
            return value
    return None
