"""Who was verified within the last seconds, so that authenticating a busy client costs no query.

A change to somebody (disabled, new role, signed out) is felt at once in the process that made it and within `TTL` in
the others. `forget` is called before the change commits, hence it also bars keeping what was read before.
"""

import time

from seaway.core.actor import Actor

TTL = 5.0
_MOST = 20_000
_kept: dict[str, tuple[float, Actor]] = {}
_barred: dict[str, float] = {}


def find(token: str) -> Actor | None:
    """Return the actor verified for this token within the last seconds."""
    entry = _kept.get(token)
    if entry is None or entry[0] < time.monotonic():
        return None
    return None if entry[1].id in _barred and _is_barred(entry[1].id) else entry[1]


def keep(token: str, actor: Actor) -> None:
    """Remember the actor for a moment, unless it changed in this moment."""
    if _is_barred(actor.id):
        return
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[token] = (time.monotonic() + TTL, actor)


def forget(subject: str) -> None:
    """Ask the database about this user or machine (its public id) until every older answer has run out."""
    now = time.monotonic()
    if len(_barred) >= _MOST:
        for name in [name for name, until in _barred.items() if until < now]:
            del _barred[name]
    _barred[subject] = now + 2 * TTL


def _is_barred(subject: str) -> bool:
    until = _barred.get(subject)
    if until is None:
        return False
    if until < time.monotonic():
        del _barred[subject]
        return False
    return True
