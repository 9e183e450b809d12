"""From an upload to what its files say: pure, slow for large uploads, hence run in a thread."""

from collections.abc import Mapping
from typing import Any

from seaway.domains.imports import archives, mapping
from seaway.domains.imports.types import Bundle
from seaway.engines.backstage.reader import read_tree


def bundle(upload: bytes, origin: Mapping[str, Any], known_users: Mapping[str, str]) -> Bundle:
    """Return what the files of an upload say; a single file is taken whatever it is called.

    Raises:
        BadArchive: the upload is none.
    """
    root, tree = archives.split_root(archives.opened(upload, str(origin.get("name", ""))))
    entries = list(tree) if len(tree) == 1 and not root else None
    results = read_tree(tree, prefix=root, entries=entries, origin="url" if origin["type"] == "git" else "file")
    return mapping.bundle(results, known_users)
