"""Looks at a page as a person would: accessibility by axe, a picture, and layout."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Locator, Page

ROOT = Path(__file__).parents[3]
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
SCREENS = ROOT / "test-artefacts/screens"
Scheme = Literal["light", "dark"]
SCHEMES: Sequence[Scheme] = ("light", "dark")
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}

EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_RUN = """async (part, runOnly) => {
  // What opens from a button lies at the end of the document, outside every landmark, and is reached by that button alone.
  // axe takes this from dialogs and not from menus and lists, whose pattern (ARIA APG, menu button) is the same.
  const whole = part === document.documentElement;
  const open = document.querySelector('[data-portal] :is([role=menu], [role=listbox], [role=tooltip])');
  const rules = open || !whole ? { region: { enabled: false } } : {};
  // A layer is looked at with what opened it, which says so.
  const include = whole ? [part] : [part, ...document.querySelectorAll('[aria-expanded=true]')];
  const { violations } = await axe.run({ include }, { runOnly, rules, resultTypes: ['violations'] });
  return violations.map(({ id, impact, help, nodes }) =>
    ({ id, impact, help, nodes: nodes.slice(0, 4).map(({ html, any }) => [html.slice(0, 300), any[0]?.message]) }));
}"""
_QUIET = """(scheme) => (!scheme || document.documentElement.dataset.mantineColorScheme === scheme)
  && document.fonts.status === 'loaded' && !document.querySelector('[role=status][data-kind]:not([data-example] *)')
  && !document.getAnimations().some(({ effect, playState }) =>
    playState === 'running' && effect.getComputedTiming().iterations !== Infinity)"""


async def settled(page: Page) -> None:
    """Return when nothing is loading and nothing moves."""
    await page.wait_for_function(_QUIET)


async def findings(part: Locator, asked: Mapping[str, Any] = EVERYTHING) -> list[dict[str, Any]]:
    """Return whatever axe finds in a part of a page, of any severity, by the rules that are asked."""
    if not await part.page.evaluate("() => 'axe' in window"):
        await part.page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = await part.evaluate(_RUN, asked)
    return found


async def drawn(page: Page, scheme: Scheme) -> None:
    """Return when the page is drawn in a scheme and at rest."""
    await page.emulate_media(color_scheme=scheme)
    await page.wait_for_function(_QUIET, arg=scheme)


async def overflow(page: Page) -> int:
    """Return by how many pixels the document is wider than the window."""
    return int(await page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))


async def inspect(page: Page, name: str) -> None:
    """Take a picture of the page in both schemes, and hold it to axe and to the window's width.

    A scheme changes colours and nothing else, so that the rules about anything else are asked once.
    """
    SCREENS.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or WIDE)["width"]
    problems: list[object] = []
    for scheme in SCHEMES:
        await drawn(page, scheme)
        await page.screenshot(path=SCREENS / f"{name}-{width}-{scheme}.png")
        found = await findings(page.locator(":root"), EVERYTHING if scheme == SCHEMES[0] else COLOURS)
        problems += [{"scheme": scheme, **each} for each in found]
        if (more := await overflow(page)) > 0:
            problems.append(f"{more} pixels wider than the window")
    assert problems == [], f"{name} at {width} pixels: {problems}"


async def inspect_part(part: Locator, schemes: Sequence[Scheme] = SCHEMES) -> list[dict[str, Any]]:
    """Return what axe finds in a part of a page that is open, in one scheme and then in the other."""
    first, second = schemes
    await drawn(part.page, first)
    found = [{"scheme": first, **each} for each in await findings(part)]
    await drawn(part.page, second)
    return found + [{"scheme": second, **each} for each in await findings(part, COLOURS)]
