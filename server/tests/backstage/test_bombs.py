"""Files made to hurt: each is refused, or read, in bounded time."""

import time
from collections.abc import Iterator

import pytest

from seaway.engines.backstage.reader import read_tree
from seaway.kit.yamlio import MAX_DEPTH, MAX_WEIGHT

MIB = 1024 * 1024
HEAD = b"apiVersion: backstage.io/v1alpha1\nkind: Component\n"


@pytest.fixture(autouse=True)
def _in_bounded_time() -> Iterator[None]:
    """No bomb may take more than ten seconds of CPU, with a wide margin for slow machines."""
    start = time.process_time()
    yield
    assert time.process_time() - start < 10


def _reasons(data: bytes) -> list[str]:
    return [result.reason or "" for result in read_tree({"catalog-info.yaml": data})]


def test_a_billion_laughs() -> None:
    levels = [b"a0: &a0 [x,x,x,x,x,x,x,x,x,x]"] + [
        b"a%d: &a%d [%s]" % (n, n, b",".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 30)
    ]
    (reason,) = _reasons(b"\n".join(levels))
    assert f"grows beyond {MAX_WEIGHT}" in reason


def test_a_long_text_repeated_by_aliases() -> None:
    (reason,) = _reasons(b"a: &a " + b"x" * MIB + b"\nb: [" + b"*a," * 20 + b"]")
    assert f"grows beyond {MAX_WEIGHT}" in reason


def test_keys_repeated_by_aliases() -> None:
    (reason,) = _reasons(b"a: &a [" + b"x," * 50_000 + b"]\nb:\n" + b"".join(b"- ? *a\n  : 1\n" for _ in range(100)))
    assert f"grows beyond {MAX_WEIGHT}" in reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: " + b"[" * 1_000_000, "nest"),
        (b"{" * 1_000_000, "nest"),
        (b"{a: " * 300_000, "nest"),
        (b"- " * 500_000, "nest"),
        (b"? " * 500_000, "nest"),
        (b"".join(b" " * level + b"a:\n" for level in range(1500)), "nest"),
    ],
)
def test_deep_nesting(data: bytes, words: str) -> None:
    (reason,) = _reasons(data)
    assert words in reason


def test_the_deepest_nesting_that_is_read() -> None:
    def nested(depth: int) -> bytes:
        return b"[" * depth + b"]" * depth

    assert "must be a map" in _reasons(nested(MAX_DEPTH))[0]
    assert f"more than {MAX_DEPTH} deep" in _reasons(nested(MAX_DEPTH + 1))[0]
    assert _reasons(
        HEAD + b"metadata: {name: a}\nspec: {type: a, lifecycle: b, owner: c, x: " + nested(MAX_DEPTH - 2) + b"}"
    ) == [""]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"---\n" * (2 * MIB), 0),
        (b"...\n" * (2 * MIB), 0),
        (b"#\n" * (4 * MIB), 0),
        (b" " * (8 * MIB), 0),
        (b"\n" * (8 * MIB), 0),
        (b"--- a\n" * MIB, 1),
        (b"a: '" + b"x " * MIB, 1),
        (b"a: |\n" + b"  x\n" * (MIB // 2), 1),
        (b"x" * (8 * MIB + 1), 1),
        (b"".join(b"k%d: &a%d x\n" % (number, number) for number in range(100_000)), 1),
        (HEAD + b"metadata: {name: " + b"a-" * (MIB - 100) + b"}", 1),
        (HEAD + b"metadata: {name: a, tags: [" + b"A b," * 400_000 + b"]}", 1),
        (HEAD + b"metadata: {name: a, links: [{url: 'http://" + b"%41" * 600_000 + b"'}]}", 1),
        (HEAD + b"metadata: {name: a, links: [{url: 'http://a:" + b"0" * 1_900_000 + b"'}]}", 1),
        (HEAD + b"metadata: {name: a}\nspec:\n" + b"".join(b"  ownr%d: x\n" % number for number in range(100_000)), 1),
        (HEAD + b"metadata: {name: a}\nspec: {dependsOn: [" + b"x," * 500_000 + b"]}", 1),
        (HEAD + b"metadata: {name: a}\nspec: {x: " + b"9" * 1_900_000 + b"}", 1),
        (HEAD + b"metadata: {name: a}\nspec: {x: [" + b"{$text: ./x}," * 100_000 + b"]}", 1),
    ],
)
def test_sizes(data: bytes, count: int) -> None:
    reasons = _reasons(data)
    assert len(reasons) == count
    assert all(reasons)
    assert sum(map(len, reasons)) < 100_000


def test_patterns_made_to_backtrack() -> None:
    location = b"apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: a}\nspec: {targets: [%s]}"
    tree = {f"{'a' * 60}/{'a' * 60}/{number}": b"" for number in range(2000)}
    patterns = [b"*a" * 30 + b"b/" + b"**/" * 30 + b"%d" % number for number in range(2000)]
    (result,) = read_tree(tree | {"catalog-info.yaml": location % b",".join(b'"%s"' % pattern for pattern in patterns)})
    assert result.result == "accepted"
    assert len(result.warnings) == 2000


def test_ten_thousand_documents_take_seconds() -> None:
    """The bound is for the slowest machine; a usual one needs three seconds."""
    document = HEAD.decode() + (
        "metadata:\n  name: svc-{0}\n  title: Service {0}\n  annotations: {{github.com/project-slug: acme/svc-{0}}}\n  tags: [go, grpc]\n"
        "spec:\n  type: service\n  lifecycle: production\n  owner: crew\n  system: port\n  dependsOn: ['resource:db-{0}']\n"
    )
    tree = {f"svc/{number}/catalog-info.yaml": document.format(number).encode() for number in range(10_000)}
    results = read_tree(tree)
    assert len(results) == 10_000
    assert all(len(result.relations) == 6 for result in results)
