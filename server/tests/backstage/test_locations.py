"""Which files a Location names: relative, by pattern, optional, and never outside the tree."""

from typing import Any

import pytest
from backstage.samples import entity, read_one
from hypothesis import given
from hypothesis import strategies as st

from seaway.engines.backstage import locations
from seaway.engines.backstage.locations import Expander, Expansion
from seaway.engines.backstage.types import Fetch, Origin

PATHS = [
    "all.yaml",
    "a/one.yaml",
    "a/two.yml",
    "a/b/one.yaml",
    "a/b/c/one.yaml",
    "a/.hidden/one.yaml",
    ".x.yaml",
    "a [1].yaml",
]


def _expand(spec: dict[str, Any], file: str = "all.yaml", origin: Origin = "file") -> Expansion:
    return Expander(PATHS, origin).expand(spec, file)


@pytest.mark.parametrize(
    ("target", "files"),
    [
        ("./a/one.yaml", ["a/one.yaml"]),
        ("a/one.yaml", ["a/one.yaml"]),
        ("a//./b/../one.yaml", ["a/one.yaml"]),
        ("/a/one.yaml", ["a/one.yaml"]),
        ("*.yaml", ["a [1].yaml", "all.yaml"]),
        ("a/*", ["a/one.yaml", "a/two.yml"]),
        ("a/*.y?ml", ["a/one.yaml"]),
        ("a/*/one.yaml", ["a/b/one.yaml"]),
        ("**/one.yaml", ["a/b/c/one.yaml", "a/b/one.yaml", "a/one.yaml"]),
        ("a/**/one.yaml", ["a/b/c/one.yaml", "a/b/one.yaml", "a/one.yaml"]),
        ("a/b/**", ["a/b/c/one.yaml", "a/b/one.yaml"]),
        ("**/**/c/**/**/one.yaml", ["a/b/c/one.yaml"]),
        ("a/[bc]/one.yaml", ["a/b/one.yaml"]),
        (".*.yaml", [".x.yaml"]),
        ("a/.hidden/*", ["a/.hidden/one.yaml"]),
        ("a [1].yaml", ["a [1].yaml"]),
    ],
)
def test_targets_name_files(target: str, files: list[str]) -> None:
    found = _expand({"target": target})
    assert (found.files, found.warnings, found.problems, found.fetches) == (files, [], [], [])


def test_targets_are_relative_to_the_file_of_the_location() -> None:
    assert _expand({"targets": ["./one.yaml", "../../all.yaml", "c/one.yaml"]}, "a/b/here.yaml").files == [
        "a/b/one.yaml",
        "all.yaml",
        "a/b/c/one.yaml",
    ]


def test_target_and_targets_add_up() -> None:
    assert _expand({"target": "all.yaml", "targets": ["a/one.yaml"]}).files == ["all.yaml", "a/one.yaml"]


@pytest.mark.parametrize("target", ["none.yaml", "a", "a/none/*.yaml", "A/ONE.yaml"])
def test_a_missing_target_is_a_warning_unless_optional(target: str) -> None:
    found = _expand({"targets": ["all.yaml", target]})
    assert found.files == ["all.yaml"]
    assert [warning.partition(" is missing")[0] for warning in found.warnings] == [f"spec.targets[1] {target!r}"]
    assert _expand({"target": target, "presence": "optional"}).warnings == []


@pytest.mark.parametrize("target", ["..", "../all.yaml", "a/../../all.yaml", "../*", "/../all.yaml"])
def test_nothing_outside_the_tree_is_named(target: str) -> None:
    found = _expand({"target": target})
    assert found.files == []
    assert ["outside the import" in warning for warning in found.warnings] == [True]


@given(st.text(st.sampled_from("./*?[]ab\\"), max_size=12))
def test_whatever_a_target_holds_it_names_known_files_only(target: str) -> None:
    assert set(_expand({"target": target}, "a/b/here.yaml", "url").files) <= set(PATHS)


@pytest.mark.parametrize("kind", [None, "url", "file"])
def test_a_web_address_is_left_to_be_fetched(kind: str | None) -> None:
    spec = {"target": "https://example.com/all.yaml"} | ({"type": kind} if kind else {})
    found = _expand(spec)
    assert found.fetches == [Fetch("spec.target", "https://example.com/all.yaml", "location")]
    assert found.files == []


def test_a_type_of_location_that_nothing_reads_is_a_warning() -> None:
    found = _expand({"type": "ldap", "target": "all.yaml"})
    assert found.files == []
    assert "'ldap' is not known" in found.warnings[0]


def test_a_trailing_slash_rejects_a_file_target() -> None:
    result = read_one(entity("Location", spec={"targets": ["./a.yaml", "./a/"]}))
    assert [problem.field for problem in result.problems] == ["spec.targets[1]"]
    assert (result.reason or "").startswith("kind-schema: spec.targets[1] './a/' ends with '/'")
    assert read_one(entity("Location", spec={"target": "./a/"}), origin="url").result == "accepted"


def test_the_number_of_patterns_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locations, "MAX_PATTERNS", 2)
    found = _expand({"targets": ["a/*", "*.yaml", "a/*", "**/one.yaml", "all.yaml"]})
    assert found.files == ["a/one.yaml", "a/two.yml", "a [1].yaml", "all.yaml", "a/one.yaml", "a/two.yml", "all.yaml"]
    assert [warning.partition(":")[0] for warning in found.warnings] == ["spec.targets[3] is not followed"]
