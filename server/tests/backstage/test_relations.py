"""What each reference field emits, in both directions."""

from typing import Any

import pytest
from backstage.samples import entity, read_one

ME = "berth-planner"
EMITTED = [
    ("Component", "owner", "ownedBy", "ownerOf", "group"),
    ("Component", "system", "partOf", "hasPart", "system"),
    ("Component", "subcomponentOf", "partOf", "hasPart", "component"),
    ("Component", "providesApis", "providesApi", "apiProvidedBy", "api"),
    ("Component", "consumesApis", "consumesApi", "apiConsumedBy", "api"),
    ("Component", "dependsOn", "dependsOn", "dependencyOf", None),
    ("Component", "dependencyOf", "dependencyOf", "dependsOn", None),
    ("API", "owner", "ownedBy", "ownerOf", "group"),
    ("API", "system", "partOf", "hasPart", "system"),
    ("Resource", "owner", "ownedBy", "ownerOf", "group"),
    ("Resource", "system", "partOf", "hasPart", "system"),
    ("Resource", "dependsOn", "dependsOn", "dependencyOf", None),
    ("Resource", "dependencyOf", "dependencyOf", "dependsOn", None),
    ("System", "owner", "ownedBy", "ownerOf", "group"),
    ("System", "domain", "partOf", "hasPart", "domain"),
    ("Domain", "owner", "ownedBy", "ownerOf", "group"),
    ("Domain", "subdomainOf", "partOf", "hasPart", "domain"),
    ("Group", "parent", "childOf", "parentOf", "group"),
    ("Group", "children", "parentOf", "childOf", "group"),
    ("Group", "members", "hasMember", "memberOf", "user"),
    ("User", "memberOf", "memberOf", "hasMember", "group"),
    ("Template", "owner", "ownedBy", "ownerOf", "group"),
]
LISTS = {"providesApis", "consumesApis", "dependsOn", "dependencyOf", "children", "members", "memberOf"}


def _value(field: str, reference: str) -> Any:
    return [reference] if field in LISTS else reference


@pytest.mark.parametrize(("kind", "field", "forward", "reverse", "default"), EMITTED)
def test_a_reference_field_emits_both_directions(
    kind: str, field: str, forward: str, reverse: str, default: str | None
) -> None:
    """In the entity's own namespace, with the kind that the field stands for."""
    me = f"{kind.lower()}:harbour/{ME}"
    metadata = {"namespace": "harbour"}
    result = read_one(entity(kind, metadata=metadata, spec={field: _value(field, "Resource:Far/Tide-DB")}))
    assert {(me, forward, "resource:far/tide-db"), ("resource:far/tide-db", reverse, me)} <= set(result.relations)

    bare = read_one(entity(kind, metadata=metadata, spec={field: _value(field, "tide")}))
    if default:
        assert {(me, forward, f"{default}:harbour/tide"), (f"{default}:harbour/tide", reverse, me)} <= set(
            bare.relations
        )
    else:
        assert bare.result == "rejected"
        assert bare.problems[0].field == f"spec.{field}[0]"
        assert "names no kind: write it in front" in bare.problems[0].message


def test_there_is_no_reference_field_beside_those() -> None:
    """The table above is complete: no other known field emits anything."""
    from seaway.engines.backstage.kinds import KINDS

    assert {(kind.name, field.name) for kind in KINDS.values() for field in kind.fields.values() if field.link} == {
        (kind, field) for kind, field, *_ in EMITTED
    }


@pytest.mark.parametrize("bad", ["", ":x", "x:", "/x", "ns/", "component:/x"])
def test_one_bad_reference_rejects_the_whole_entity(bad: str) -> None:
    result = read_one(entity(spec={"consumesApis": ["fine", bad]}))
    assert result.result == "rejected"
    assert [problem.field for problem in result.problems] == ["spec.consumesApis[1]"]
    assert result.relations == ()


def test_the_same_relation_from_two_fields_shows_once_and_lists_are_sorted() -> None:
    spec = {
        "owner": "crew",
        "dependsOn": ["resource:b", "resource:a", "Resource:default/B"],
        "system": "s",
        "subcomponentOf": "system:s",
    }
    me = "component:default/berth-planner"
    assert [
        (source, type_, target) for source, type_, target in read_one(entity(spec=spec)).relations if source == me
    ] == [
        (me, "ownedBy", "group:default/crew"),
        (me, "partOf", "system:default/s"),
        (me, "dependsOn", "resource:default/b"),
        (me, "dependsOn", "resource:default/a"),
    ]


def test_relations_to_oneself_and_to_nobody_are_kept() -> None:
    result = read_one(entity(spec={"dependsOn": ["component:berth-planner", "ghost:nowhere/at all"]}))
    me = "component:default/berth-planner"
    assert {(me, "dependsOn", me), (me, "dependencyOf", me), (me, "dependsOn", "ghost:nowhere/at all")} <= set(
        result.relations
    )


def test_the_record_for_programs() -> None:
    """What `-o json` prints: places, verdict and relations, nothing else."""
    assert read_one(entity("System")).as_record() == {
        "file": "catalog-info.yaml",
        "index": 0,
        "ref": "system:default/berth-planner",
        "result": "accepted",
        "reason": None,
        "relations": [
            ["system:default/berth-planner", "ownedBy", "group:default/quay-crew"],
            ["group:default/quay-crew", "ownerOf", "system:default/berth-planner"],
        ],
    }
