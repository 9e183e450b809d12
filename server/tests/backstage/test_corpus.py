"""The corpus of real descriptors, read in place, against what Backstage made of each."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from seaway.engines.backstage.reader import read_tree
from seaway.engines.backstage.types import DocumentResult

CORPUS = Path(__file__).parents[4] / "shared" / "data" / "backstage"

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus lies beside the repository, not in it")


def _read(folder: str) -> dict[str, list[DocumentResult]]:
    root = CORPUS / folder
    tree = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    by_file: dict[str, list[DocumentResult]] = defaultdict(list)
    for result in read_tree(tree, prefix=folder):
        by_file[result.place.file].append(result)
    return by_file


def _expected(folder: str) -> dict[str, list[dict[str, Any]]]:
    known = json.loads((CORPUS / "expected-catalog.json").read_text())
    return {file: documents for file, documents in known.items() if file.startswith(f"{folder}/")}


def test_the_catalog_gives_exactly_the_documents_that_are_expected() -> None:
    """No support file is reported, no document is lost or reported twice, and the numbers run from 0."""
    expected = {file: list(range(len(documents))) for file, documents in _expected("catalog").items()}
    assert sum(map(len, expected.values())) > 300
    assert {file: [result.place.index for result in results] for file, results in _read("catalog").items()} == expected


@pytest.mark.parametrize("folder", ["catalog", "template"])
def test_every_document_fares_as_in_backstage(folder: str) -> None:
    """Verdict, class of the rejection, reference and relations, in their order, for each document."""
    read = _read(folder)
    for file, documents in _expected(folder).items():
        for expected, result in zip(documents, read[file], strict=True):
            verdict, _, stage = expected["result"].partition(":")
            if verdict == "unknown":
                continue
            assert result.result == verdict, (file, result.reason)
            assert (result.reason or "").partition(":")[0] == stage, (file, result.reason)
            assert result.ref == expected.get("ref"), file
            assert [list(relation) for relation in result.relations] == expected.get("relations", []), file


def test_locations_are_the_parents_of_what_they_emit() -> None:
    """For each Location, the accepted documents of the files it names are those that Backstage emits and accepts."""
    results = [result for documents in _read("catalog").values() for result in documents]
    expected = [document for documents in _expected("catalog").values() for document in documents]
    fit = {document["ref"] for document in expected if document["result"] == "accepted" or "emits" in document}
    emitted: dict[str, set[str]] = defaultdict(set)
    for document in expected:
        emitted[document.get("ref", "")] |= fit.intersection(document.get("emits", []))
    assert sum(map(len, emitted.values())) > 200
    for location in (result for result in results if result.kind == "Location" and result.ref):
        children = {result.ref for result in results if location.ref in result.parents}
        assert fit & children == emitted[str(location.ref)], location.ref


def test_what_needs_the_network_is_accepted_and_listed() -> None:
    """A definition behind a URL is not an error of the document, and the caller learns the URL."""
    read = _read("catalog")
    seen = 0
    for file, documents in _expected("catalog").items():
        for expected, result in zip(documents, read[file], strict=True):
            if expected["result"] == "unknown:needs-network":
                assert [(result.result, fetch.field, fetch.form) for fetch in result.fetches] == [
                    ("accepted", "spec.definition", "text")
                ]
                seen += 1
    assert seen == 16


def test_skeletons_of_templates_are_skipped_not_reported_as_broken() -> None:
    """In the folders of templates nothing but the templates is judged."""
    for results in _read("template").values():
        for result in results:
            assert (result.kind == "Template" and result.result == "accepted") or result.result == "skipped"
