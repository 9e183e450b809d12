"""Packs a folder or file for upload: descriptor files and what they may refer to, nothing of git or of dependencies."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from seaway_cli.failure import Failure
from seaway_cli.output import note

LARGEST_FILE = 4 << 20
LARGEST_ARCHIVE = 64 << 20
LEFT_OUT = frozenset({".git", "node_modules", ".venv", "__pycache__"})
TAKEN = frozenset({".yaml", ".yml", ".json", ".md", ".txt", ".graphql", ".gql", ".proto", ".avsc"})


def packed(path: Path) -> tuple[str, bytes]:
    """Return a name and the bytes of a gzipped tar, its paths relative to the parent of `path`.

    Raises:
        Failure: there is nothing to import, or too much.
    """
    root = path.resolve()
    held = io.BytesIO()
    total = 0
    with tarfile.open(fileobj=held, mode="w:gz", compresslevel=1) as archive:
        for file in _files(root):
            body = _read(file)
            total += len(body)
            if total > LARGEST_ARCHIVE:
                raise Failure(f"{path} holds over {LARGEST_ARCHIVE >> 20} MiB of text; import its folders one by one")
            entry = tarfile.TarInfo(file.relative_to(root.parent).as_posix())
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    if not total:
        raise Failure(f"{path} holds no YAML files")
    return f"{root.name}.tar.gz", held.getvalue()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}") from None


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for file in sorted(root.rglob("*")):
        inside = file.relative_to(root)
        if file.suffix.lower() not in TAKEN or LEFT_OUT & set(inside.parts) or file.is_symlink():
            continue
        if file.is_file() and file.stat().st_size <= LARGEST_FILE:
            yield file
        elif file.is_file():
            note(f"{file} is over {LARGEST_FILE >> 20} MiB and left out.")
