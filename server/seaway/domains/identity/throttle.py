"""Slows guessing down, over all processes, without letting one person lock another out.

Attempts are counted before they are tried (so that many at once cannot slip through) under three keys: account and
address together, the address, and the account. The last would let a stranger lock somebody out by failing for them; so
it does not bind an address from which that person signed in before. An address is the peer's as the server knows it,
never a header a client may write; of IPv6 it is the /64, which one host owns whole.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from seaway.core.errors import TooManyRequests
from seaway.core.http_visit import Visit
from seaway.domains.identity import session_store, throttle_store

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limits:
    """Attempts in a window: by one address for one account, by one address, for one account."""

    name: str
    together: int
    address: int
    account: int


SIGN_IN = Limits("sign-in", together=10, address=100, account=100)
TOKEN = Limits("token", together=30, address=600, account=300)


def place(address: str) -> str:
    """Return the part of a peer's address that one host owns."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


@dataclass(frozen=True, slots=True)
class Keys:
    """Under what an attempt is counted; the account only as a digest, for it may be anybody's address."""

    together: str
    address: str
    account: str


def _keys(limits: Limits, subject: str, address: str) -> Keys:
    who = hashlib.sha256(subject.encode()).hexdigest()[:32]
    where = place(address)
    return Keys(f"{limits.name}:both:{who}:{where}", f"{limits.name}:from:{where}", f"{limits.name}:for:{who}")


async def admit(visit: Visit, limits: Limits, subject: str) -> None:
    """Count an attempt and let it through.

    Raises:
        TooManyRequests: too many of the last minutes went wrong.
    """
    keys = _keys(limits, subject, visit.address)
    async with visit.writing() as db:
        counts = await throttle_store.count(db, (keys.together, keys.address, keys.account), WINDOW)
        waits = [
            counts[key].seconds
            for key, most in ((keys.together, limits.together), (keys.address, limits.address))
            if counts[key].attempts > most
        ]
        known = counts[keys.account].attempts <= limits.account or await session_store.known_address(
            db, subject, visit.address
        )
        if not known:
            waits.append(counts[keys.account].seconds)
    if waits:
        raise TooManyRequests(f"Too many attempts; wait {max(waits)} s and try again", retry_after=max(waits))


async def settle(visit: Visit, limits: Limits, subject: str) -> None:
    """Take the attempt back: it was right."""
    keys = _keys(limits, subject, visit.address)
    async with visit.writing() as db:
        await throttle_store.clear(db, keys.together)
        await throttle_store.give_back(db, (keys.address, keys.account))
