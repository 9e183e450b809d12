"""Uploads that climb, link, explode or are no archives are refused by name; nothing is written."""

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from seaway.domains.imports import archives
from seaway.domains.imports.errors import BadArchive
from tests.imports.conftest import Importer, packed
from tests.imports.files import COMPONENT


def _tar(*entries: tuple[tarfile.TarInfo, bytes], mode: str = "w:gz") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]  # a literal in each caller
        for entry, body in entries:
            archive.addfile(entry, io.BytesIO(body) if entry.isreg() else None)
    return held.getvalue()


def _file(name: str, body: bytes = b"kind: x") -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.size = len(body)
    return entry, body


def _special(name: str, kind: bytes, target: str = "/etc/passwd") -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry, b""


def _note(kind: bytes) -> bytes:
    """A header that announces a gigabyte of name, and a first part of it."""
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = kind, 1 << 30
    return gzip.compress(entry.tobuf(tarfile.GNU_FORMAT) + b"a" * (1 << 20))


def _zip(files: dict[str, bytes], *, link: bool = False, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = packing
            entry.external_attr = (stat.S_IFLNK if link else stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, body)
    return held.getvalue()


def _many_zeros() -> bytes:
    one = b"\0" * (7 << 20)
    return _zip({f"{number}.yaml": one for number in range(40)})


def _many_zeros_tar() -> bytes:
    one = b"\0" * (7 << 20)
    return _tar(*(_file(f"{number}.yaml", one) for number in range(40)))


BAD: dict[str, Callable[[], bytes]] = {
    "climbs": lambda: _tar(_file("harbour/../../etc/x.yaml")),
    "absolute": lambda: _tar(_file("/etc/x.yaml")),
    "backslashes": lambda: _tar(_file("..\\x.yaml")),
    "drive": lambda: _tar(_file("C:/x.yaml")),
    "newline": lambda: _tar(_file("a\nb.yaml")),
    "not UTF-8": lambda: _tar(_file("a\udcff.yaml")),
    "symbolic link": lambda: _tar(_special("x.yaml", tarfile.SYMTYPE)),
    "hard link": lambda: _tar(_special("x.yaml", tarfile.LNKTYPE)),
    "device": lambda: _tar(_special("x.yaml", tarfile.CHRTYPE)),
    "pipe": lambda: _tar(_special("x.yaml", tarfile.FIFOTYPE)),
    "large file": lambda: _tar(_file("x.yaml", b"#" * ((8 << 20) + 1))),
    "bomb": _many_zeros_tar,
    "long name": lambda: _note(tarfile.GNUTYPE_LONGNAME),
    "long header": lambda: _note(tarfile.XHDTYPE),
    "tar that unpacks without a limit": lambda: _tar(_file("x.yaml"), mode="w:xz"),
    "no archive": lambda: b"\x7fELF" + b"\0" * 600,
    "nothing": lambda: b"",
    "no files": _tar,
    "cut off": lambda: packed({"catalog-info.yaml": COMPONENT * 100})[:-200],
    "zip that climbs": lambda: _zip({"../x.yaml": b""}),
    "zip with a link": lambda: _zip({"x.yaml": b"/etc/passwd"}, link=True),
    "zip with a large file": lambda: _zip({"x.yaml": b"#" * ((8 << 20) + 1)}),
    "zip bomb": _many_zeros,
    "zip that unpacks without a limit": lambda: _zip({"x.yaml": b"kind: x"}, packing=zipfile.ZIP_LZMA),
    "zip with a broken file": lambda: _zip({"x.yaml": b"kind: x" * 50}).replace(b"kind", b"kin!", 1)[:-400],
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_archive_is_refused_and_leaves_nothing(importer: Importer, name: str) -> None:
    answer = await importer.post(BAD[name]())
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_archive"), answer.text
    assert answer.json()["message"].startswith("file: ")
    assert (await importer.api.get("/v1/imports")).json()["imports"] == []
    assert (await importer.api.get("/v1/imports/sources")).json()["sources"] == []


ENTRIES: dict[str, Callable[[int], tuple[tarfile.TarInfo, bytes]]] = {
    "files": lambda number: _file(f"{number}.yaml", b""),
    "folders": lambda number: _special(f"{number}", tarfile.DIRTYPE),
    "one file again and again": lambda _: _file("a.yaml", b""),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_archive_of_too_many_entries_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry costs time, whatever it is."""
    monkeypatch.setattr(archives, "MAX_FILES", 100)
    entries = (ENTRIES[name](number) for number in range(101))
    with pytest.raises(BadArchive, match="100 files"):
        archives.opened(_tar(*entries, mode="w"), "x.tar")


def test_a_zip_of_too_many_entries_is_refused_before_its_directory_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILES", 3)
    with pytest.raises(BadArchive, match="3 files"):
        archives.opened(_zip({f"{number}.yaml": b"" for number in range(4)}), "x.zip")


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_is_opened_plain_or_packed(mode: str) -> None:
    entries = [_special("harbour", tarfile.DIRTYPE), _file("./harbour/a.yaml", b"a"), _file("harbour/b/c.yaml", b"c")]
    tree = archives.opened(_tar(*entries, mode=mode), "harbour.tar")
    assert tree == {"harbour/a.yaml": b"a", "harbour/b/c.yaml": b"c"}
    assert archives.split_root(tree) == ("harbour", {"a.yaml": b"a", "b/c.yaml": b"c"})


def test_a_zip_is_opened() -> None:
    tree = archives.opened(_zip({"a.yaml": b"a", "b/": b"", "b/c.yaml": b"c"}), "harbour.zip")
    assert tree == {"a.yaml": b"a", "b/c.yaml": b"c"}
    assert archives.split_root(tree) == ("", tree)


async def test_a_body_over_the_limit_is_refused(importer: Importer) -> None:
    answer = await importer.post(b"\0" * ((64 << 20) + 1))
    assert (answer.status_code, answer.json()["error"]) == (413, "payload_too_large")
