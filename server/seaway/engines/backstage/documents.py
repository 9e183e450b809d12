"""A file to its YAML documents; a broken one does not hide the others."""

from dataclasses import dataclass
from typing import Any

from seaway.engines.backstage.types import Problem, Stage
from seaway.kit.yamlio import CONTENT, BadYaml, compose, split

MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_DOCUMENT_CHARACTERS = 2 * 1024 * 1024
MAX_DOCUMENTS = 50_000


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is not empty: the line where it begins, from 1, its text, and its value or what is wrong."""

    line: int
    text: str
    value: Any = None
    problem: Problem | None = None


def read(data: bytes) -> list[Document]:
    """Return the documents of a file, without the empty ones. A file that cannot be divided is one broken document."""
    if len(data) > MAX_FILE_BYTES:
        return [_broken(1, "", f"the file is larger than {MAX_FILE_BYTES} bytes: split it")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [_broken(1, data.decode(errors="replace"), f"line {line}: the file is not UTF-8: save it as UTF-8")]
    documents = []
    for line, part in split(text.replace("\r\n", "\n").replace("\r", "\n")):
        document = _read_one(line, part)
        if document.value is not None or document.problem is not None:
            documents.append(document)
        if len(documents) > MAX_DOCUMENTS:
            return [_broken(1, "", f"the file holds more than {MAX_DOCUMENTS} documents: split it")]
    return documents


def _read_one(line: int, text: str) -> Document:
    if len(text) > MAX_DOCUMENT_CHARACTERS:
        message = f"the document is longer than {MAX_DOCUMENT_CHARACTERS} characters: split it"
        return _broken(line, text[:1000], message)
    try:
        value, offset, _ = compose(text)
    except BadYaml as error:
        return _broken(line + _first_line(text), text, f"line {line + error.line}: {error}")
    return Document(line + offset, text, value)


def _first_line(text: str) -> int:
    """Return the line, from 0, of the first content of a text that has some."""
    body = text.removeprefix("---")
    content = CONTENT.search(body)
    return body.count("\n", 0, content.start()) if content else 0


def _broken(line: int, text: str, message: str) -> Document:
    return Document(line, text, problem=Problem(Stage.YAML, "", message))
