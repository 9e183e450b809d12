"""Which schema this version of Seaway needs, without Alembic: it costs half a second to import, and every start asks.

Migrations form one line and are numbered, so the newest is the one with the greatest revision.
"""

import re
from pathlib import Path

_REVISION = re.compile(r'^revision = "(\w+)"', re.MULTILINE)


def scripts() -> Path:
    """Return the folder of the migrations: inside the package when installed, beside it in a clone."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_migrations"
    return installed if installed.is_dir() else package.parent / "migrations"


def needed() -> str:
    """Return the revision that this version needs."""
    texts = (path.read_text(encoding="utf-8") for path in (scripts() / "versions").glob("*.py"))
    return max(match[1] for text in texts if (match := _REVISION.search(text)))
