"""The door: which files count, what Locations bring in, who wins, what is skipped."""

import json
from typing import Any

import pytest
from backstage.samples import SPECS, entity, without
from hypothesis import given, settings
from hypothesis import strategies as st

from seaway.engines.backstage.reader import read_tree
from seaway.engines.backstage.types import DocumentResult, Place

SOUND = entity("System")


def _yaml(*documents: Any) -> bytes:
    return "\n---\n".join(text if isinstance(text, str) else json.dumps(text, indent=1) for text in documents).encode()


def _files(tree: dict[str, bytes], **options: Any) -> list[tuple[str, str]]:
    return [(result.place.file, str(result.result)) for result in read_tree(tree, **options)]


def _location(*targets: str, name: str = "all") -> dict[str, Any]:
    return entity("Location", metadata={"name": name}, spec={"targets": list(targets)})


@pytest.mark.parametrize(
    "document",
    [
        SOUND,
        without(SOUND, "metadata", "name"),
        without(SOUND, "kind"),
        without(SOUND, "spec"),
        entity("System", apiVersion="backstage.io/v99"),
        entity() | {"apiVersion": "my.backstage.io/v1", "kind": "Special"},
        "apiVersion: backstage.io/v1alpha1\nkind: [",
        'apiVersion: "backstage.io/v1alpha1"\nkind: System\nkind: System',
        '{\n  "apiVersion": "backstage.io/v1alpha1",\n  "kind": ',
        *[without(entity(kind), "apiVersion") for kind in SPECS if SPECS[kind]],
        entity("Component", apiVersion="example.com/v1"),
        entity("Component") | {"kind": "component", "apiVersion": None},
    ],
)
def test_a_file_with_a_document_meant_for_backstage_counts(document: Any) -> None:
    """Under any name, and even when the document is broken."""
    (result,) = read_tree({"any/name.yml": _yaml(document)})
    assert result.place == Place("any/name.yml", 0)


@pytest.mark.parametrize(
    "document",
    [
        {"openapi": "3.0.0", "info": {"title": "backstage.io/ in a text"}},
        {"site_name": "Docs", "nav": []},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": {"replicas": 1}},
        {"apiVersion": "user.openshift.io/v1", "kind": "Group", "metadata": {"name": "x"}, "users": []},
        {"apiVersion": "template.openshift.io/v1", "kind": "Template", "objects": []},
        {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component", "resources": []},
        {"kind": "Component"},
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  catalog-info.yaml: |\n    apiVersion: backstage.io/v1alpha1\n    kind: System\n",
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  x: {{ .Values.x }}\n  y: |\n    apiVersion: backstage.io/v1alpha1\n  {{ end }}",
        "just: [broken",
        "",
    ],
)
def test_other_yaml_is_not_reported(document: Any) -> None:
    assert read_tree({"deploy/x.yaml": _yaml(document)}) == ()


def test_every_document_of_a_file_that_counts_is_judged() -> None:
    tree = {"x.yaml": _yaml(SOUND, {"a": 1}, "[broken", "", "- 1", entity("Domain"))}
    assert [(result.place.index, str(result.result)) for result in read_tree(tree)] == [
        (0, "accepted"),
        (1, "rejected"),
        (2, "rejected"),
        (3, "rejected"),
        (4, "accepted"),
    ]


@pytest.mark.parametrize("name", ["catalog-info.yaml", "deep/er/catalog-info.yml"])
def test_a_catalog_info_file_counts_whatever_it_holds(name: str) -> None:
    assert _files({name: b"a: 1"}) == [(name, "rejected")]


@pytest.mark.parametrize(
    "name", ["catalog-info.json", "catalog.txt", "node_modules/x/catalog-info.yaml", ".git/catalog-info.yaml"]
)
def test_files_that_are_not_looked_at(name: str) -> None:
    assert _files({name: _yaml(SOUND)}) == []


def test_a_location_makes_any_file_count() -> None:
    tree = {
        "catalog-info.yaml": _yaml(_location("./owners.json", "x.txt")),
        "owners.json": _yaml(SOUND),
        "x.txt": b"a: 1",
        "y.txt": b"a: 1",
    }
    assert _files(tree) == [("catalog-info.yaml", "accepted"), ("owners.json", "accepted"), ("x.txt", "rejected")]


def test_locations_are_followed_from_entries_only() -> None:
    tree = {
        "a.yaml": _yaml(_location("b/b.yaml")),
        "b/b.yaml": _yaml(_location("c.yaml", name="b")),
        "b/c.yaml": _yaml(SOUND),
        "d.yaml": _yaml(SOUND),
    }
    assert _files(tree, entries=["a.yaml"]) == [
        ("a.yaml", "accepted"),
        ("b/b.yaml", "accepted"),
        ("b/c.yaml", "accepted"),
    ]
    assert _files(tree, entries=["b/c.yaml"]) == [("b/c.yaml", "accepted")]


def test_a_document_reached_in_several_ways_is_told_once_with_all_its_parents() -> None:
    tree = {
        "1.yaml": _yaml(_location("s.yaml", "s.yaml", "*.yaml", name="one")),
        "2.yaml": _yaml(_location("s.yaml", name="Two"), entity("Domain")),
        "s.yaml": _yaml(SOUND, entity("Domain", metadata={"name": "d"})),
    }
    results = read_tree(tree)
    assert [(result.place.file, result.place.index) for result in results] == [
        ("1.yaml", 0),
        ("2.yaml", 0),
        ("2.yaml", 1),
        ("s.yaml", 0),
        ("s.yaml", 1),
    ]
    one, two = "location:default/one", "location:default/two"
    assert [set(result.parents) for result in results] == [set(), {one}, {one}, {one, two}, {one, two}]


def test_locations_in_a_circle_end() -> None:
    tree = {"a.yaml": _yaml(_location("b.yaml", name="a")), "b.yaml": _yaml(_location("a.yaml", "b.yaml", name="b"))}
    assert [(result.ref, result.parents) for result in read_tree(tree)] == [
        ("location:default/a", ("location:default/b",)),
        ("location:default/b", ("location:default/a",)),
    ]


def test_a_rejected_location_brings_nothing_in() -> None:
    tree = {"catalog-info.yaml": _yaml(_location("x.txt", "y/")), "x.txt": _yaml(SOUND)}
    assert _files(tree) == [("catalog-info.yaml", "rejected")]


def test_of_the_same_reference_the_last_in_path_order_wins() -> None:
    """Without regard to case; all are accepted, and each loser names the winner."""
    shouted = entity("System", metadata={"name": "BERTH-Planner"})
    tree = {
        "b.yaml": _yaml(SOUND),
        "a/z.yaml": _yaml(SOUND),
        "b/a.yaml": _yaml(shouted, SOUND, entity("Domain"), without(SOUND, "spec")),
    }
    results = read_tree(tree, prefix="top")
    winner = Place("top/b/a.yaml", 1)
    assert [(result.place, str(result.result), result.superseded_by) for result in results] == [
        (Place("top/a/z.yaml", 0), "accepted", winner),
        (Place("top/b.yaml", 0), "accepted", winner),
        (Place("top/b/a.yaml", 0), "accepted", winner),
        (winner, "accepted", None),
        (Place("top/b/a.yaml", 2), "accepted", None),
        (Place("top/b/a.yaml", 3), "rejected", None),
    ]
    assert results[0].warnings == (
        "system:default/berth-planner is also in top/b/a.yaml, document 2, which wins: remove one",
    )


def test_lines_count_in_the_file() -> None:
    tree = {"catalog-info.yaml": b"# a\n---\n# b\n\n" + _yaml(SOUND) + b"\n---\n\na: [\n"}
    first, second = read_tree(tree)
    assert first.line == 5
    assert second.line == 5 + _yaml(SOUND).count(b"\n") + 3


TEMPLATE = entity("Template", spec={"steps": [{"action": "fetch:template", "input": {"url": "./skeleton"}}]})
PLACEHOLDER = entity(metadata={"name": "${{ values.name }}"})


def test_the_skeleton_of_a_template_is_skipped() -> None:
    tree = {
        "t/template.yaml": _yaml(TEMPLATE),
        "t/skeleton/catalog-info.yaml": _yaml(PLACEHOLDER, SOUND),
        "t/skeletons/catalog-info.yaml": _yaml(SOUND),
    }
    results = read_tree(tree)
    assert [(result.place, str(result.result)) for result in results] == [
        (Place("t/skeleton/catalog-info.yaml", 0), "skipped"),
        (Place("t/skeleton/catalog-info.yaml", 1), "skipped"),
        (Place("t/skeletons/catalog-info.yaml", 0), "accepted"),
        (Place("t/template.yaml", 0), "accepted"),
    ]
    assert (results[0].reason or "").startswith("skeleton: ")
    assert (results[1].ref, results[1].relations, results[1].entity) == (None, (), None)


@pytest.mark.parametrize(
    "url", ["./", ".", "..", "https://example.com/skeleton", "${{ parameters.url }}", "../../x", "", 7]
)
def test_a_template_that_copies_its_own_folder_or_another_place_hides_nothing(url: Any) -> None:
    template = entity(
        "Template", spec={"steps": [{"action": "fetch:template", "input": {"url": url}}, {"action": "fetch:plain"}]}
    )
    tree = {"t/template.yaml": _yaml(template), "t/x/catalog-info.yaml": _yaml(SOUND)}
    assert _files(tree) == [("t/template.yaml", "accepted"), ("t/x/catalog-info.yaml", "accepted")]


def test_what_is_named_is_judged_even_inside_a_skeleton() -> None:
    tree = {"t/template.yaml": _yaml(TEMPLATE), "t/skeleton/catalog-info.yaml": _yaml(SOUND)}
    named = tree | {"all.yaml": _yaml(_location("t/*/catalog-info.yaml"))}
    assert ("t/skeleton/catalog-info.yaml", "accepted") in _files(named)
    assert ("t/skeleton/catalog-info.yaml", "accepted") in _files(tree, entries=list(tree))


@pytest.mark.parametrize(
    "text",
    [
        _yaml(PLACEHOLDER).decode(),
        "metadata:\n  name: {{ cookiecutter.name }}",
        "metadata:\n  {%- if x %}\n  name: x\n  {% endif %}",
    ],
)
def test_a_skeleton_without_its_template_is_rejected_with_a_hint(text: str) -> None:
    (result,) = read_tree({"catalog-info.yaml": text.encode()})
    assert result.result == "rejected"
    assert (result.reason or "").endswith("leave it out of the import")


def test_a_missing_entry_is_the_callers_mistake() -> None:
    with pytest.raises(KeyError):
        read_tree({}, entries=["a.yaml"])


def _is_sound(result: DocumentResult) -> None:
    """Check what must hold of every result."""
    assert (result.result == "rejected") == bool(result.problems)
    assert (result.reason is None) == (result.result == "accepted")
    assert (result.ref is not None) == (result.entity is not None) == (result.result == "accepted")
    json.dumps(result.as_record(), allow_nan=False).encode()
    json.dumps(result.original, allow_nan=False, ensure_ascii=False).encode()
    json.dumps(result.entity, allow_nan=False, ensure_ascii=False).encode()
    assert "\x00" not in json.dumps([result.original, result.reason], ensure_ascii=False)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_verdict(data: bytes) -> None:
    for result in read_tree({"catalog-info.yaml": data}):
        _is_sound(result)


SNIPPETS = [
    "apiVersion", "backstage.io/v1alpha1", "kind", "Component", "Location", "Template", "metadata", "name", "spec", "targets", "steps",
    "$text", "$yaml", "https://a.b", ": ", "\n", "\n  ", "\n    ", "- ", "---\n", "...\n", "&a ", "*a", "[", "]", "{", "}", ",", "'", '"',
    "|", ">", "?", "!!str ", "#", "%", "\t", "~", "1", ".inf", "\\u0000", "é", "\u2028", "\x00", "<<", "./x.yaml", "**/*", "${{ x }}",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=60).map("".join), st.sampled_from(["file", "url"]))
def test_any_jumble_of_yaml_gives_a_verdict(text: str, origin: Any) -> None:
    for result in read_tree({"catalog-info.yaml": text.encode(), "x.yaml": text.encode()}, origin=origin):
        _is_sound(result)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(SNIPPETS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*SPECS["Component"], "target", "targets", "steps", "$text", "url"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(list(SPECS)),
    st.dictionaries(st.sampled_from(["name", "labels", "tags", "links", "annotations", "x"]), JSON),
    JSON,
    st.sampled_from(["file", "url"]),
)
def test_any_values_give_a_verdict(kind: str, metadata: Any, spec: Any, origin: Any) -> None:
    document = entity(kind, metadata=metadata) | {"spec": SPECS[kind] | spec if isinstance(spec, dict) else spec}
    for result in read_tree({"catalog-info.yaml": json.dumps(document).encode()}, origin=origin):
        _is_sound(result)
