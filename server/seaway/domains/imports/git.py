"""Fetches a public Git repository as an archive, with git held to the address that was checked.

Nothing is ever checked out: git fetches one commit into a bare store in a temporary folder and writes it as a tar, of
which the plain text files are taken. Hooks, filters, submodules, redirects and the machine's own configuration are out.
"""

import asyncio
import io
import os
import re
import signal
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from seaway.core.errors import Invalid
from seaway.core.outbound import GitRemote, Outbound, RemoteFailed, check_url
from seaway.domains.imports.archives import MAX_FILE, MAX_FILES, MAX_TOTAL
from seaway.domains.imports.errors import BadArchive

SECONDS = 120.0
TAKEN = frozenset({".yaml", ".yml", ".json", ".md", ".txt", ".graphql", ".gql", ".proto", ".avsc"})
_BLOCKS = 1 << 20  # of 512 bytes: no file that git writes is larger than 512 MiB
_REF = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock$))[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}")
_FATAL = re.compile(r"^(?:fatal|ERROR|remote|error): (.*)$", re.MULTILINE)
_QUIET = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "fetch.recurseSubmodules=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=30",
)


@dataclass(frozen=True, slots=True)
class Reach:
    """How this process reaches repositories: the guard, and a file of certificates to trust beside the system's."""

    outbound: Outbound = field(default_factory=Outbound)
    authority: Path | None = None


_reach: list[Reach] = []


@dataclass(frozen=True, slots=True)
class Fetched:
    """The text files of a commit, as a gzipped tar."""

    commit: str
    archive: bytes = field(repr=False)


def use(reach: Reach | None) -> None:
    """Set how this process reaches repositories; a worker does so once. None: as if nothing were set."""
    _reach[:] = [] if reach is None else [reach]


def checked(url: str, ref: str | None, folder: str) -> dict[str, Any]:
    """Return where an import comes from, when a repository may be asked for like that. Nobody is called.

    Raises:
        AddressRefused: the URL is not https, or holds credentials. Invalid: ref or folder cannot be one.
    """
    parsed = check_url(url, ("https",))
    if parsed.query or parsed.fragment or parsed.path in {"", "/"}:
        raise Invalid("git.url: a repository is https://host/path, without ? and #", details={"path": "git.url"})
    if ref is not None and not _REF.fullmatch(ref):
        raise Invalid(f'git.ref: "{ref[:80]}" is no branch, tag or commit', details={"path": "git.ref"})
    parts = PurePosixPath(folder).parts
    if folder.startswith("/") or ".." in parts or not folder.isprintable() or len(folder) > 500:
        raise Invalid(
            f'git.folder: "{folder[:80]}" must be a folder within the repository', details={"path": "git.folder"}
        )
    return {"type": "git", "url": url, "ref": ref, "folder": "/".join(parts)}


async def fetched(origin: Mapping[str, Any]) -> Fetched:
    """Return the files of a repository.

    Raises:
        AddressRefused: the host lies in a closed network. RemoteFailed: git could not fetch it, or not in time.
        BadArchive: it holds nothing to import, or too much.
    """
    remote = await _reached().outbound.check_git(origin["url"])
    name = PurePosixPath(remote.url.rstrip("/")).name.removesuffix(".git") or "repository"
    with tempfile.TemporaryDirectory(prefix="seaway-git-") as made:
        store = Path(made) / "store"
        async with _in_time():
            await _git(made, "init", "--quiet", "--bare", "--template=", str(store))
            wanted = origin.get("ref") or "HEAD"
            fetch = ("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--", remote.url, wanted)
            await _git(made, "--git-dir", str(store), *fetch, remote=remote)
            commit = await _git(made, "--git-dir", str(store), "rev-parse", "--verify", "FETCH_HEAD^{commit}")
            listed = ["--", origin["folder"]] if origin.get("folder") else []
            command = ("--literal-pathspecs", "--git-dir", str(store), "archive", "--format=tar")
            await _git(made, *command, "--output", str(Path(made) / "files.tar"), commit, *listed)
        archive = await asyncio.to_thread(_texts, Path(made) / "files.tar", re.sub(r"[^\w.+-]", "-", name))
    return Fetched(commit, archive)


def _reached() -> Reach:
    return _reach[0] if _reach else Reach()


class _in_time:  # noqa: N801  # reads as a statement
    """Turn a timeout into a failure that says so."""

    def __init__(self) -> None:
        self._timeout = asyncio.timeout(SECONDS)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(self, *raised: object) -> None:
        try:
            await self._timeout.__aexit__(*raised)  # type: ignore[arg-type]  # handed through
        except TimeoutError:
            raise RemoteFailed(f"git.url: the repository was not fetched within {SECONDS:g} s") from None


async def _git(home: str, *arguments: str, remote: GitRemote | None = None) -> str:
    """Run git with nothing of this machine's configuration, and return what it printed."""
    settings = [part for setting in _QUIET for part in ("-c", setting)]
    options: Sequence[str] = remote.options if remote else ()
    environment = {
        "PATH": os.defpath,
        "HOME": home,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_LFS_SKIP_SMUDGE": "1",
    }
    if (authority := _reached().authority) is not None:
        environment["GIT_SSL_CAINFO"] = str(authority)
    process = await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", f'ulimit -f {_BLOCKS} && exec git "$@"', "git", *settings, *options, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        cwd=home,
        start_new_session=True,
    )
    try:
        out, err = await process.communicate()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        said = _FATAL.findall(err.decode("utf-8", "replace"))
        reason = "".join(char for char in (said[-1] if said else "no reason given")[:200] if char.isprintable())
        raise RemoteFailed(f"git.url: the repository could not be fetched: {reason}", details={"path": "git.url"})
    return out.decode().strip()


def _texts(tar: Path, root: str) -> bytes:
    """Return the plain text files of a tar under a folder named after the repository; links are left out."""
    held = io.BytesIO()
    files = total = 0
    with tarfile.open(tar, "r:") as source, tarfile.open(fileobj=held, mode="w:gz", compresslevel=1) as kept:
        for entry in source:
            content = source.extractfile(entry) if entry.isreg() and entry.size <= MAX_FILE else None
            if content is None or PurePosixPath(entry.name).suffix.lower() not in TAKEN or not entry.name.isprintable():
                continue
            files, total = files + 1, total + entry.size
            if files > MAX_FILES or total > MAX_TOTAL:
                raise BadArchive("git.url: the repository holds too many text files; name a folder of it")
            plain = tarfile.TarInfo(f"{root}/{entry.name}")
            plain.size = entry.size
            kept.addfile(plain, content)
    if not files:
        raise BadArchive("git.url: the repository (or that folder of it) holds no text files")
    return held.getvalue()
