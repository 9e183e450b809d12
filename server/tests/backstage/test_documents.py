"""A file to its documents, with their lines, past the broken ones."""

import pytest

from seaway.engines.backstage import documents

SOUND = "a: 1\n"


def _read(text: str | bytes) -> list[tuple[int, object]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [(found.line, found.value if found.problem is None else "broken") for found in documents.read(data)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("# only a comment\n", []),
        ("---\n---\n", []),
        ("---\n...\n---\n", []),
        ("null\n---\n~\n", []),
        ("a: 1", [(1, {"a": 1})]),
        ("\n\n# note\na: 1", [(4, {"a": 1})]),
        ("---\na: 1\n---\nb: 2\n", [(2, {"a": 1}), (4, {"b": 2})]),
        ("a: 1\n---\n# empty\n---\nb: 2\n---\n", [(1, {"a": 1}), (5, {"b": 2})]),
        ("--- {a: 1}\n--- [2]\n--- x", [(1, {"a": 1}), (2, [2]), (3, "x")]),
        ("%YAML 1.2\n---\na: 1\n...\n# c\n%YAML 1.2\n---\nb: 2", [(3, {"a": 1}), (8, {"b": 2})]),
        ("a: 1\n... # end\nb: 2", [(1, {"a": 1}), (3, {"b": 2})]),
        ("a: |\n  x\n---\nb: 2", [(1, {"a": "x\n"}), (4, {"b": 2})]),
        ("a: ---\nb: '---'\nc: ----", [(1, {"a": "---", "b": "---", "c": "----"})]),
        ("---a: 1\n", [(1, {"---a": 1})]),
        ("\ufeffa: 1", [(1, {"a": 1})]),
        ("\ufeff--- a\n--- b", [(1, "a"), (2, "b")]),
        ("a: 1\r\n---\r\nb: 2\r\n", [(1, {"a": 1}), (3, {"b": 2})]),
        ("a: 1\r---\rb: 2", [(1, {"a": 1}), (3, {"b": 2})]),
        ("{} ", [(1, {})]),
    ],
)
def test_documents_and_their_lines(text: str, found: list[tuple[int, object]]) -> None:
    assert _read(text) == found


@pytest.mark.parametrize("broken", ["a: [", "a: 'x", 'a: "x', "a: 1\na: 2", "a: *x", "a: b: c", "{%- if %}", "a: \x00"])
def test_documents_around_a_broken_one_are_read(broken: str) -> None:
    assert _read(f"{SOUND}---\n{broken}\n---\n{SOUND}") == [
        (1, {"a": 1}),
        (3, "broken"),
        (broken.count("\n") + 5, {"a": 1}),
    ]


def test_the_line_of_an_error_counts_from_the_top_of_the_file() -> None:
    (_, broken) = documents.read(b"a: 1\n---\nb: 1\nc: 2\nb: 3\n")
    assert broken.problem is not None
    assert broken.problem.message.startswith("line 5: the key 'b' is written twice")


@pytest.mark.parametrize("data", [b"a: \xff", b"a: 1\nb: \xed\xa0\x80", "a: 1".encode("utf-16"), b"\x00\xff" * 10])
def test_a_file_that_is_not_utf_8_is_one_broken_document(data: bytes) -> None:
    (document,) = documents.read(data)
    assert document.problem is not None
    assert "UTF-8" in document.problem.message


def test_limits_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """At each limit the file is read; one beyond it is refused with the limit named."""
    monkeypatch.setattr(documents, "MAX_FILE_BYTES", 40)
    monkeypatch.setattr(documents, "MAX_DOCUMENT_CHARACTERS", 30)
    monkeypatch.setattr(documents, "MAX_DOCUMENTS", 3)

    assert _read("a: " + "x" * 27) == [(1, {"a": "x" * 27})]
    assert "longer than 30 characters" in _message("a: " + "x" * 28)
    assert "larger than 40 bytes" in _message("#" * 41)
    assert len(documents.read(b"--- a\n" * 3)) == 3
    assert "more than 3 documents" in _message("--- a\n" * 4)


def _message(text: str) -> str:
    (document,) = documents.read(text.encode())
    assert document.problem is not None
    return document.problem.message
