"""Every error code that the code can answer with is documented, found here in the sources themselves."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CODE = re.compile(r'^    (?:status, )?error(?:: [^=]+)? = (?:\d+, )?"(\w+)"$', re.MULTILINE)
SOURCES = [path.read_text() for path in (ROOT / "server" / "seaway").rglob("*.py")]
CODES = sorted({code for text in SOURCES for code in CODE.findall(text)})


def test_the_sources_are_found() -> None:
    assert {"not_found", "identifier_taken", "invalid_property", "unavailable"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_error_code_is_documented(code: str) -> None:
    assert f"## `{code}` (" in (ROOT / "docs" / "reference" / "errors.md").read_text()
