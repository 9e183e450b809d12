"""Cursors of paged reads: where a page ended, and which read it belongs to.

A cursor is not secret and not signed: it only says where to go on, inside what its bearer may read anyway. It carries a
digest of its read, so that one from another search is refused and not misread.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import orjson

from seaway.core.errors import Invalid

MAX = 20_000


def digest(*parts: Any) -> str:
    """Return what tells one read from another; parts are JSON."""
    text = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)
    return urlsafe_b64encode(blake2b(text, digest_size=9).digest()).decode()


def write(belongs: str, place: Sequence[Any]) -> str:
    """Return the cursor for a place in the read with this digest."""
    return urlsafe_b64encode(orjson.dumps([belongs, *place])).decode().rstrip("=")


def read(token: str, belongs: str, field: str) -> list[Any]:
    """Return the place that a cursor of this read names.

    Raises:
        Invalid: it is no cursor, or one of another read; `field` is where it was given.
    """
    if len(token) > MAX or not token.isascii():
        raise broken(field)
    try:
        held = orjson.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        raise broken(field) from None
    if not isinstance(held, list) or len(held) < 2 or held[0] != belongs:
        raise broken(field)
    return held[1:]


def broken(field: str) -> Invalid:
    """Return the refusal of a cursor."""
    return Invalid(
        f"{field}: is not a cursor of this search; pass `next` of the page before, with the same query and order, "
        f"or leave {field} out to start again",
        details={"path": field},
    )
