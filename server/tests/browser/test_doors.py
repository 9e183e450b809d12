"""Coming in and going out: set-up, sign-in, sign-out, invitations, and what a member may not see."""

from playwright.async_api import Page, expect

from seaway.kit import ids
from tests.browser.conftest import MEMBER, OWNER, PASSWORD, Open, Visitor, heading, setup_link
from tests.browser.look import NARROW, inspect
from tests.flows.harness import installed


async def fill_door(page: Page, **fields: str) -> None:
    """Fill the fields of a page before the portal."""
    for label, value in fields.items():
        await page.get_by_label(label.replace("_", "-"), exact=False).first.fill(value)


async def test_set_up_by_the_printed_link(visitor: Visitor) -> None:
    with installed() as installation:
        installation.start()
        link = setup_link(installation)
        visit = await visitor.open(link, [])
        page = visit.page
        await heading(page, "Create the administrator")
        await inspect(page, "setup")
        await page.emulate_media(color_scheme="light")
        await page.get_by_role("button", name="Create and sign in").click()
        await page.get_by_text("This is required.").wait_for()
        await fill_door(page, Name="Ida Berg", E_mail=OWNER, Password=PASSWORD)
        await page.get_by_role("button", name="Create and sign in").click()
        await page.get_by_role("heading", level=1, name="Ida").wait_for()
        await page.get_by_role("heading", name="First steps").wait_for()
        await page.get_by_text("Your catalog is empty").wait_for()
        await inspect(page, "home-empty")
        await page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
        await inspect(page, "home-empty")

        again = await visitor.open(link, [])
        await heading(again.page, "Seaway is set up")
        for each in (visit, again):
            await each.page.context.close()  # before the server goes, or the live connection breaks


async def test_sign_out_and_in(anyone: Open) -> None:
    visit = await anyone("/catalog/components?q=crane")
    page = visit.page
    await heading(page, "Sign in")
    visit.watch.expect(401, "/v1/session")
    await page.get_by_label("E-mail").fill(MEMBER)
    await page.get_by_label("Password").first.fill("not the password")
    await page.get_by_role("button", name="Sign in").click()
    alert = page.get_by_role("alert")
    await alert.wait_for()
    assert await alert.inner_text() == "This e-mail address and password do not belong together."
    assert await page.get_by_label("E-mail").input_value() == MEMBER
    await page.get_by_label("Password").first.fill(PASSWORD)
    await page.keyboard.press("Enter")
    await heading(page, "Components")  # where they wanted to go
    assert "q=crane" in page.url
    await page.get_by_role("button", name="Bo Lind").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await heading(page, "Sign in")
    await page.goto(page.url.replace("/login", "/"))
    await heading(page, "Sign in")


async def test_invite_a_person(owner: Open, anyone: Open) -> None:
    email = f"{ids.token(8).lower()}@harbour.example"
    page = (await owner("/settings/users")).page
    await page.get_by_role("button", name="Invite a person").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("E-mail").fill("nobody")
    await dialog.get_by_role("button", name="Invite a person").click()
    await dialog.get_by_text("This must be an e-mail address.").wait_for()
    await dialog.get_by_label("E-mail").fill(email)
    await dialog.get_by_role("button", name="Invite a person").click()
    link = await dialog.get_by_label("Invitation link").input_value()
    await inspect(page, "invited")
    await dialog.get_by_role("button", name="Done").click()
    row = page.get_by_role("row").filter(has_text=email)
    await row.get_by_text("Invited").wait_for()

    other = (await anyone(link[link.index("/invite") :])).page
    await heading(other, "Join My organization")
    await other.get_by_text(email).wait_for()
    await inspect(other, "invite")
    await other.emulate_media(color_scheme="light")
    await fill_door(other, Name="Una Strand", Password=PASSWORD)
    await other.get_by_role("button", name="Join").click()
    await other.get_by_role("heading", level=1, name="Una").wait_for()
    await page.reload()
    await row.get_by_text("Active").wait_for()


async def test_a_spent_link_is_refused(anyone: Open) -> None:
    visit = await anyone("/invite")
    await visit.page.get_by_text("This link is incomplete.").wait_for()
    visit.watch.expect(404, "/v1/invitations/" + "x" * 43)
    await visit.page.goto(visit.page.url + "?token=" + "x" * 43)
    await heading(visit.page, "Join Seaway")
    await expect(visit.page.get_by_role("textbox")).to_have_count(0)


async def test_a_member_is_told_who_can_help(member: Open) -> None:
    page = (await member("/imports")).page
    await heading(page, "You may not open this page")
    await page.get_by_text("create:imports").wait_for()
    await page.get_by_text("which your role Member does not include").wait_for()
    admin = page.get_by_role("main").get_by_role("link", name="Ida Berg")
    assert await admin.get_attribute("href") == f"mailto:{OWNER}"
    assert await page.get_by_role("navigation", name="Main").get_by_role("link", name="Imports").count() == 0
    await page.get_by_role("link", name="Go to Home").click()
    await heading(page, "Bo")


async def test_an_unknown_address(owner: Open) -> None:
    visit = await owner("/no/such/page")
    page = visit.page
    await heading(page, "Page not found")
    await page.get_by_text("There is nothing at").wait_for()
    nowhere = "/v1/blueprints/component/entities/quay%2Fnowhere"
    for asked in (nowhere, f"{nowhere}/history"):  # it may have been deleted, which its history would tell
        visit.watch.expect(404, asked)
    await page.goto(page.url.replace("/no/such/page", "/e/component/quay%2Fnowhere"))
    await heading(page, "Page not found")
