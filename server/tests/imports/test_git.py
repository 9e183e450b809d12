"""Imports of Git repositories: fetched by https from the checked address, and only their text files taken."""

import ipaddress
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seaway.core.outbound import Outbound
from seaway.domains.imports import git
from seaway.domains.imports.git import Reach
from tests.factories.repositories import Served, serving
from tests.imports.conftest import Importer
from tests.imports.files import COMPONENT, GROUP

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
FILES = {"catalog-info.yaml": COMPONENT, "teams/catalog-info.yaml": GROUP, "logo.png": "no text"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server of repositories that this process may reach and trusts."""
    with serving(tmp_path) as served:
        git.use(Reach(Outbound(LOOPBACK), served.authority))
        yield served
        git.use(None)


async def _imported(importer: Importer, **repository: Any) -> dict[str, Any]:
    answer = await importer.api.post("/v1/imports", json={"source": "harbour", "git": repository})
    assert answer.status_code == 202, answer.text
    return await importer.run(answer.json()["import"]["id"])


@pytest.mark.parametrize("ref", [None, "main", "v1"])
async def test_a_repository_is_imported(importer: Importer, served: Served, ref: str | None) -> None:
    """Of its default branch, a branch or a tag; the commit is told, links are left out."""
    url = served.repository("harbour", FILES, links={"passwd.yaml": "/etc/passwd"})
    state = await _imported(importer, url=url, **({"ref": ref} if ref else {}))
    assert (state["status"], state["error"]) == ("completed", None)
    assert len(state["origin"]["commit"]) == 40
    files = [document["file"] for document in await importer.documents(state["id"])]
    assert files == ["harbour/catalog-info.yaml", "harbour/teams/catalog-info.yaml"]
    assert await importer.entity("component", "quay/berth-planner") is not None


async def test_only_a_folder_may_be_taken(importer: Importer, served: Served) -> None:
    state = await _imported(importer, url=served.repository("harbour", FILES), folder="teams/")
    assert [document["ref"] for document in await importer.documents(state["id"])] == ["group:quay/crew"]


async def test_a_folder_is_no_pattern(importer: Importer, served: Served) -> None:
    state = await _imported(importer, url=served.repository("harbour", FILES), folder=":(top)*")
    assert state["status"] == "failed"
    assert await importer.entity("_team", "quay/crew") is None


async def test_what_cannot_be_fetched_says_why(importer: Importer, served: Served) -> None:
    url = served.repository("harbour", FILES)
    for repository in ({"url": f"{served.url}/nothing"}, {"url": url, "ref": "nowhere"}, {"url": url, "folder": "x"}):
        state = await _imported(importer, **repository)
        assert (state["status"], state["error"]["code"]) == ("failed", "remote_failed"), state
        assert state["error"]["message"].startswith("git.url: ")
        assert tempfile.gettempdir() not in state["error"]["message"]


async def test_a_redirect_is_not_followed(importer: Importer, served: Served) -> None:
    served.repository("harbour", FILES)
    state = await _imported(importer, url=f"{served.url}/moved")
    assert (state["status"], state["error"]["code"]) == ("failed", "remote_failed")
    assert all(path.startswith("/moved/") for path in served.asked)


async def test_a_closed_network_is_not_called(importer: Importer, served: Served) -> None:
    url = served.repository("harbour", FILES)
    git.use(Reach(Outbound(), served.authority))
    state = await _imported(importer, url=url)
    assert (state["status"], state["error"]["code"]) == ("failed", "address_refused")
    assert served.asked == []


async def test_a_certificate_that_nobody_signed_is_refused(importer: Importer, served: Served) -> None:
    url = served.repository("harbour", FILES)
    git.use(Reach(Outbound(LOOPBACK)))
    state = await _imported(importer, url=url)
    assert (state["status"], state["error"]["code"]) == ("failed", "remote_failed")
    assert served.asked == []
