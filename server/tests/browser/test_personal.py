"""What is each person's own: favourites and what was seen on Home, notifications, profile."""

from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import MEMBER, OWNER, PASSWORD, Open, Site, Visitor, heading
from tests.browser.look import NARROW, WIDE, inspect


def as_member(site: Site) -> httpx.Client:
    """Return an API client of the member."""
    cookies = {each["name"]: each["value"] for each in site.cookies["member"]}
    return httpx.Client(base_url=site.url, cookies=cookies, headers={"Origin": site.url}, timeout=30)


async def bell(page: Page, unread: int) -> None:
    """Return when the bell says how much is unread."""
    await page.get_by_role("button", name=f"Notifications, {unread} unread", exact=True).wait_for()


async def test_a_watcher_is_notified_of_what_another_changes(
    member: Open, site: Site, fresh: Callable[..., str]
) -> None:
    identifier = fresh()
    path = f"component/{identifier.replace('/', '%2F')}"
    with as_member(site) as api:
        api.post("/v1/me/notifications/read").raise_for_status()
        api.put(f"/v1/me/watches/entities/{path}").raise_for_status()
    page = (await member("/")).page
    await bell(page, 0)
    change = {"properties": {"lifecycle": "deprecated"}}
    site.api.patch(f"/v1/blueprints/component/entities/{path.partition('/')[2]}", json=change).raise_for_status()
    await bell(page, 1)
    await page.get_by_role("button", name="Notifications, 1 unread").click()
    panel = page.get_by_role("dialog", name="Notifications")
    await panel.get_by_text("Changed by Ida Berg: Lifecycle").wait_for()
    await inspect(page, "notifications-panel")
    await panel.get_by_role("link", name=f"Test {identifier}").click()
    await heading(page, f"Test {identifier}")
    await bell(page, 0)
    await page.goto(f"{site.url}/notifications")
    await heading(page, "Notifications")
    await page.get_by_role("listitem").filter(has_text=f"Test {identifier}").first.wait_for()
    await page.get_by_role("button", name="Mark as unread").first.click()
    await bell(page, 1)
    await page.get_by_role("button", name="Mark all as read").click()
    await bell(page, 0)
    watching = page.get_by_role("region", name="Watching")
    await watching.get_by_role("button", name=f"Stop watching Test {identifier}").click()
    await expect(watching.get_by_text(f"Test {identifier}")).to_have_count(0)


async def test_profile_changes_hold_everywhere(site: Site, member: Open) -> None:
    page = (await member("/settings/profile")).page
    await heading(page, "Profile and preferences")
    await page.get_by_label("Name", exact=True).fill("Bo Lindqvist")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Bo Lindqvist").wait_for()
    look = page.get_by_role("region", name="Appearance and language")
    await look.get_by_text("Dark", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await look.get_by_label("Language").select_option("de")
    await heading(page, "Profil und Einstellungen")
    elsewhere = (await member("/settings/profile")).page
    await heading(elsewhere, "Profil und Einstellungen")
    await expect(elsewhere.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    with as_member(site) as api:
        back = {"theme": None, "language": None}
        api.patch("/v1/me/preferences", json=back).raise_for_status()
        api.patch("/v1/me/profile", json={"name": "Bo Lind"}).raise_for_status()


async def test_single_keys_can_be_switched_off(site: Site, member: Open) -> None:
    page = (await member("/settings/profile")).page
    await page.get_by_label("Single-key shortcuts").wait_for()
    await page.locator("main").press("?")
    await page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_label("Single-key shortcuts").press("Space")
    await page.locator("main").press("?")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    with as_member(site) as api:
        assert api.get("/v1/me/preferences").json()["preferences"]["singleKeys"] is False
        api.patch("/v1/me/preferences", json={"singleKeys": None}).raise_for_status()


def join(site: Site, email: str) -> list[httpx.Client]:
    """Invite a person who signs in on two devices; return both."""
    invitee = {"invitee": {"email": email, "roles": ["Member"]}}
    link: str = site.api.post("/v1/users/invite", json=invitee).raise_for_status().json()["invitation"]["link"]
    devices = [httpx.Client(base_url=site.url, headers={"Origin": site.url}) for _ in range(2)]
    joins = {"token": link.partition("token=")[2], "name": "Casey Holm", "password": PASSWORD}
    devices[0].post("/v1/invitations/accept", json=joins).raise_for_status()
    devices[1].post("/v1/session", json={"email": email, "password": PASSWORD}).raise_for_status()
    return devices


def session_status(device: httpx.Client) -> int:
    """Return whether a device is signed in, as a status."""
    return device.get("/v1/session").status_code


async def test_a_password_is_changed_and_other_sessions_end(site: Site, visitor: Visitor) -> None:
    email = "casey@harbour.example"
    phone, desk = join(site, email)
    cookies = [{"name": name, "value": value, "url": site.url} for name, value in desk.cookies.items()]
    visit = await visitor.open(f"{site.url}/settings/profile", cookies)
    page = visit.page
    await page.get_by_text("This browser").wait_for()
    form = page.get_by_role("region", name="Password")
    visit.watch.expect(422, "/v1/me/password")
    for current in ("not the password at all", PASSWORD):
        await form.get_by_label("Current password").fill(current)
        await form.get_by_label("New password").fill("eight rusty buoys")
        await form.get_by_role("button", name="Change password").click()
        if current != PASSWORD:
            await form.get_by_text("this is not the password of your account").wait_for()
            await inspect(page, "profile-refused")
    await page.get_by_text("Your password is changed").wait_for()
    assert [session_status(device) for device in (phone, desk)] == [401, 200]
    for device in (phone, desk):
        device.close()


async def test_favourites_and_what_was_seen_are_on_home(member: Open, site: Site, fresh: Callable[..., str]) -> None:
    identifier = fresh()
    path = f"/e/component/{identifier.replace('/', '%2F')}"
    with as_member(site) as api:  # before the portal reads them: what another client marks is not told to it
        api.put(f"/v1/me/favourites/entities/component/{identifier.replace('/', '%2F')}").raise_for_status()
    page = (await member(path)).page
    await heading(page, f"Test {identifier}")
    await page.get_by_role("link", name="Home").click()
    for name in ("Favourites", "Recently viewed"):
        card = page.get_by_role("region", name=name, exact=True)
        await card.get_by_role("link", name=f"Test {identifier}").wait_for()
    favourites = page.get_by_role("region", name="Favourites", exact=True)
    await favourites.get_by_role("button", name=f"Remove Test {identifier} from favourites").click()
    await favourites.get_by_text("No favourites yet").wait_for()
    await page.reload()
    await favourites.get_by_text("No favourites yet").wait_for()


async def test_favourites_are_put_in_order(member: Open, site: Site, fresh: Callable[..., str]) -> None:
    names = [fresh() for _ in range(3)]
    with as_member(site) as api:
        api.put("/v1/me/favourites", json={"order": []}).raise_for_status()
        for name in names:
            api.put(f"/v1/me/favourites/entities/component/{name.replace('/', '%2F')}").raise_for_status()
        page = (await member("/")).page
        card = page.get_by_role("region", name="Favourites", exact=True)
        handle = card.get_by_role("button", name=f"Move Test {names[0]}", exact=True)
        await handle.press("Alt+ArrowDown")
        await page.get_by_text(f"Test {names[0]} is now number 2 of 3.").wait_for()
        await expect(handle).to_be_focused()
        lines = card.get_by_role("listitem")
        await lines.filter(has_text=names[2]).drag_to(lines.first)
        await page.get_by_text(f"Test {names[2]} is now number 1 of 3.").wait_for()
        await page.reload()
        await expect(lines.first).to_contain_text(names[2])
        kept = [each["identifier"] for each in api.get("/v1/me/favourites").json()["favourites"]]
        assert kept == [names[2], names[1], names[0]]
        for name in names:
            api.delete(f"/v1/me/favourites/entities/component/{name.replace('/', '%2F')}").raise_for_status()


async def test_compact_rows_hold_in_every_table_until_a_table_says_otherwise(member: Open, site: Site) -> None:
    page = (await member("/settings/profile")).page
    await page.get_by_text("Compact", exact=True).click()
    row = page.locator("[data-index='0']")
    await page.get_by_role("navigation").get_by_role("link", name="Components").click()
    await expect(row).to_have_css("height", "32px")
    await page.get_by_role("button", name="Comfortable rows").click()
    await expect(row).to_have_css("height", "40px")
    await page.reload()
    await expect(row).to_have_css("height", "40px")
    await page.get_by_role("navigation").get_by_role("link", name="Systems").click()
    await expect(row).to_have_css("height", "32px")
    with as_member(site) as api:
        api.patch("/v1/me/preferences", json={"density": None}).raise_for_status()


async def titles(page: Page) -> list[str]:
    """Return the cards of Home from the top of the left column."""
    return await page.locator("main section h2").all_inner_texts()


async def test_cards_are_arranged_by_keyboard_and_hidden(member: Open) -> None:
    page = (await member("/")).page
    await heading(page, "Good")
    await page.get_by_role("region", name="My entities").wait_for()
    first = await titles(page)
    await page.get_by_role("button", name="Arrange").click()
    await inspect(page, "home-arranging")
    await page.get_by_role("button", name="Drag My entities").press("Alt+ArrowDown")
    await expect(page.locator("main section h2").first).to_have_text("Changes of my teams")
    await page.get_by_role("button", name="Hide Catalog").click()
    await expect(page.get_by_role("region", name="Catalog", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Done").click()
    await page.reload()
    await expect(page.locator("main section h2").first).to_have_text("Changes of my teams")
    await page.get_by_role("button", name="Arrange").click()
    await page.get_by_role("button", name="Show Catalog").click()
    await page.get_by_role("button", name="Back to the default").click()
    await expect(page.locator("main section h2").first).to_have_text("My entities")
    assert await titles(page) == first
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("main section h2").first).to_have_text("Changes of my teams")
    await page.get_by_role("button", name="Back to the default").click()
    await expect(page.locator("main section h2").first).to_have_text("My entities")
    await expect(page.get_by_role("button", name="Back to the default")).to_be_disabled()


def taking_back(page: Page, text: str) -> Locator:
    """Return the button that takes back what the message tells."""
    return page.get_by_role("alert").filter(has_text=text).get_by_role("button", name="Undo")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_an_administrator_sets_the_home_that_members_begin_with(
    owner: Open, member: Open, site: Site, viewport: dict[str, int]
) -> None:
    page = (await owner("/", viewport)).page
    await page.get_by_role("button", name="Arrange").click()
    await page.get_by_role("button", name="Hide Catalog").click()
    menu = page.get_by_role("button", name="Default for a role")
    save = page.get_by_role("menuitem", name="Save as default for Member")
    await menu.click()
    await expect(save).to_be_enabled()
    await expect(page.get_by_role("menuitem", name="Remove the default")).to_have_count(0)
    await inspect(page, "home-default")
    await save.click()
    await taking_back(page, "the role Member").click()
    await menu.click()
    await expect(page.get_by_role("menuitem", name="Remove the default")).to_have_count(0)
    await save.click()
    await taking_back(page, "the role Member").wait_for()
    theirs = (await member("/", viewport)).page
    catalog = theirs.get_by_role("region", name="Catalog", exact=True)
    await theirs.get_by_role("region", name="My entities").wait_for()
    await expect(catalog).to_have_count(0)

    # Whoever arranges Home has their own, and may go back to the default.
    await theirs.get_by_role("button", name="Arrange").click()
    await expect(theirs.get_by_role("button", name="Default for a role")).to_have_count(0)
    await theirs.get_by_role("button", name="Show Catalog").click()
    await expect(catalog).to_have_count(1)
    await theirs.get_by_role("button", name="Back to the default").click()
    await expect(catalog).to_have_count(0)

    await menu.click()
    await page.get_by_role("menuitem", name="Remove the default for Member").click()
    await taking_back(page, "begins with the Home that Seaway brings").wait_for()
    assert site.api.get("/v1/home/defaults").json()["defaults"] == []
    site.api.patch("/v1/me/preferences", json={"home": None}).raise_for_status()


async def test_changes_of_what_ones_teams_own_are_on_home(member: Open, site: Site) -> None:
    boat = {"identifier": "boat", "title": "Boat", "schema": {"properties": {}}, "ownership": {"type": "Direct"}}
    site.api.post("/v1/blueprints", json=boat).raise_for_status()
    for team in ("deckhands", "cooks"):
        site.api.post("/v1/blueprints/_team/entities", json={"identifier": team}).raise_for_status()
        made = {"identifier": f"boat-of-{team}", "title": f"Boat of {team}", "team": [team]}
        site.api.post("/v1/blueprints/boat/entities", json=made).raise_for_status()
    site.api.patch(f"/v1/users/{MEMBER}", json={"teams": ["deckhands"]}).raise_for_status()
    page = (await member("/")).page
    ours = page.get_by_role("region", name="Changes of my teams")
    await ours.get_by_role("link", name="Boat of deckhands").wait_for()
    await expect(ours.get_by_role("listitem")).to_have_count(1)
    await page.get_by_role("region", name="Recently changed").get_by_role("link", name="Boat of cooks").wait_for()


async def test_the_users_menu_leads_to_the_profile(owner: Open) -> None:
    page = (await owner("/", NARROW)).page
    await page.get_by_role("button", name="Open menu").click()
    await page.get_by_role("button", name="Ida Berg").click()
    await page.get_by_role("menuitem", name="Profile and preferences").click()
    await heading(page, "Profile and preferences")
    assert OWNER in await page.get_by_role("region", name="You", exact=True).inner_text()
    assert MEMBER not in await page.locator("main").inner_text()
