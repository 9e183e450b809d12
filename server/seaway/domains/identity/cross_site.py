"""Tells whether a browser sends a request from Seaway's own pages: the defence of cookies against other sites.

`Sec-Fetch-Site` says it outright where the browser sends it; else `Origin` must be ours. Other sites can set neither.
The cookie is SameSite=Strict besides; this stands for browsers, and sibling hosts, for which that does not hold.
"""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from seaway.domains.identity.errors import CrossSite

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Asked(Protocol):
    """What is looked at in a request."""

    @property
    def method(self) -> str:
        """The method, in capitals."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by name in any case."""


def verdict(request: Asked, url: str) -> bool | None:
    """Tell whether the request is from our own pages; None when nothing says so, as with programs."""
    headers = request.headers
    if (site := headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    if (origin := headers.get("origin")) is not None:
        return origin == _origin(url) or origin.partition("://")[2] == headers.get("host")
    return None


def refuse_foreign(request: Asked, url: str) -> None:
    """Refuse what another site began; programs, which send no such header, pass.

    Raises:
        CrossSite: it came from another site.
    """
    if verdict(request, url) is False:
        raise CrossSite


def refuse_unproven(request: Asked, url: str) -> None:
    """Refuse an unsafe request with a cookie unless it is certain that our own pages sent it.

    Raises:
        CrossSite: it came from another site, or nothing says from where.
    """
    if request.method not in SAFE_METHODS and not verdict(request, url):
        raise CrossSite


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
