"""How catalog pages are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seaway.domains.portal import naming


@pytest.mark.parametrize(
    ("title", "plural", "identifier"),
    [
        ("Service", "Services", "services"),
        ("Kubernetes Cluster", "Kubernetes Clusters", "kubernetes_clusters"),
        ("API", "APIs", "apis"),
        ("Library", "Libraries", "libraries"),
        ("Key", "Keys", "keys"),
        ("Y", "Ys", "ys"),
        ("Mesh", "Meshes", "meshes"),
        ("Box", "Boxes", "boxes"),
        ("Business Process", "Business Processes", "business_processes"),
        ("Pods", "Pods", "pods"),
        ("Tier 1", "Tier 1", "tier_1"),
        ("Überbau (alt)", "Überbau (alt)", "überbau_alt"),
        ("!!!", "!!!", "page"),
    ],
)
def test_a_page_is_named_in_the_plural_of_its_blueprint(title: str, plural: str, identifier: str) -> None:
    assert naming.plural(title) == plural
    assert naming.identifier(naming.plural(title), ()) == identifier


@given(st.text(min_size=1, max_size=100), st.integers(0, 5))
def test_an_identifier_is_never_one_that_is_taken(title: str, repeats: int) -> None:
    taken: set[str] = set()
    for _ in range(repeats + 1):
        name = naming.identifier(title, taken)
        assert name not in taken
        assert 0 < len(name) <= 200
        taken.add(name)
