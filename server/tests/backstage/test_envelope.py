"""What every document must be, whatever its kind: each rule with a document that keeps it and one that breaks it."""

from typing import Any

import pytest
from backstage.samples import entity, read_one, without


def _rejected(document: dict[str, Any] | str, stage: str, field: str) -> str:
    result = read_one(document)
    assert result.result == "rejected", "a broken document was accepted"
    assert result.reason is not None
    assert result.reason.startswith(f"{stage}: "), result.reason
    assert field in [problem.field for problem in result.problems], result.problems
    assert (result.ref, result.entity, result.relations) == (None, None, ())
    return result.reason


@pytest.mark.parametrize("document", ["just text", "- a\n- b", "12", "true"])
def test_a_document_must_be_a_map(document: str) -> None:
    assert "must be a map" in _rejected(document, "envelope", "")


@pytest.mark.parametrize("path", [("apiVersion",), ("kind",), ("metadata",), ("metadata", "name")])
def test_the_envelope_is_complete(path: tuple[str, ...]) -> None:
    assert f"{'.'.join(path)} is missing: add it" in _rejected(without(entity(), *path), "envelope", ".".join(path))


@pytest.mark.parametrize("value", [None, "", 12, True, [], {}, ["x"], {"{ values.name }": None}])
@pytest.mark.parametrize("field", ["apiVersion", "kind"])
def test_version_and_kind_are_text(field: str, value: Any) -> None:
    _rejected(entity() | {field: value}, "envelope", field)


@pytest.mark.parametrize("value", [None, "", 12, True, [], {"x": 1}, {"$text": "https://example.com/name"}])
@pytest.mark.parametrize("field", ["name", "namespace"])
def test_name_and_namespace_are_text(field: str, value: Any) -> None:
    _rejected(entity(metadata={field: value}), "envelope", f"metadata.{field}")


@pytest.mark.parametrize("value", [None, "", 12, []])
def test_metadata_is_a_map(value: Any) -> None:
    _rejected(entity() | {"metadata": value}, "envelope", "metadata")


GOOD_AND_BAD: list[tuple[str, Any, list[Any]]] = [
    ("name", "A.b_c-9", ["a b", "-a", "x" * 64, "a/b", "${{ values.name }}"]),
    ("namespace", "pay-ments", ["Pay", "a_b", "a.b", "x" * 64]),
    ("title", "Berth planner", [None, "", 1, {}]),
    ("description", "", [None, 1, []]),
    ("labels", {"example.com/tier": "one", "a": ""}, [None, [], "x"]),
    ("annotations", {"example.com/any": "thing at all: é", "a": ""}, [None, [], "x"]),
    ("tags", ["c++", "tier-1"], [None, "go", {}]),
    ("links", [{"url": "https://example.com", "title": "Home", "icon": "web", "type": "x"}], [None, {}, "x"]),
    ("uid", "x", [None, "", 1]),
    ("etag", "x", [None, "", 1]),
    ("anything", {"else": [1, None]}, []),
]


@pytest.mark.parametrize(("field", "good"), [(field, good) for field, good, _ in GOOD_AND_BAD])
def test_metadata_that_keeps_the_rules(field: str, good: Any) -> None:
    result = read_one(entity(metadata={field: good}))
    assert result.result == "accepted", result.reason
    assert result.original is not None
    assert result.original["metadata"][field] == good


@pytest.mark.parametrize(
    ("field", "bad"),
    [(field, bad) for field, _, bads in GOOD_AND_BAD for bad in bads if field not in ("name", "namespace") or bad],
)
def test_metadata_that_breaks_the_rules(field: str, bad: Any) -> None:
    _rejected(entity(metadata={field: bad}), "format", f"metadata.{field}")


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        ({"labels": {"a b": "x"}}, "metadata.labels.a b"),
        ({"labels": {"": "x"}}, "metadata.labels."),
        ({"labels": {"Example.com/a": "x"}}, "metadata.labels.Example.com/a"),
        ({"labels": {"a": "b c"}}, "metadata.labels.a"),
        ({"labels": {"a": "x" * 64}}, "metadata.labels.a"),
        ({"labels": {"a": True}}, "metadata.labels.a"),
        ({"labels": {"a": None}}, "metadata.labels.a"),
        ({"annotations": {"a/b/c": "x"}}, "metadata.annotations.a/b/c"),
        ({"annotations": {"": "x"}}, "metadata.annotations."),
        ({"annotations": {"a": True}}, "metadata.annotations.a"),
        ({"annotations": {"a": 1}}, "metadata.annotations.a"),
        ({"annotations": {"a": {}}}, "metadata.annotations.a"),
        ({"tags": ["ok", "Not ok"]}, "metadata.tags[1]"),
        ({"tags": ["ok", ""]}, "metadata.tags[1]"),
        ({"tags": [1]}, "metadata.tags[0]"),
        ({"tags": ["x" * 64]}, "metadata.tags[0]"),
        ({"links": [{"title": "Home"}]}, "metadata.links[0].url"),
        ({"links": [{"url": "/docs"}]}, "metadata.links[0].url"),
        ({"links": [{"url": ""}]}, "metadata.links[0].url"),
        ({"links": [{"url": None}]}, "metadata.links[0].url"),
        ({"links": [{"url": "https://a", "title": " "}]}, "metadata.links[0].title"),
        ({"links": [{"url": "https://a", "icon": ""}]}, "metadata.links[0].icon"),
        ({"links": [{"url": "https://a", "type": 1}]}, "metadata.links[0].type"),
        ({"links": ["https://a"]}, "metadata.links[0]"),
    ],
)
def test_the_field_at_fault_is_named(metadata: dict[str, Any], field: str) -> None:
    _rejected(entity(metadata=metadata), "format", field)


@pytest.mark.parametrize("field", ["dependsOn", "Spec", "x", ""])
def test_a_foreign_root_field_is_refused(field: str) -> None:
    assert "move it into spec or metadata" in _rejected(entity() | {field: []}, "format", field)


def test_output_only_root_fields_are_left_aside_with_a_warning() -> None:
    result = read_one(entity(relations=[{"type": "ownedBy", "targetRef": "group:default/x"}], status={"items": []}))
    assert result.result == "accepted"
    assert result.entity is not None
    assert set(result.entity) == {"apiVersion", "kind", "metadata", "spec"}
    assert ("component:default/berth-planner", "ownedBy", "group:default/x") not in result.relations
    assert len([warning for warning in result.warnings if "written by catalogs" in warning]) == 2
    _rejected(entity(relations={}), "format", "relations")
    _rejected(entity(status=[]), "format", "status")


def test_all_errors_of_a_document_are_told_at_once_in_the_order_of_the_checks() -> None:
    broken = entity(metadata={"name": "a b", "tags": ["X"], "labels": {"a": 1}}, spec={"type": ""})
    broken["extra"] = 1
    del broken["spec"]["owner"], broken["apiVersion"]
    result = read_one(broken)
    assert [str(problem.stage) for problem in result.problems] == ["envelope", *["format"] * 4, *["kind-schema"] * 2]
    assert result.reason is not None
    assert result.reason.startswith("envelope: apiVersion is missing")
    for field in (
        "apiVersion",
        "'extra'",
        "metadata.name",
        "metadata.tags[0]",
        "metadata.labels.a",
        "spec.type",
        "spec.owner",
    ):
        assert field in result.reason


def test_the_reason_stays_readable_when_everything_is_wrong() -> None:
    result = read_one(entity(metadata={"tags": ["X"] * 1000, "labels": {"k" * 1000: "v" * 5000}}))
    assert len(result.problems) == 1002
    assert result.reason is not None
    assert result.reason.endswith("; and 952 more")
    assert len(result.reason) < 20_000


def test_the_entity_is_filled_in_and_the_original_is_kept() -> None:
    document = entity(metadata={"custom": {"deep": [1, None]}}, spec={"own": {"field": 1.5}})
    result = read_one(document)
    assert result.original == document
    assert result.entity == document | {"metadata": document["metadata"] | {"namespace": "default"}}
    assert (result.ref, result.kind, result.name) == ("component:default/berth-planner", "Component", "berth-planner")


def test_the_reference_is_lower_case_and_the_entity_keeps_its_spelling() -> None:
    result = read_one(entity("API", metadata={"name": "Berth.API", "namespace": "pay"}))
    assert result.ref == "api:pay/berth.api"
    assert result.entity is not None
    assert result.entity["metadata"]["name"] == "Berth.API"
