"""Real descriptors through the API agree with what Backstage made of them."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.imports.conftest import Importer, packed

CORPUS = Path(__file__).parents[4] / "shared" / "data" / "backstage"
TAKEN = {".yaml", ".yml", ".json", ".md", ".txt", ".graphql", ".gql", ".proto", ".avsc"}

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus lies beside the repository, not in it")


def _files() -> dict[str, bytes]:
    root = CORPUS / "catalog"
    taken = [path for path in root.rglob("*") if path.is_file() and path.suffix in TAKEN]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in taken}


def _expected() -> dict[str, list[dict[str, Any]]]:
    known = json.loads((CORPUS / "expected-catalog.json").read_text())
    return {file: documents for file, documents in known.items() if file.startswith("catalog/")}


async def test_the_corpus_is_imported_as_backstage_would_and_a_second_time_writes_nothing(importer: Importer) -> None:

    async def once() -> tuple[dict[str, Any], list[dict[str, Any]]]:
        answer = await importer.post(packed(_files(), "catalog"), "catalog.tar.gz", source="corpus")
        assert answer.status_code == 202, answer.text
        state = await importer.run(answer.json()["import"]["id"])
        return state, await importer.documents(state["id"], limit=100)

    state, documents = await once()
    assert state["status"] == "completed", state["error"]
    assert [each["reason"] for each in documents if each["change"] == "failed"] == []
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for document in documents:
        by_file[document["file"]].append(document)
    expected = _expected()
    assert {file: len(each) for file, each in by_file.items()} == {file: len(each) for file, each in expected.items()}
    for file, wanted in expected.items():
        for known, document in zip(wanted, by_file[file], strict=True):
            verdict = known["result"].partition(":")[0]
            if verdict != "unknown":
                assert document["result"] == verdict, (file, document["reason"])
                assert document["ref"] == known.get("ref")
                assert document["relations"] == known.get("relations", [])
    assert state["counts"]["created"] == len({each["ref"] for each in documents if each["result"] == "accepted"})
    before = await importer.fingerprint()
    again, _ = await once()
    assert again["status"] == "completed"
    assert again["counts"]["created"] == again["counts"]["updated"] == again["counts"]["removed"] == 0
    assert await importer.fingerprint() == before
