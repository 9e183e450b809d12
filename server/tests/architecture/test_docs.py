"""The reference says everything that the code offers: settings, errors, commands, decisions, domains."""

import re
from pathlib import Path

import pytest

from seaway.core.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"## `SEAWAY_{name.upper()}`" in (REFERENCE / "settings.md").read_text()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    named = set(re.findall(r"^## `SEAWAY_(\w+)`", (REFERENCE / "settings.md").read_text(), re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()
    for record in folder.glob("0*.md"):
        assert f"({record.name})" in listed


def test_every_domain_has_its_line_on_the_map() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    for folder in (ROOT / "server/seaway/domains").iterdir():
        if folder.is_dir() and (folder / "__init__.py").exists():
            assert f"`{folder.name}`" in text, f"{folder.name} is missing from ARCHITECTURE.md"
