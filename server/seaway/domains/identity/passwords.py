"""Passwords: argon2id, hashed and verified off the event loop, in the same time whether the account exists or not."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from seaway.domains.identity.errors import WeakPassword

SHORTEST = 12
LONGEST = 256
# 19 MiB, 2 passes, 1 lane: the first choice of OWASP's password storage cheat sheet.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Few threads: a flood of sign-ins waits in line here instead of taking all memory and cores.
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")
_NOBODY = _HASHER.hash("the password of nobody")


def check(password: str, email: str) -> None:
    """Let a new password pass.

    Raises:
        WeakPassword: shorter than 12 characters, longer than 256, of one character only, or the e-mail address.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"password must have {SHORTEST} to {LONGEST} characters", details={"path": "password"})
    if len(set(password)) == 1 or password.casefold() == email:
        raise WeakPassword(
            "password is too easy to guess: it repeats one character or is the e-mail address",
            details={"path": "password"},
        )


async def hashed(password: str) -> str:
    """Return the argon2id hash, with its salt and parameters."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password)


async def fits(password: str, known: str | None) -> bool:
    """Tell whether the password is the hashed one; without a hash, say no after as long a time."""
    right = await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, password, known or _NOBODY)
    return right and known is not None


def _verify(password: str, known: str) -> bool:
    try:
        return _HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
