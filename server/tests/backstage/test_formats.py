"""The formats of fields, at their edges."""

from collections.abc import Callable

import pytest

from seaway.engines.backstage import formats

NAMES = ["a", "A", "0", "a.b", "a_b", "a-b", "a..b", "A-_.9", "x" * 63]
NOT_NAMES = ["", "-", "-a", "a-", ".a", "a.", "_a", "a b", "a/b", "a:b", "é", "x" * 64, "a\n", "\na"]
NAMESPACES = ["a", "0", "a-b", "a--b", "x" * 63]
NOT_NAMESPACES = ["", "A", "a_b", "a.b", "-a", "a-", "x" * 64, "a\n"]


@pytest.mark.parametrize(
    ("check", "fit", "unfit"),
    [
        (formats.is_name, NAMES, NOT_NAMES),
        (formats.is_namespace, NAMESPACES, NOT_NAMESPACES),
        (
            formats.is_key,
            [*NAMES, "x.y/a", "x/A_b", "a-b.c/d", ".".join(["x" * 60] * 4) + "/a"],
            [*NOT_NAMES[:5], "X.y/a", "x..y/a", "/a", "x/", "x/y/z", "x_y/a", ".".join(["x" * 62] * 5) + "/a", "é/a"],
        ),
        (
            formats.is_tag,
            ["a", "c++", "c#", "a:b", "tier-1", "+", "x" * 63],
            ["", "A", "a_b", "a.b", "a b", "-a", "a-", "a--b", "x" * 64, "go 1.15.3"],
        ),
        (formats.is_kind, ["A", "a1", "Component", "x" * 63], ["", "1a", "a-b", "a.b", "x" * 64, "É", "A\n"]),
        (
            formats.is_api_version,
            ["v1", "backstage.io/v1alpha1", "a-b.c/V1", "1"],
            ["", "/v1", "a/", "A/v1", "a/b/c", "v-1", "a_b/v1", "v" * 64, "v1\n"],
        ),
    ],
)
def test_format(check: Callable[[str], bool], fit: list[str], unfit: list[str]) -> None:
    assert [text for text in fit if not check(text)] == []
    assert [text for text in unfit if check(text)] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "HTTPS://EXAMPLE.com/a b?c#d",
        "https:example.com",
        "https:\\\\example.com",
        " https://example.com ",
        "https://user:pass@example.com:8080/",
        "https://example.com:",
        "https://example.com:0065535",
        "https://bücher.example",
        "https://1.2.3.4",
        "https://0x7f.1",
        "https://4294967295",
        "https://[::1]:80/",
        "https://a%41b",
        "mailto:crew@example.com",
        "slack:",
        "foo:///x",
        "foo://h%20st",
        "file:///etc/hosts",
        "file://host/x",
        "urn:a:b",
    ],
)
def test_urls_that_browsers_accept(url: str) -> None:
    assert formats.is_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/docs",
        "example.com",
        "//example.com",
        "1a:b",
        "https://",
        "https:",
        "https://?q",
        "https://:80",
        "https://user@",
        "https://a b",
        "https://a:80b",
        "https://a:65536",
        "https://a:99999999999999",
        "https://[::1",
        "https://[x]",
        "https://a%20b",
        "https://a%zz",
        "https://%ff",
        "https://a<b",
        "https://1.2.3.256",
        "https://1.2.3.4.5",
        "https://256.1",
        "https://4294967296",
        "https://1.08",
        "foo://a b",
        "foo://u@",
        "${{ values.url }}",
    ],
)
def test_urls_that_browsers_refuse(url: str) -> None:
    assert not formats.is_url(url)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.b/c", "https://a.b/c"),
        ("  HTTP://a.b\n", "HTTP://a.b"),
        ("https:a.b", None),
        ("ftp://a.b", None),
        ("file:///etc/passwd", None),
        ("./a", None),
    ],
)
def test_web_addresses(text: str, address: str | None) -> None:
    assert formats.web_address(text) == address
