"""Paths: of files inside a tree, and of fields inside a document."""

import posixpath
from collections.abc import Iterable


def resolve(file: str, target: str) -> str | None:
    """Return the path in the tree that a file means by a relative target; None when it leads out of the tree.

    A target that begins with a slash starts at the root of the tree.
    """
    base = "" if target.startswith("/") else posixpath.dirname(file)
    path = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    return None if path == ".." or path.startswith(("../", "/")) else path


def field_path(root: str, parts: Iterable[str | int]) -> str:
    """Return a field's path as people write it: `spec.dependsOn[0]`."""
    text = root
    for part in parts:
        name = f"[{part}]" if isinstance(part, int) else part[:100]
        text += f".{name}" if text and isinstance(part, str) else name
    return text
