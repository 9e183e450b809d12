"""The grammar of entity references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seaway.engines.backstage.references import BadReference, parse


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("team-x", "group:pay/team-x"),
        ("ns/team-x", "group:ns/team-x"),
        ("user:bo", "user:pay/bo"),
        ("User:Default/Bo", "user:default/bo"),
        ("a/b:c", "group:a/b:c"),
        ("k:a/b:c", "k:a/b:c"),
        ("a/b/c", "group:a/b/c"),
        ("k:a:b", "k:pay/a:b"),
        ("k:n/a/b", "k:n/a/b"),
        ("Ä", "group:pay/ä"),
    ],
)
def test_parts_that_are_not_written_come_from_the_defaults(text: str, canonical: str) -> None:
    assert parse(text, kind="Group", namespace="pay").canonical == canonical


@pytest.mark.parametrize("text", ["", ":", "/", ":a", "a:", "/a", "a/", ":a/b", "k:/b", "k:n/", "k:/"])
def test_an_empty_part_is_refused(text: str) -> None:
    with pytest.raises(BadReference, match="has an empty part"):
        parse(text, kind="Group", namespace="pay")


@pytest.mark.parametrize("text", ["db", "ns/db", "a/b:c", ""])
def test_without_a_default_the_kind_must_be_written(text: str) -> None:
    with pytest.raises(BadReference, match="names no kind"):
        parse(text, kind=None, namespace="pay")
    assert parse(f"resource:{text or 'x'}", kind=None, namespace="pay").kind == "resource"


PART = st.text(st.characters(exclude_characters=":/", codec="utf-8"), min_size=1)


@given(kind=PART, namespace=PART, name=st.text(min_size=1))
def test_a_complete_reference_is_read_back_part_by_part(kind: str, namespace: str, name: str) -> None:
    """Whatever the parts hold: only kind and namespace cannot hold a separator."""
    reference = parse(f"{kind}:{namespace}/{name}", kind=None, namespace="other")
    assert (reference.kind, reference.namespace, reference.name) == (kind, namespace, name)


@given(st.text())
def test_any_text_is_a_reference_or_refused(text: str) -> None:
    try:
        reference = parse(text, kind="Group", namespace="pay")
    except BadReference:
        return
    assert all((reference.kind, reference.namespace, reference.name))
