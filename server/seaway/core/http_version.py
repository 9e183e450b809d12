"""Versions over HTTP: a read carries an ETag, and a write with If-Match holds only while that is the version.

A client that sends no If-Match writes as ever: the last one wins.
"""

import re
from typing import Annotated

from fastapi import Depends, Header

from seaway.core.errors import Malformed

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e]*)"\s*')


def headers(version: int) -> dict[str, str]:
    """Return the header that tells a reader the version of what it reads."""
    return {"ETag": f'"{version:x}"'}


def _versions(
    if_match: Annotated[
        str | None,
        Header(max_length=2_000, description="The ETag that was read: the write is refused when it is outdated."),
    ] = None,
) -> frozenset[int] | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = [_TAG.fullmatch(part) for part in if_match.split(",")]
    if None in found:
        raise Malformed('If-Match: send the ETag of the answer that was read, such as "1f", or *')
    # A weak tag, or one that is not ours, matches nothing.
    strong = [match[2] for match in found if match is not None and match[1] is None]
    return frozenset(int(tag, 16) for tag in strong if re.fullmatch("[0-9a-f]{1,16}", tag))


IfMatch = Annotated[frozenset[int] | None, Depends(_versions)]
"""The versions on which a write may be based; None where any will do."""
