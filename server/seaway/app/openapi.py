"""The OpenAPI document, drawn from the code; the SDKs and the portal's types are made from it."""

from typing import Any

from seaway.app.wiring import build_api
from seaway.core.db import Database
from seaway.core.secrets import Sealer
from seaway.core.settings import Settings


def document() -> dict[str, Any]:
    """Return the document of every route. Needs neither a database nor a key."""
    nowhere = Database("postgresql://nowhere/none", sealer=Sealer(bytes(32)))
    return build_api(Settings(), nowhere).app.openapi()
