"""Every page of the portal in both schemes, wide and narrow, at rest: a picture, axe, and nothing wider than its window.

The catalog is Harbor Commerce as people use it (`lived_in`). Dialogs, menus and lists are opened in `test_layers`; what
comes of acting is inspected where the act is tested. Pictures lie in test-artefacts/screens: whoever changes a page looks at them.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site, Visitor, heading
from tests.browser.look import NARROW, ROOT, WIDE, inspect
from tests.browser.watch import Visit

pytestmark = pytest.mark.slow
ENTITY = "/e/component/payments-api"
DASHBOARD = "/dashboards/harbor_engineering_health"
Show = Callable[[Page], Awaitable[object]]
VIEWPORTS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])


@dataclass(frozen=True)
class Screen:
    """A page: its path, the heading that says it is there, and what else must be drawn before it is looked at."""

    path: str
    title: str
    drawn: Show | None = None


def _text(text: str) -> Show:
    return lambda page: page.get_by_role("main").get_by_text(text).first.wait_for()


def _role(role: str, name: str) -> Show:
    return lambda page: page.get_by_role(role, name=name).first.wait_for()  # type: ignore[arg-type]


# What the administrator sees. {import} is the import of the gift cards.
SCREENS: Mapping[str, Screen] = {
    "home": Screen("/", "Good", _role("region", "Favourites")),
    "catalog": Screen("/catalog/components", "Components"),
    "catalog-view": Screen(
        "/catalog/components?f=%5B%7B%22on%22%3A%22health%22%2C%22op%22%3A%22any%22%2C%22v%22%3A%5B%22Degraded%22%2C%22Down%22%5D%7D%5D",
        "Components",
    ),
    "catalog-grouped": Screen("/catalog/components?group=health&open=%5B%22Down%22%5D", "Components"),
    "catalog-dense": Screen("/catalog/components?q=api&sort=%24title.desc&dense=true", "Components"),
    "catalog-nothing": Screen("/catalog/components?q=submarine", "Components", _text("Clear")),
    "entity-overview": Screen(ENTITY, "payments-api", _role("heading", "Details")),
    "entity-relations": Screen(f"{ENTITY}?tab=relations", "payments-api", _role("button", "payments-api")),
    "entity-relations-table": Screen(f"{ENTITY}?tab=relations&view=table", "payments-api", _role("row", "ledger-api")),
    "entity-impact": Screen(
        f"{ENTITY}?tab=relations&impact=true&node=component%2Cfraud-api", "payments-api", _role("complementary", "")
    ),
    "entity-related": Screen(f"{ENTITY}?tab=related", "payments-api"),
    "entity-changes": Screen(f"{ENTITY}?tab=changes", "payments-api", _text("Jonas Lind")),
    "entity-markdown": Screen(f"{ENTITY}?tab=p%3Areadme", "payments-api", _text("Idempotent")),
    "entity-openapi": Screen("/e/api/payments-v2?tab=p%3Adefinition", "Payments v2", _text("Charge a customer")),
    "entity-asyncapi": Screen("/e/api/payment-events?tab=p%3Adefinition", "Payment events", _text("payments.settled")),
    "entity-form": Screen(f"{ENTITY}/edit", "Edit payments-api"),
    "entity-yaml": Screen(f"{ENTITY}/edit?mode=yaml", "Edit payments-api"),
    "choose": Screen("/create", "Create an entity"),
    "create": Screen("/create/component", "Create Component"),
    "dashboards": Screen("/dashboards", "Dashboards", _text("Engineering health")),
    "dashboard-health": Screen(DASHBOARD, "Engineering health", _role("figure", "Delivery")),
    "dashboard-cost": Screen("/dashboards/harbor_cloud_cost", "Cloud cost", _text("session-cache")),
    "dashboard-editing": Screen(f"{DASHBOARD}?edit=true", "Engineering health", _role("figure", "Delivery")),
    "scorecards": Screen("/scorecards", "Scorecards", _text("Production readiness")),
    "scorecard": Screen("/scorecards/production_readiness", "Production readiness", _text("Somebody is on call")),
    "scorecard-new": Screen("/builder/new-scorecard", "New scorecard"),
    "scorecard-edit": Screen("/builder/scorecards/production_readiness", "Production readiness"),
    "entity-scorecards": Screen(f"{ENTITY}?tab=scorecards", "payments-api", _text("Production readiness")),
    "blueprints": Screen("/builder/blueprints", "Blueprints"),
    "blueprint": Screen("/builder/blueprints/component", "Component"),
    "blueprint-form": Screen("/builder/blueprints/component?mode=form", "Component"),
    "blueprint-yaml": Screen("/builder/blueprints/component?mode=yaml", "Component"),
    "blueprint-history": Screen("/builder/blueprints/component?mode=history", "Component"),
    "blueprint-map": Screen("/builder/map", "Blueprint map", _role("button", "Zoom in")),
    "new-blueprint": Screen("/builder/new-blueprint", "Create blueprint"),
    "imports": Screen("/imports", "Imports"),
    "import-new": Screen("/imports/new", "New import"),
    "import-sources": Screen("/imports/sources", "Imports", _text("gift-cards")),
    "import": Screen("/imports/{import}", "gift-cards"),
    "bin": Screen("/bin", "Bin", _text("legacy-billing")),
    "users": Screen("/settings/users", "Users"),
    "profile": Screen("/settings/profile", "Profile and preferences"),
    "notifications": Screen("/notifications", "Notifications", _text("Jonas Lind")),
    "search": Screen("/search?q=payments", "Search", _role("link", "payments-api")),
    "not-found": Screen("/no/such/page", "Page not found"),
}
# What those see who are not signed in.
DOORS: Mapping[str, Screen] = {
    "login": Screen("/login", "Sign in"),
    "invite-incomplete": Screen("/invite", "Join Seaway"),
    "setup-done": Screen("/setup?token=unread", "Seaway is set up"),
}
# What sends on to another page and shows nothing itself.
REDIRECTS = {"/settings"}


def routes() -> set[str]:
    """Return the path of every route, as the portal's router declares them."""
    sources = "".join(file.read_text() for file in (ROOT / "web/src/routes").glob("*.tsx"))
    return set(re.findall(r"^\s*(?:.*[,{]\s)?path: '([^']+)'", sources, re.MULTILINE))


def test_every_page_has_a_screen() -> None:
    paths = [screen.path.partition("?")[0] for screen in (*SCREENS.values(), *DOORS.values())]
    for route in routes() - REDIRECTS:
        pattern = ".+" if route == "$" else re.sub(r"\$\w+", "[^/]+", route)
        assert any(re.fullmatch(pattern, path) for path in paths), f"{route} has no screen"


@pytest.fixture(scope="module")
async def seen(chromium: Browser, harbor: Site) -> AsyncIterator[Callable[[str, dict[str, int]], Awaitable[Visit]]]:
    """Opens one page after the other in one browser for each size, which need not load the portal anew each time."""
    async with AsyncExitStack() as stack:
        visitor, visits = Visitor(chromium, stack, []), dict[int, Visit]()

        async def open_(path: str, viewport: dict[str, int]) -> Visit:
            visit = visits.get(viewport["width"])
            if visit is None:
                visit = await visitor.open(harbor.url + path, harbor.cookies["owner"], viewport)
                visits[viewport["width"]] = visit
            else:
                await visit.page.goto(harbor.url + path)
            return visit

        yield open_


@VIEWPORTS
@pytest.mark.parametrize("name", SCREENS)
async def test_page(
    seen: Callable[[str, dict[str, int]], Awaitable[Visit]], harbor: Site, name: str, viewport: dict[str, int]
) -> None:
    screen = SCREENS[name]
    [run, *_] = harbor.api.get("/v1/imports", params={"source": "gift-cards"}).json()["imports"]
    visit = await seen(screen.path.replace("{import}", run["id"]), viewport)
    await heading(visit.page, screen.title)
    if screen.drawn:
        await screen.drawn(visit.page)
    await inspect(visit.page, name)
    problems = [*visit.watch.problems]
    visit.watch.problems.clear()
    assert problems == []


@VIEWPORTS
async def test_forbidden(visitor: Visitor, harbor: Site, viewport: dict[str, int]) -> None:
    page = (await visitor.open(f"{harbor.url}/imports", harbor.cookies["member"], viewport)).page
    await heading(page, "You may not open this page")
    await inspect(page, "forbidden")


@VIEWPORTS
@pytest.mark.parametrize("name", DOORS)
async def test_door(visitor: Visitor, harbor: Site, name: str, viewport: dict[str, int]) -> None:
    screen = DOORS[name]
    page = (await visitor.open(harbor.url + screen.path, [], viewport)).page
    await heading(page, screen.title)
    await inspect(page, name)
