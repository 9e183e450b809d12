"""Bytes to text: the encoding is the one that a mark or the bytes themselves tell."""

import codecs

from seaway.engines.tables.types import BadTable, Encoding

_MARKS: tuple[tuple[bytes, str, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_SEEN = 4096


def decode(data: bytes, encoding: Encoding | None) -> tuple[str, Encoding]:
    """Return the text and its encoding. What is called Latin-1 is read as Windows writes it, as browsers do.

    Raises:
        BadTable: the bytes are not text of that encoding, or of any that Seaway reads.
    """
    if data.startswith(_WIDE):
        raise BadTable("the file is UTF-32; save it as UTF-8")
    for mark, codec, name in _MARKS:
        if data.startswith(mark) and encoding in {None, name}:
            return _decoded(data, codec, name), name
    if encoding is not None:
        return _decoded(data, {"utf-16": "utf-16-le", "latin-1": "cp1252"}.get(encoding, encoding), encoding), encoding
    if (wide := _unmarked_utf16(data[:_SEEN])) is not None:
        return _decoded(data, wide, "utf-16"), "utf-16"
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        return _decoded(data, "cp1252", "latin-1"), "latin-1"


def _decoded(data: bytes, codec: str, name: Encoding) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadTable(f"line {line}: the bytes are not {name.upper()}; save the file as UTF-8") from None


def _unmarked_utf16(head: bytes) -> str | None:
    """Tell UTF-16 by its zero bytes: most letters of most files have one, always on the same side."""
    half = len(head) // 2
    low, high = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if half and max(low, high) > half * 0.6 and min(low, high) < half * 0.05:
        return "utf-16-be" if low > high else "utf-16-le"
    return None
