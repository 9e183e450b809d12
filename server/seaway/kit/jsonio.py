"""JSON from outside: parsed strictly and bounded, so that nothing behind it meets NUL, bombs or endless nesting."""

from typing import Any

import orjson

MAX_DEPTH = 64


class BadJsonError(ValueError):
    """The text is not JSON that Seaway takes. `path` names the place, where there is one."""

    def __init__(self, message: str, path: str | None = None) -> None:
        super().__init__(message)
        self.path = path


def parse(body: bytes) -> Any:
    """Parse a document.

    Raises:
        BadJsonError: malformed, nested over 64 levels, or with a NUL character in a text.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadJsonError(f"The body is not valid JSON: {error}") from None
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise BadJsonError(f"The body is nested over {MAX_DEPTH} levels deep")
    if b"\\u0000" in body and (path := _nul(value)) is not None:
        raise BadJsonError(
            f"{path or 'The body'} holds a NUL character, which cannot be stored; remove it", path or None
        )
    return value


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _depth(value: Any) -> int:
    """Count levels, breadth first; stops counting just past the limit."""
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        level = [child for item in level if isinstance(item, (dict, list)) for child in _children(item)]
        depth += 1
    return depth


def _nul(value: Any, path: str = "") -> str | None:
    """Return where a text or key holds NUL; the depth is bounded before."""
    if isinstance(value, str):
        return path if "\0" in value else None
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        here = f"{path}.{key}" if path else str(key)
        if isinstance(key, str) and "\0" in key:
            return path
        if (found := _nul(child, here)) is not None:
            return found
    return None
