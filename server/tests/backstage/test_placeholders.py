"""`$text`, `$json` and `$yaml`: what is read, from where, and what never is."""

from typing import Any

import pytest
from backstage.samples import entity
from hypothesis import given
from hypothesis import strategies as st

from seaway.engines.backstage.placeholders import Source, fill, is_pending
from seaway.engines.backstage.reader import read_tree
from seaway.engines.backstage.types import Fetch, Origin

TREE = {
    "apis/berths.proto": "service Berths { é }\n".encode(),
    "apis/meta.json": b'{"tier": 1, "names": ["a", null]}',
    "apis/meta.yaml": b"---\ntier: yes\nnames: [a]\n",
    "apis/two.yaml": b"a: 1\n---\nb: 2\n",
    "apis/twice.yaml": b"a: 1\na: 2\n",
    "apis/empty.yaml": b"# nothing\n",
    "apis/broken.json": b"{'a': 1}",
    "apis/latin.txt": b"\xe9",
    "apis/nul.txt": b"a\x00b",
    "apis/nul.json": b'{"a": ["\\u0000"]}',
    "apis/deep.json": b"[" * 500 + b"]" * 500,
    "apis/lone.json": b'"\\ud800"',
}


def _fill(value: Any, origin: Origin = "url") -> tuple[Any, list[str], list[Fetch]]:
    document = {"kind": "API", "spec": {"field": value}}
    filled = fill(document, Source(TREE, "team/catalog-info.yaml", origin))
    assert document == {"kind": "API", "spec": {"field": value}}, "the original was changed"
    return filled.entity["spec"]["field"], [problem.message for problem in filled.problems], filled.fetches


@pytest.mark.parametrize(
    ("value", "content"),
    [
        ({"$text": "../apis/berths.proto"}, "service Berths { é }\n"),
        ({"$text": "/apis/berths.proto"}, "service Berths { é }\n"),
        ({"$text": "./../apis//berths.proto"}, "service Berths { é }\n"),
        ({"$json": "../apis/meta.json"}, {"tier": 1, "names": ["a", None]}),
        ({"$yaml": "../apis/meta.yaml"}, {"tier": "yes", "names": ["a"]}),
        ([{"deep": [{"$json": "../apis/meta.json"}]}], [{"deep": [{"tier": 1, "names": ["a", None]}]}]),
    ],
)
def test_a_repository_resolves_relative_placeholders(value: Any, content: Any) -> None:
    assert _fill(value) == (content, [], [])


@pytest.mark.parametrize(
    "value", [{"$text": "../apis/berths.proto"}, {"$yaml": "x.yaml"}, [{"$json": "/apis/meta.json"}]]
)
def test_a_folder_does_not(value: Any) -> None:
    """As Backstage with locations of type `file`; the message says what to do instead."""
    filled, (message,), fetches = _fill(value, "file")
    assert (filled, fetches) == (value, [])
    assert message.startswith("spec.field")
    assert "write the content here, or import the repository by its URL" in message


@pytest.mark.parametrize(
    "value",
    [
        {"$text": "../apis/berths.proto", "sibling": 1},
        {"$openapi": "../apis/meta.yaml"},
        {"$asyncapi": "../apis/meta.yaml"},
        {"$ref": "#/definitions/x"},
        {"text": "$text"},
        "$text",
        {},
    ],
)
def test_other_maps_are_left_alone(value: Any) -> None:
    assert _fill(value) == (value, [], [])


@pytest.mark.parametrize("origin", ["file", "url"])
@pytest.mark.parametrize("form", ["text", "json", "yaml"])
def test_a_web_address_is_handed_back_unfetched(form: str, origin: Origin) -> None:
    value = {f"${form}": " https://example.com/x "}
    assert is_pending(value)
    assert _fill([value], origin) == ([value], [], [Fetch("spec.field[0]", "https://example.com/x", form)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"$text": "../../secret"}, "outside the import"),
        ({"$text": "../apis/../../x"}, "outside the import"),
        ({"$text": ".."}, "no such file"),
        ({"$text": "missing.txt"}, "no such file"),
        ({"$text": "../apis"}, "no such file"),
        ({"$text": ""}, "no such file"),
        ({"$text": "file:///etc/passwd"}, "only http and https"),
        ({"$text": "gopher://example.com/x"}, "only http and https"),
        ({"$text": 1}, "must name a file or a URL as text"),
        ({"$text": None}, "must name a file or a URL as text"),
        ({"$json": {"$text": "x"}}, "must name a file or a URL as text"),
        ({"$text": "../apis/latin.txt"}, "not UTF-8"),
        ({"$text": "../apis/nul.txt"}, "U+0000"),
        ({"$json": "../apis/broken.json"}, "not JSON"),
        ({"$json": "../apis/lone.json"}, "not JSON"),
        ({"$json": "../apis/nul.json"}, "U+0000"),
        ({"$json": "../apis/deep.json"}, "nested more than 100"),
        ({"$yaml": "../apis/two.yaml"}, "holds 2 documents"),
        ({"$yaml": "../apis/empty.yaml"}, "holds 0 documents"),
        ({"$yaml": "../apis/twice.yaml"}, "line 2: the key 'a' is written twice"),
    ],
)
def test_what_cannot_be_used_is_a_problem_with_the_field_and_the_reason(value: Any, words: str) -> None:
    filled, messages, fetches = _fill(value)
    assert (filled, fetches) == (value, [])
    assert len(messages) == 1
    assert messages[0].startswith("spec.field: $")
    assert words in messages[0]


def test_content_that_one_document_brings_in_is_bounded() -> None:
    tree = {"big.txt": b"x" * 1024 * 1024, "bigger.txt": b"x" * 3 * 1024 * 1024}
    filled = fill({"spec": [{"$text": "big.txt"}] * 20}, Source(tree, "a.yaml", "url"))
    assert [isinstance(item, str) for item in filled.entity["spec"]] == [True] * 8 + [False] * 12
    assert "too large" in filled.problems[0].message
    assert fill({"spec": {"$text": "bigger.txt"}}, Source(tree, "a.yaml", "url")).problems


def _read(value: Any, origin: Origin) -> Any:
    document = entity("API", spec={"definition": value})
    tree = {"catalog-info.yaml": str(document).replace("'", '"').encode(), "api.proto": b"service X {}"}
    (result,) = read_tree(tree, origin=origin)
    return result


def test_a_definition_by_placeholder() -> None:
    """From a repository it is filled in; from a folder it rejects the entity; the original keeps the placeholder."""
    value = {"$text": "./api.proto"}
    from_url, from_file = _read(value, "url"), _read(value, "file")
    assert from_url.entity["spec"]["definition"] == "service X {}"
    assert from_url.original["spec"]["definition"] == value
    assert from_file.reason.startswith("placeholder: spec.definition: $text names the relative path './api.proto'")


def test_a_definition_behind_an_address_is_accepted_with_a_warning() -> None:
    result = _read({"$text": "https://example.com/api.proto"}, "file")
    assert result.result == "accepted"
    assert result.entity["spec"]["definition"] == {"$text": "https://example.com/api.proto"}
    assert result.fetches == (Fetch("spec.definition", "https://example.com/api.proto", "text"),)
    assert "kept as written" in result.warnings[0]


@pytest.mark.parametrize("origin", ["file", "url"])
def test_a_document_that_is_itself_a_placeholder_is_no_entity(origin: Origin) -> None:
    for target in ("https://example.com/e.yaml", "./e.yaml"):
        tree = {"catalog-info.yaml": f'$yaml: "{target}"'.encode(), "e.yaml": b"[]"}
        (result,) = read_tree(tree, origin=origin)
        assert (result.reason or "").startswith("envelope: apiVersion is missing")


@given(st.text(max_size=60))
def test_no_target_is_ever_read_from_outside_the_tree(target: str) -> None:
    """Only keys of the tree are looked up; any other target is a problem, a fetch, or left alone."""
    filled, messages, fetches = _fill({"$text": target})
    assert messages or fetches or filled in {content.decode(errors="replace") for content in TREE.values()}
