"""Every dialog, menu and list of the portal in both schemes: axe finds nothing, of whatever severity.

Which there are and how they are opened stands in `layers`. The page beneath is held to the same by `test_screens`.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Site, Visitor
from tests.browser.layers import CARD, COMPLETIONS, DIALOG, FIND, LIST, MENU, PLACES, PROBLEM, PROBLEMS, TIP, Layer
from tests.browser.look import NARROW, ROOT, SCHEMES, WIDE, inspect_part

pytestmark = pytest.mark.slow
SOURCES = ROOT / "web/src"
# What draws a layer, and how the layer is found.
DRAWS: Mapping[str, str] = {
    r"<(ConfirmDelete|Dialog|Drawer|Modal|Popover)\b": DIALOG,
    r"<Menu\b": MENU,
    r"<(Autocomplete|Combobox|MultiSelect|Select|TagsInput)\b": LIST,
    r"<HoverCard\b": CARD,
    r"\bautocompletion\(": COMPLETIONS,
    r"\blinter\(": PROBLEM,
    r"\bsearchKeymap\b": FIND,
    r"\blintKeymap\b": PROBLEMS,
}
FRAMES = {("ui/dialog.tsx", DIALOG), ("ui/confirm-delete.tsx", DIALOG)}  # draw what others open
BETWEEN = "Page not found · Seaway"
_LINK = "url => history.pushState(null, '', url)"
OPEN = ", ".join(dict.fromkeys(DRAWS.values()))


def drawn_in(file: Path) -> set[tuple[str, str]]:
    """Return which layers a file of the portal draws."""
    source, name = file.read_text(), str(file.relative_to(SOURCES))
    return {(name, layer) for pattern, layer in DRAWS.items() if re.search(pattern, source)}


async def go(page: Page, url: str) -> None:
    """Open the first page by loading the portal, and any other as a link within the portal does.

    It goes by way of a page that nobody opens: what the page before still shows is not taken for what comes.
    """
    if page.url == "about:blank":
        await page.goto(url)
        return
    await page.evaluate(_LINK, "/between")
    await page.wait_for_function("title => document.title === title", arg=BETWEEN)
    await page.evaluate(_LINK, url)
    await page.wait_for_function("title => document.title !== title", arg=BETWEEN)


async def opened(page: Page, layer: Layer) -> Locator:
    """Go the steps to a layer and return it when it is there."""
    for step in layer.steps:
        await step(page)
    shown = page.locator(layer.selector).filter(has_text=layer.says, visible=True).last
    await shown.wait_for()
    return shown


async def close_all(page: Page) -> None:
    """Close what is open as the keyboard does, what lies on top first, and leave what the focus returned to."""
    await page.mouse.move(0, 0)
    layers = page.locator(OPEN).filter(visible=True)
    while there := await layers.count():
        await page.keyboard.press("Escape")
        await expect(layers.nth(there - 1)).to_be_hidden()
    await page.evaluate("document.activeElement?.blur()")
    await expect(page.locator(TIP).filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("group", PLACES)
async def test_layers(visitor: Visitor, harbor: Site, group: str) -> None:
    visit = await visitor.open("about:blank", harbor.cookies["owner"])
    page, found, schemes = visit.page, [], SCHEMES
    for place in PLACES[group]:
        visit.watch.refusals.update(place.refused)
        await page.set_viewport_size(NARROW if place.narrow else WIDE)
        await go(page, harbor.url + place.path)
        for layer in place.layers:
            shown = await opened(page, layer)
            found += [{"layer": layer.name, **each} for each in await inspect_part(shown, schemes)]
            schemes = schemes[::-1]  # the next is looked at first in the scheme that the page is in
            await close_all(page)
    assert found == []


def test_every_layer_is_opened() -> None:
    named = {(layer.source, layer.selector) for places in PLACES.values() for place in places for layer in place.layers}
    sources = [file for file in SOURCES.rglob("*.ts*") if "testing" not in file.parts and ".test." not in file.name]
    drawn = set().union(*map(drawn_in, sources)) - FRAMES
    assert drawn - named == set(), "no place opens these"
    assert [file for file, _ in named if not (SOURCES / file).exists()] == [], "these are gone"
