"""Clients of the API within the test's own process."""

import secrets
from typing import Any

import httpx
from starlette.types import ASGIApp

URL = "http://seaway.test"
PASSWORD = "correct horse battery"


def client(app: ASGIApp, address: str = "203.0.113.7", **options: Any) -> httpx.AsyncClient:
    """Return a client that the server sees as coming from an address; `options` go to httpx."""
    transport = httpx.ASGITransport(app=app, client=(address, 50000), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=URL, **options)


def fresh_address() -> str:
    """Return an address nobody else has, so that the throttle of one test does not slow another."""
    return f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}::1"
