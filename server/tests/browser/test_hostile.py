"""Rendering trusts no data: under the content policy nothing of a hostile catalog runs, loads, navigates or covers the page."""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from playwright.async_api import Page

from tests.browser import hostile
from tests.browser.conftest import Site, Visitor, administered, wait_for_import
from tests.browser.look import settled

pytestmark = [pytest.mark.slow]
ENTITY = "/e/trap/first"
CATALOG = f"/catalog/{hostile.CATALOG}"
DASHBOARD = "/dashboards/trapped?x=javascript:window.pwned=43"
PATHS = (
    "/", CATALOG, f"{CATALOG}?q=First", "/e/trap/second", f"{ENTITY}/edit", f"{ENTITY}/edit?mode=yaml", "/create",
    "/create/trap", "/builder/blueprints", "/builder/blueprints/trap", "/imports", "/settings/users", "/e/trap/%3Cimg%20src=x%20onerror=pwned%3E",
    "/catalog/%22%3E%3Cscript%3Epwned=1%3C%2Fscript%3E", "/login?next=javascript:window.pwned=1", "/login?redirect=javascript:window.pwned=1",
    "/login?redirect=https://evil.example/", "/login?redirect=//evil.example/", "/login?redirect=/%5Cevil.example/",
    "/dashboards", DASHBOARD, f"{DASHBOARD}&edit=true", "/bin", "/notifications", "/settings/profile", "/builder/map", "/builder/map?view=table",
    "/builder/blueprints/trap?mode=history", "/builder/new-blueprint?from=trap", f"{CATALOG}?group=choice", f"{ENTITY}?tab=relations&view=table",
    "/bin?q=%3Cimg%20src=x%20onerror=pwned%3E", "/search?q=First", "/search?q=%3Cimg%20src=x%20onerror=pwned%3E", "/imports/new", "/imports/sources",
)  # fmt: skip
Open = Callable[[str], Awaitable[Page]]

# What must not be on a page, wherever the text of the catalog stands.
_HARM = """() => [
  ...('pwned' in window ? [`ran: ${window.pwned}`] : []),
  ...[...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]
    .filter(({ name }) => name.startsWith('on')).map(({ name, value }) => `${element.tagName} ${name}=${value}`)),
  ...[...document.querySelectorAll('[href], [src], [action], [formaction], [data], [srcdoc]')].flatMap((element) =>
    ['href', 'src', 'action', 'formaction', 'data', 'srcdoc'].filter((name) => element.hasAttribute(name))
      .map((name) => [name, element.getAttribute(name)])
      .filter(([name, value]) => name === 'srcdoc' || /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data:text|file):?/i.test(value))
      .map(([name, value]) => `${element.tagName} ${name}=${value.slice(0, 80)}`)),
  ...[...document.querySelectorAll('iframe')].filter((frame) => !frame.hasAttribute('sandbox')
    || /allow-top-navigation|allow-same-origin.*allow-scripts|allow-scripts.*allow-same-origin/.test(frame.getAttribute('sandbox')))
    .map((frame) => `a frame that is not shut in: ${frame.src}`),
  ...[...document.querySelectorAll('object, embed, base, form[action*=evil], meta[http-equiv=refresh i], main style')]
    .map((element) => element.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('a[target=_blank]')].filter((link) => !/noopener|noreferrer/.test(link.rel))
    .map((link) => `may reach its opener: ${link.outerHTML.slice(0, 120)}`),
]"""


@pytest.fixture(scope="module")
def trapped() -> Iterator[tuple[Site, str]]:
    """An installation full of traps, and its import."""
    with administered(hostile.IMAGE) as site:
        hostile.fill(site.api)
        run = site.api.get("/v1/imports").json()["imports"][0]["id"]
        wait_for_import(site.api, run)
        yield site, run


@pytest.fixture
def opened(visitor: Visitor, trapped: tuple[Site, str]) -> Open:
    """Open a path; a dialog that opens by itself is a failure."""

    async def opened(path: str) -> Page:
        site = trapped[0]
        visit = await visitor.open(site.url + path, site.cookies["owner"])
        nowhere = "/v1/blueprints/trap/entities/%3Cimg%20src%3Dx%20onerror%3Dpwned%3E"
        for asked in (nowhere, f"{nowhere}/history"):
            visit.watch.expect(404, asked)
        visit.page.on("dialog", lambda dialog: visit.watch.problems.append(f"a dialog: {dialog.message}"))
        return visit.page

    return opened


async def harmless(page: Page) -> None:
    """Return when the page is drawn, and nothing on it does harm."""
    await page.get_by_role("heading", level=1).first.wait_for()
    await settled(page)
    assert await page.evaluate(_HARM) == [], page.url


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_does_nothing_that_its_data_says(opened: Open, path: str) -> None:
    await harmless(await opened(path))


async def test_no_tab_of_an_entity_does(opened: Open) -> None:
    page = await opened(ENTITY)
    await harmless(page)
    tabs = await page.get_by_role("tab").count()
    assert tabs >= 3
    for at in range(tabs):
        await page.get_by_role("tab").nth(at).click()
        await harmless(page)
        for folded in await page.get_by_role("tabpanel").locator("[aria-expanded=false]").all():
            if await folded.is_visible():
                await folded.click()
        await harmless(page)


async def test_neither_palette_nor_preview_nor_import_does(opened: Open, trapped: tuple[Site, str]) -> None:
    page = await opened(CATALOG)
    await harmless(page)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("First")
    await page.get_by_role("option").first.wait_for()
    await harmless(page)
    await page.keyboard.press("Escape")
    await page.locator("[data-index='0'] a[data-open]").focus()
    await page.keyboard.press(" ")
    await page.get_by_role("dialog").wait_for()
    await harmless(page)
    await harmless(await opened(f"/imports/{trapped[1]}"))
