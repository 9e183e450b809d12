"""Opens uploaded archives into a tree of files in memory: nothing touches the disk, everything is bounded.

Taken are gzipped or plain tar, zip, and a single YAML file. A path that climbs, a link or a device is refused by name.
Sizes and entries (folders too) are counted while unpacking, and nothing is unpacked whose size is not bounded before:
a bomb costs no more than the limit.
"""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Self

from seaway.domains.imports.errors import BadArchive

Tree = dict[str, bytes]
MAX_FILES = 50_000
MAX_FILE = 8 << 20
MAX_TOTAL = 256 << 20
MAX_PATH = 1_000
_MAX_NOTE = 1 << 16  # bytes of a tar's long name or extended header, which tarfile reads whole
_NOTES = frozenset(b"LKxgX")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_BOUNDED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # zipfile unpacks the others without a limit


def opened(body: bytes, name: str) -> Tree:
    """Return the archive's files by path.

    Raises:
        BadArchive: it is not an archive, climbs out of itself, holds links, or is too large.
    """
    try:
        if zipfile.is_zipfile(io.BytesIO(body)):
            return _collected(_zipped(body))
        if PurePosixPath(name).suffix.lower() in {".yaml", ".yml", ".json"}:
            return _collected(iter([(PurePosixPath(name).name, body)]))
        return _collected(_tarred(body))
    except (
        tarfile.TarError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise BadArchive(f"file: {name[:100] or 'the upload'} is not a readable tar, tar.gz or zip ({error})") from None


def split_root(tree: Tree) -> tuple[str, Tree]:
    """Return the one folder that holds everything, and the tree below it; an empty name when there is none."""
    roots = {path.split("/", 1)[0] for path in tree}
    if len(roots) != 1 or any("/" not in path for path in tree):
        return "", tree
    root = roots.pop()
    return root, {path[len(root) + 1 :]: body for path, body in tree.items()}


def _collected(files: Iterator[tuple[str, bytes]]) -> Tree:
    tree: Tree = {}
    total = 0
    for path, body in files:
        total += len(body)
        if total > MAX_TOTAL:
            raise _too_much()
        tree[_checked(path)] = body
    if not tree:
        raise BadArchive("file: the archive holds no files")
    return tree


def _too_much() -> BadArchive:
    return BadArchive(
        f"file: the archive holds over {MAX_FILES} files or {MAX_TOTAL >> 20} MiB; import its parts one by one"
    )


def _checked(path: str) -> str:
    if not path.isprintable():  # among others, bytes that are not UTF-8
        raise BadArchive(f"file: the name {path[:100]!r} holds control characters or is not UTF-8; rename the file")
    parts = PurePosixPath(path.replace("\\", "/")).parts
    parts = tuple(part for part in parts if part != ".")
    if (
        not parts
        or path.startswith(("/", "\\"))
        or ".." in parts
        or ":" in parts[0]
        or "\0" in path
        or len(path) > MAX_PATH
    ):
        raise BadArchive(f"file: the path {path[:100]!r} leads out of the archive; pack it with relative paths")
    return "/".join(parts)


class _Entry(tarfile.TarInfo):
    """A header that is refused before tarfile reads what it announces."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header."""
        entry = super().frombuf(buf, encoding, errors)
        if entry.type[0] in _NOTES and entry.size > _MAX_NOTE:
            raise BadArchive(f"file: an entry's name or header is over {_MAX_NOTE >> 10} KiB; rename the file")
        return entry


def _tarred(body: bytes) -> Iterator[tuple[str, bytes]]:
    mode = "r|gz" if body.startswith(b"\x1f\x8b") else "r|"
    with tarfile.open(fileobj=io.BytesIO(body), mode=mode, tarinfo=_Entry) as archive:  # type: ignore[call-overload]
        for number, entry in enumerate(archive):
            if number >= MAX_FILES:
                raise _too_much()
            if entry.isdir():
                continue
            if not entry.isreg():
                raise BadArchive(f"file: {entry.name[:100]!r} is a link or device; pack plain files only")
            content = archive.extractfile(entry) if entry.size <= MAX_FILE else None
            if content is None:
                raise BadArchive(f"file: {entry.name[:100]!r} is over {MAX_FILE >> 20} MiB; leave it out")
            yield entry.name, content.read()


def _zipped(body: bytes) -> Iterator[tuple[str, bytes]]:
    if body.count(_DIRECTORY_ENTRY) > MAX_FILES:
        raise _too_much()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            if (entry.external_attr >> 16) & 0o170000 == 0o120000:
                raise BadArchive(f"file: {entry.filename[:100]!r} is a link; pack plain files only")
            if entry.compress_type not in _BOUNDED:
                raise BadArchive(f"file: {entry.filename[:100]!r} is packed in a rare way; use zip's usual compression")
            with archive.open(entry) as content:
                read = content.read(MAX_FILE + 1)
            if len(read) > MAX_FILE:
                raise BadArchive(f"file: {entry.filename[:100]!r} is over {MAX_FILE >> 20} MiB; leave it out")
            yield entry.filename, read
