"""What others do, as it is seen at once; what waits for a press; and what is caught up after a pause or a death."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, Route, expect

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.secrets import load_sealer
from seaway.core.work import Cause, writing
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity import service as identity
from tests.browser.conftest import OWNER, Site, Visit, Visitor, administered, heading, invite
from tests.browser.look import inspect
from tests.flows.harness import Installation

SHIPS = "/v1/blueprints/ship/entities"
SHIP = {
    "identifier": "ship",
    "title": "Ship",
    "schema": {"properties": {"berth": {"type": "string", "title": "Berth"}}},
}
BANNER = "Live updates are interrupted. Reconnecting…"
Open = Callable[[str], Awaitable[Visit]]


@dataclass(frozen=True)
class Other:
    """Somebody else: a machine or a person."""

    api: httpx.Client


@pytest.fixture(scope="module")
def port() -> Iterator[Site]:
    """An installation of its own, with five ships; its API may be killed."""
    with administered() as site:
        site.api.post("/v1/blueprints", json=SHIP).raise_for_status()
        for name in ("aurora", "boreas", "castor", "delphin", "erebus"):
            site.api.post(SHIPS, json={"identifier": name, "title": name.capitalize()}).raise_for_status()
        yield site


@pytest.fixture(scope="module")
def other(port: Site) -> Iterator[Other]:
    """Sign somebody else in."""
    with port.installation.client() as client:
        yield Other(client)


@pytest.fixture(scope="module")
def mate(port: Site) -> Iterator[Other]:
    """A person who is in a team with the administrator."""
    port.api.post("/v1/blueprints/_team/entities", json={"identifier": "sailors"}).raise_for_status()
    with httpx.Client(base_url=port.url, headers={"Origin": port.url}) as client:
        invite(port, client, "mate@harbour.example", "Mate", "Member")
        for email in (OWNER, "mate@harbour.example"):
            port.api.patch(f"/v1/users/{email}", json={"teams": ["sailors"]}).raise_for_status()
        yield Other(client)


@pytest.fixture
def opened(visitor: Visitor, port: Site) -> Open:
    """Open a path as the administrator, and return when events are followed."""

    async def opened(path: str) -> Visit:
        visit = await visitor.open("about:blank", port.cookies["owner"])
        async with visit.page.expect_response(lambda answer: answer.url.endswith("/v1/events")):
            await visit.page.goto(port.url + path)
        return visit

    return opened


def row(page: Page, name: str) -> Any:
    """Return the row of a ship."""
    return page.get_by_role("row").filter(has_text=name)


async def test_a_change_by_another_is_drawn_in_its_row(opened: Open, other: Other) -> None:
    page = (await opened("/catalog/ships")).page
    await row(page, "Aurora").wait_for()
    other.api.patch(f"{SHIPS}/aurora", json={"properties": {"berth": "B7"}}).raise_for_status()
    await expect(row(page, "Aurora")).to_contain_text("B7")
    await expect(page.locator("[data-changed]")).to_have_count(1)
    await expect(page.locator("[data-changed]")).to_have_count(0)


async def test_rows_of_others_wait_for_a_press(opened: Open, other: Other) -> None:
    page = (await opened("/catalog/ships")).page
    await row(page, "Aurora").wait_for()
    for name in ("aaron", "abel"):
        other.api.post(SHIPS, json={"identifier": name, "title": name.capitalize()}).raise_for_status()
    pill = page.get_by_role("button", name="2 new changes")
    await pill.wait_for()
    await expect(row(page, "Abel")).to_have_count(0)
    await inspect(page, "news")
    await pill.click()
    await row(page, "Abel").wait_for()
    await expect(pill).to_have_count(0)
    for name in ("aaron", "abel"):
        other.api.delete(f"{SHIPS}/{name}").raise_for_status()
    await page.get_by_role("button", name="2 new changes").click()
    await expect(row(page, "Abel")).to_have_count(0)


async def test_what_one_does_oneself_does_not_wait(opened: Open, port: Site) -> None:
    page = (await opened("/catalog/ships")).page
    await row(page, "Aurora").wait_for()
    port.api.post(SHIPS, json={"identifier": "fram", "title": "Fram"}).raise_for_status()
    await row(page, "Fram").wait_for()
    port.api.delete(f"{SHIPS}/fram").raise_for_status()
    await expect(row(page, "Fram")).to_have_count(0)


async def test_the_history_that_is_read_does_not_jump(opened: Open, other: Other) -> None:
    page = (await opened("/e/ship/castor?tab=changes")).page
    await heading(page, "Castor")
    items = page.get_by_role("main").get_by_role("listitem")
    await expect(items).to_have_count(1)
    other.api.patch(f"{SHIPS}/castor", json={"properties": {"berth": "C1"}}).raise_for_status()
    pill = page.get_by_role("button", name="1 new change")
    await pill.wait_for()
    await expect(items).to_have_count(1)
    await pill.click()
    await expect(items).to_have_count(2)


async def test_views_and_pages_of_others_appear(opened: Open, other: Other) -> None:
    page = (await opened("/catalog/ships")).page
    await row(page, "Aurora").wait_for()
    body = {"title": "At berth B7", "audience": "page", "state": {"q": "B7"}}
    other.api.post("/v1/pages/ships/views", json=body).raise_for_status()
    tabs = page.get_by_role("navigation", name="Saved views")
    await tabs.get_by_role("button", name="At berth B7").first.wait_for()
    other.api.patch("/v1/pages/ships", json={"title": "Fleet"}).raise_for_status()
    await page.get_by_role("heading", level=1, name="Fleet").wait_for()
    other.api.patch("/v1/pages/ships", json={"title": "Ships"}).raise_for_status()
    await page.get_by_role("heading", level=1, name="Ships").wait_for()


async def test_a_teams_view_of_another_appears_and_vanishes(opened: Open, mate: Other) -> None:
    page = (await opened("/catalog/ships")).page
    await row(page, "Aurora").wait_for()
    body = {"title": "For sailors", "audience": "team", "team": "sailors", "state": {"q": "a"}}
    view = mate.api.post("/v1/pages/ships/views", json=body).raise_for_status().json()["view"]
    tab = page.get_by_role("navigation", name="Saved views").get_by_role("button", name="For sailors")
    await tab.first.wait_for()
    mate.api.delete(f"/v1/pages/ships/views/{view['id']}").raise_for_status()
    await expect(tab).to_have_count(0)


async def test_home_follows_the_default_of_ones_role(opened: Open, other: Other) -> None:
    page = (await opened("/")).page
    catalog = page.get_by_role("region", name="Catalog", exact=True)
    await catalog.wait_for()
    other.api.put("/v1/home/defaults/Admin", json={"hidden": ["catalog"]}).raise_for_status()
    await expect(catalog).to_have_count(0)
    other.api.delete("/v1/home/defaults/Admin").raise_for_status()
    await expect(catalog).to_have_count(1)


async def test_imports_of_others_show_how_they_stand(opened: Open, other: Other) -> None:
    page = (await opened("/imports")).page
    await heading(page, "Imports")
    under_way = True

    async def held(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.json()
        if under_way:
            for each in body["imports"]:
                each |= {"status": "running", "progress": {"done": 2, "total": 5}}
        await route.fulfill(response=answer, json=body)

    await page.route("**/v1/imports", held)
    mapping = {"blueprint": "ship", "columns": [{"column": "Name", "to": "$title"}]}
    files = {"file": ("live.csv", b"Name\nFortuna\n", "text/csv")}
    data = {"source": "live.csv", "mapping": json.dumps(mapping)}
    other.api.post("/v1/imports", files=files, data=data).raise_for_status()
    line = page.get_by_role("listitem").filter(has_text="live.csv").first
    await expect(line).to_contain_text("Running2 of 5")  # nobody asked: an event told
    await inspect(page, "imports-running")
    under_way = False
    await expect(line).to_contain_text("Completed")


async def test_a_dead_server_is_told_and_what_was_missed_is_caught_up(opened: Open, port: Site) -> None:
    visit = await opened("/catalog/ships")
    page = visit.page
    await row(page, "Delphin").wait_for()
    visit.watch.cut = True
    assert port.installation.kill("api")
    await page.get_by_text(BANNER).wait_for()
    with ThreadPoolExecutor(1) as aside:  # nobody follows the change log now
        aside.submit(asyncio.run, _moored(port.installation, "delphin", "D4")).result()
    await expect(row(page, "Delphin")).to_contain_text("D4", timeout=60_000)
    await expect(page.get_by_text(BANNER)).to_have_count(0)


async def test_what_failed_while_the_server_was_away_comes_with_it(opened: Open, port: Site) -> None:
    visit = await opened("/catalog/ships")
    page = visit.page
    visit.watch.cut = True
    away = True

    async def lost(route: Route) -> None:
        await (route.abort() if away else route.fallback())

    await page.route("**/v1/blueprints/ship/entities/castor/graph**", lost)
    await page.get_by_role("link", name="Castor").click()
    await heading(page, "Castor")
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("The server cannot be reached.")
    away = False
    assert port.installation.kill("api")
    await page.get_by_text(BANNER).wait_for()
    await expect(page.get_by_text(BANNER)).to_have_count(0, timeout=60_000)
    await expect(alert).to_have_count(0)
    await page.get_by_text("Nothing points to this entity.").wait_for()


async def _moored(installation: Installation, name: str, berth: str) -> None:
    database = Database(installation.dsn, size=1, sealer=load_sealer(installation.data / "key"))
    await database.open()
    try:
        home = await identity.ensure_organisation(database)
        actor = system_actor(home.id, home.public_id)
        async with writing(database, actor, Cause("test:live"), "test/1.0") as work:
            draft = EntityDraft(name, properties={"berth": berth}, present=frozenset({"identifier", "properties"}))
            [outcome] = await entities.write_many(work, "ship", [draft], WriteMode(upsert=True, merge=True))
        assert outcome.error is None
    finally:
        await database.close()


async def test_a_tab_that_is_hidden_lets_go_and_catches_up(opened: Open, other: Other) -> None:
    visit = await opened("/")
    page = visit.page
    await page.clock.install()
    await page.goto(page.url.rstrip("/") + "/catalog/ships")
    await row(page, "Erebus").wait_for()
    async with page.expect_event("requestfailed", lambda request: request.url.endswith("/v1/events")):
        await _hide(page, hidden=True)
        await page.clock.run_for(61_000)
    other.api.patch(f"{SHIPS}/erebus", json={"properties": {"berth": "E9"}}).raise_for_status()
    await expect(row(page, "Erebus")).not_to_contain_text("E9")
    async with page.expect_request(lambda request: request.url.endswith("/v1/events")) as asked:
        await _hide(page, hidden=False)
    assert (await asked.value).headers["last-event-id"]
    await page.clock.resume()
    await expect(row(page, "Erebus")).to_contain_text("E9")


async def _hide(page: Page, *, hidden: bool) -> None:
    await page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )
