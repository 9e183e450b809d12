"""The watch itself: a page that misbehaves is caught, so that the silence of the other tests means something."""

import pytest
from playwright.async_api import Error, Page

from tests.browser.conftest import Open, heading
from tests.browser.look import findings

INLINE = "() => { const s = document.createElement('script'); s.textContent = '1'; document.head.append(s); }"
UNNAMED = "() => document.querySelector('h1').append(document.createElement('button'))"


async def caught(page: Page, problems: list[str], script: str) -> str:
    """Return what the watch heard of a script, and forget it."""
    await page.evaluate(script)
    await page.wait_for_timeout(500)
    heard = "\n".join(problems)
    problems.clear()
    return heard


async def test_catches_another_host(owner: Open) -> None:
    visit = await owner("/")
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        await visit.page.goto("http://harbour.example/")
    assert visit.watch.problems == ["asked another host: http://harbour.example/"]
    visit.watch.problems.clear()


async def test_catches_errors_and_broken_policy(owner: Open) -> None:
    visit = await owner("/")
    problems = visit.watch.problems
    assert "console: so wrong" in await caught(visit.page, problems, "() => console.error('so wrong')")
    assert "thrown: " in await caught(visit.page, problems, "() => void setTimeout(() => { throw Error('so bad') })")
    assert "content policy: script-src" in await caught(visit.page, problems, INLINE)


async def test_axe_finds_what_is_wrong(owner: Open) -> None:
    visit = await owner("/")
    await heading(visit.page, "Good")
    await visit.page.evaluate(UNNAMED)
    assert "button-name" in {each["id"] for each in await findings(visit.page.locator(":root"))}
