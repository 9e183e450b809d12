"""The schemas of the built-in kinds: each field with values that fit and values that do not."""

from typing import Any

import pytest
from backstage.samples import SPECS, entity, read_one, without

TEXT_FIELDS = {
    "Component": ["type", "lifecycle", "owner", "system", "subcomponentOf"],
    "API": ["type", "lifecycle", "owner", "system", "definition"],
    "Resource": ["type", "owner", "system"],
    "System": ["owner", "type", "domain"],
    "Domain": ["owner", "type", "subdomainOf"],
    "Group": ["type", "parent"],
    "User": [],
    "Location": ["type", "target"],
    "Template": ["type", "owner", "lifecycle"],
}
LIST_FIELDS = {
    "Component": ["providesApis", "consumesApis", "dependsOn"],
    "Resource": ["dependsOn"],
    "Group": ["children", "members"],
    "User": ["memberOf"],
    "Location": ["targets"],
}
REQUIRED = [(kind, field) for kind, spec in SPECS.items() for field in spec]


def _fields(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(kind, field) for kind, fields in table.items() for field in fields]


def _rejected(document: dict[str, Any], field: str, stage: str = "kind-schema") -> None:
    result = read_one(document)
    assert result.result == "rejected"
    assert [(str(problem.stage), problem.field) for problem in result.problems] == [(stage, field)], result.reason


@pytest.mark.parametrize("kind", SPECS)
def test_the_least_of_each_kind_is_accepted(kind: str) -> None:
    result = read_one(entity(kind))
    assert (result.result, result.reason, result.warnings) == ("accepted", None, ())


@pytest.mark.parametrize("kind", SPECS)
def test_unknown_spec_fields_are_kept(kind: str) -> None:
    result = read_one(entity(kind, spec={"acmeCostCentre": {"number": 7}}))
    assert result.result == "accepted"
    assert result.entity is not None
    assert result.entity["spec"]["acmeCostCentre"] == {"number": 7}


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_a_required_field_must_be_there(kind: str, field: str) -> None:
    _rejected(without(entity(kind), "spec", field), f"spec.{field}")


@pytest.mark.parametrize("bad", [None, "", 1, True, [], ["x"], {}, {"$openapi": "https://example.com/x"}])
@pytest.mark.parametrize(("kind", "field"), _fields(TEXT_FIELDS))
def test_a_text_field_is_text(kind: str, field: str, bad: Any) -> None:
    _rejected(entity(kind, spec={field: bad}), f"spec.{field}")


@pytest.mark.parametrize(("kind", "field"), _fields(LIST_FIELDS))
def test_a_list_field_is_a_list_of_texts(kind: str, field: str) -> None:
    assert read_one(entity(kind, spec={field: []})).result == "accepted"
    assert read_one(entity(kind, spec={field: ["component:a/b", "component:c"]})).result == "accepted"
    wrong: list[Any] = [None, "component:a", {}, 1]
    for bad in wrong:
        _rejected(entity(kind, spec={field: bad}), f"spec.{field}")
    wrong = ["", None, 1, {}, ["a"]]
    for item in wrong:
        _rejected(entity(kind, spec={field: ["component:a", item]}), f"spec.{field}[1]")


@pytest.mark.parametrize("kind", SPECS)
def test_spec_is_a_map(kind: str) -> None:
    _rejected(without(entity(kind), "spec"), "spec")
    wrong: list[Any] = [None, [], "x", 1]
    for bad in wrong:
        _rejected(entity(kind) | {"spec": bad}, "spec", "format")


@pytest.mark.parametrize("kind", ["Component", "Resource"])
def test_dependency_of_takes_one_reference_or_many_or_none(kind: str) -> None:
    right: list[Any] = ["component:a", ["component:a"], [], None, ""]
    for good in right:
        assert read_one(entity(kind, spec={"dependencyOf": good})).result == "accepted", good
    wrong: list[Any] = [1, {}, True]
    for bad in wrong:
        _rejected(entity(kind, spec={"dependencyOf": bad}), "spec.dependencyOf")
    _rejected(entity(kind, spec={"dependencyOf": ["component:a", 1]}), "spec.dependencyOf[1]")


@pytest.mark.parametrize("kind", ["Group", "User"])
def test_a_profile_holds_texts(kind: str) -> None:
    profile = {"displayName": "Bo", "email": "bo@example.com", "picture": "https://example.com/bo.png", "more": 1}
    assert read_one(entity(kind, spec={"profile": profile})).result == "accepted"
    _rejected(entity(kind, spec={"profile": []}), "spec.profile")
    for field in ("displayName", "email", "picture"):
        for bad in ("", None, 1):
            _rejected(entity(kind, spec={"profile": {field: bad}}), f"spec.profile.{field}")


def test_presence_is_required_or_optional() -> None:
    for good in ("required", "optional"):
        assert read_one(entity("Location", spec={"presence": good})).result == "accepted"
    _rejected(entity("Location", spec={"presence": "sometimes"}), "spec.presence")


@pytest.mark.parametrize("version", ["backstage.io/v1alpha1", "backstage.io/v1beta1"])
@pytest.mark.parametrize("kind", [kind for kind in SPECS if kind != "Template"])
def test_both_versions_of_the_core_kinds_are_known(kind: str, version: str) -> None:
    assert read_one(entity(kind, apiVersion=version)).result == "accepted"


@pytest.mark.parametrize(
    ("kind", "version"),
    [
        ("Component", "backstage.io/v1"),
        ("Component", "v1alpha1"),
        ("Component", "Backstage.io/v1alpha1"),
        ("Component", "scaffolder.backstage.io/v1beta3"),
        ("Template", "backstage.io/v1beta2"),
        ("Template", "scaffolder.backstage.io/v1beta2"),
    ],
)
def test_a_foreign_version_is_an_unknown_kind(kind: str, version: str) -> None:
    result = read_one(entity(kind, apiVersion=version))
    assert result.reason is not None
    assert f"apiVersion {version!r} is not known for {kind}: write " in result.reason
    assert result.problems[-1].stage == "unknown-kind"


@pytest.mark.parametrize(
    ("kind", "fix"),
    [
        ("component", "write Component"),
        ("Api", "write API"),
        ("AiResource", "write one of"),
        ("Deployment", "write one of"),
    ],
)
def test_an_unknown_kind_is_refused_with_what_it_could_be(kind: str, fix: str) -> None:
    result = read_one(entity() | {"kind": kind})
    assert result.reason is not None
    assert result.reason.startswith(f"unknown-kind: kind {kind!r} is not known: {fix}")


@pytest.mark.parametrize("kind", ["my-kind", "1Kind", "x" * 64])
def test_a_kind_is_a_word(kind: str) -> None:
    assert (read_one(entity() | {"kind": kind}).reason or "").startswith("format: kind ")


def test_an_mcp_server_needs_a_definition_as_any_api() -> None:
    api = without(
        entity("API", spec={"type": "mcp-server", "remotes": [{"type": "http", "url": "https://a"}]}),
        "spec",
        "definition",
    )
    _rejected(api, "spec.definition")


@pytest.mark.parametrize(
    ("field", "good", "bad", "at"),
    [
        ("parameters", {"title": "One page"}, "x", ""),
        ("parameters", [{"title": "Page", "when": True}], ["x"], ""),
        ("steps", [], {}, ""),
        (
            "steps",
            [{"action": "a", "id": "x", "name": "y", "input": {}, "if": "${{ x }}"}],
            [{"id": "x"}],
            "[0].action",
        ),
        ("steps", [{"action": "a", "if": False}], [{"action": "a", "if": 1}], "[0].if"),
        ("steps", [{"action": "a", "each": [1]}], [{"action": "a", "input": []}], "[0].input"),
        ("steps", [{"action": "a"}], ["x"], "[0]"),
        ("steps", [{"action": ""}], [{"action": 1}], "[0].action"),
        (
            "output",
            {"links": [{"title": "Repo", "url": "${{ x }}", "if": True}], "text": []},
            {"links": [{"url": ""}]},
            ".links[0].url",
        ),
        ("output", {"text": [{"content": ""}]}, {"text": {}}, ".text"),
        ("output", {"remoteUrl": "${{ x }}"}, {"remoteUrl": 1}, ".remoteUrl"),
        (
            "presentation",
            {"buttonLabels": {"createButtonText": "Go"}},
            {"buttonLabels": {"createButtonText": 1}},
            ".buttonLabels.createButtonText",
        ),
        ("secrets", {"schema": {}}, {"schema": []}, ".schema"),
        ("formDecorators", [{"id": "x", "input": {}}], [{"id": 1}], "[0].id"),
        ("EXPERIMENTAL_recovery", {"EXPERIMENTAL_strategy": "none"}, [], ""),
    ],
)
def test_the_fields_of_a_template(field: str, good: Any, bad: Any, at: str) -> None:
    assert read_one(entity("Template", spec={field: good})).result == "accepted"
    _rejected(entity("Template", spec={field: bad}), f"spec.{field}{at}")


@pytest.mark.parametrize(
    ("kind", "field", "value", "warning"),
    [
        ("Component", "subComponentOf", "x", "did you mean spec.subcomponentOf"),
        ("Component", "implementsApis", ["x"], "did you mean spec.providesApis"),
        ("Component", "provides_apis", ["x"], "did you mean spec.providesApis"),
        ("Component", "dependOn", ["x"], "did you mean spec.dependsOn"),
        ("Component", "domain", "x", "no meaning for the kind Component"),
        ("System", "system", "x", "no meaning for the kind System"),
        ("System", "dependsOn", ["component:x"], "no meaning for the kind System"),
        ("API", "dependsOn", ["component:x"], "no meaning for the kind API"),
        ("Resource", "lifecycle", "production", "no meaning for the kind Resource"),
        ("Resource", "providesApis", ["x"], "no meaning for the kind Resource"),
        ("User", "membersOf", ["x"], "did you mean spec.memberOf"),
    ],
)
def test_a_field_without_effect_is_warned_about_and_emits_nothing(
    kind: str, field: str, value: Any, warning: str
) -> None:
    plain, result = read_one(entity(kind)), read_one(entity(kind, spec={field: value}))
    assert result.result == "accepted"
    assert (
        [text for text in result.warnings if warning in text and f"spec.{field}" in text] == list(result.warnings) != []
    )
    assert result.relations == plain.relations


@pytest.mark.parametrize(("field", "meant"), [("label", "labels"), ("Tags", "tags"), ("anotations", "annotations")])
def test_near_misses_in_metadata_are_warned_about(field: str, meant: str) -> None:
    (warning,) = read_one(entity(metadata={field: {}})).warnings
    assert warning.endswith(f"did you mean metadata.{meant}?")
