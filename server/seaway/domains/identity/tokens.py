"""Bearer tokens of machines: JWTs under a key that every host shares (semantics 2.1)."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from seaway.core import audit, sealed
from seaway.core.db import Connection
from seaway.core.http_visit import Visit
from seaway.domains.identity import machine_store as store
from seaway.domains.identity import throttle
from seaway.domains.identity.errors import InvalidCredentials
from seaway.domains.identity.types import Token
from seaway.kit import clock

LIFETIME = timedelta(hours=3)
# A token with less left would expire on its way to the client: the next one is given instead.
SHORTEST = timedelta(seconds=5)
ALGORITHM = "HS256"
_KEY = "jwt/hs256"
_LONGEST = 4096
_WRONG = "The clientId and clientSecret do not fit"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says once its signature and expiry hold: the machine and which of its secrets it stands for."""

    client_id: str
    generation: int


async def signing_key(db: Connection) -> OctKey:
    """Return the installation's signing key, made on first use and sealed in the database."""
    return OctKey.import_key(await sealed.ensure(db, _KEY, secrets.token_bytes(32)))


async def issue(visit: Visit, client_id: str, client_secret: str) -> Token:
    """Exchange a machine's credentials for a token: the same one again for as long as it holds.

    Raises:
        InvalidCredentials: they do not fit, or the machine is disabled; in the same words and time.
        TooManyRequests: too many attempts went wrong.
    """
    await throttle.admit(visit, throttle.TOKEN, client_id)
    async with visit.writing() as db:
        known = await store.client(db, client_id)
        right = _fits(db, known, client_secret)
        token = await _token(db, known) if known and right else None
    if known is None or token is None:
        refusal = audit.Entry(
            "token_refused",
            org=known.actor.org_id if known else None,
            subject=client_id,
            address=visit.address,
            trace=visit.trace,
        )
        await audit.write_apart(visit.database, refusal)
        raise InvalidCredentials(_WRONG)
    await throttle.settle(visit, throttle.TOKEN, client_id)
    entry = audit.Entry(
        "token_issued",
        org=known.actor.org_id,
        actor=known.actor.id,
        address=visit.address,
        trace=visit.trace,
        detail={"seconds": token.seconds},
    )
    await audit.write_apart(visit.database, entry)
    return token


def _fits(db: Connection, known: store.Client | None, client_secret: str) -> bool:
    """Compare in constant time; an unknown client costs one unsealing too."""
    if known is None:
        decoy = db.sealer.seal(b"nobody", "nobody")
        hmac.compare_digest(db.sealer.open(decoy, "nobody"), client_secret.encode())
        return False
    secret = db.sealer.open(known.secret, store.context(known.actor.id))
    return hmac.compare_digest(secret, client_secret.encode()) and known.enabled


async def _token(db: Connection, known: store.Client) -> Token | None:
    now = clock.now().replace(microsecond=0)
    issued_at = await store.issue(db, known, now, now - LIFETIME + SHORTEST)
    if issued_at is None:
        return None
    expires = issued_at + LIFETIME
    text = sign(await signing_key(db), known, issued_at)
    return Token(text, int((expires - now).total_seconds()))


def sign(key: OctKey, known: store.Client, issued_at: datetime) -> str:
    """Return the token of a machine; the same facts give the same token."""
    issued = int(issued_at.timestamp())
    claims: dict[str, Any] = {
        "iss": "seaway",
        "sub": known.actor.id,
        "orgId": known.actor.org,
        "isMachine": True,
        "gen": known.generation,
        "iat": issued,
        "exp": issued + int(LIFETIME.total_seconds()),
    }
    return jwt.encode({"alg": ALGORITHM}, claims, key, algorithms=[ALGORITHM])


def verify(key: OctKey, text: str) -> Claims | None:
    """Return what the token says, or None when its signature, form or time does not hold."""
    if len(text) > _LONGEST:
        return None
    try:
        claims = jwt.decode(text, key, algorithms=[ALGORITHM]).claims
    except (JoseError, ValueError):
        return None
    expires, subject, generation = claims.get("exp"), claims.get("sub"), claims.get("gen")
    if not (isinstance(expires, int) and isinstance(subject, str) and isinstance(generation, int)):
        return None
    if datetime.fromtimestamp(expires, UTC) <= clock.now() or claims.get("isMachine") is not True:
        return None
    return Claims(subject, generation)
