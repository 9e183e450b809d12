"""What a person does on the way to something, as small steps that a table can hold: click, type, choose, point at."""

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.async_api import Page

Step = Callable[[Page], Awaitable[object]]
Role = Literal["button", "checkbox", "combobox", "link", "menuitem", "option", "radio", "textbox"]


def click(role: Role, name: str | re.Pattern[str], within: str = "body") -> Step:
    """Click what has a role and a name, the whole of it or what a pattern finds."""
    return lambda page: page.locator(within).last.get_by_role(role, name=name, exact=True).first.click()


def button(name: str | re.Pattern[str], within: str = "body") -> Step:
    """Click a button."""
    return click("button", name, within)


def item(name: str) -> Step:
    """Click a line of a menu."""
    return click("menuitem", name)


def combobox(name: str, within: str = "body") -> Step:
    """Click a field with a list."""
    return click("combobox", name, within)


def text(words: str, within: str = "body") -> Step:
    """Click what says some words."""
    return lambda page: page.locator(within).last.get_by_text(words, exact=True).first.click()


def css(selector: str) -> Step:
    """Click what has no name of its own."""
    return lambda page: page.locator(selector).first.click()


def hover(selector: str) -> Step:
    """Point at something."""
    return lambda page: page.locator(selector).first.hover()


def press(keys: str) -> Step:
    """Press keys where the focus is."""
    return lambda page: page.keyboard.press(keys)


def write(words: str) -> Step:
    """Type where the focus is."""
    return lambda page: page.keyboard.insert_text(words)


def fill(label: str, words: str, role: Role = "textbox", within: str = "body") -> Step:
    """Fill in a field."""
    return lambda page: page.locator(within).last.get_by_role(role, name=label, exact=True).first.fill(words)


def choose(label: str, choice: str) -> Step:
    """Choose in a list of the browser's own."""
    return lambda page: page.get_by_label(label, exact=True).first.select_option(choice)


def upload(name: str, file: Path) -> Step:
    """Choose a file by a button."""

    async def chosen(page: Page) -> None:
        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("button", name=name).click()
        await (await chooser.value).set_files(file)

    return chosen


def meanwhile(path: str, change: Callable[[dict[str, Any]], Mapping[str, Any]]) -> Step:
    """Change something as somebody else would: `change` is given what is there and returns what is sent."""

    async def changed(page: Page) -> None:
        parts = urlsplit(page.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        there = await (await page.request.get(origin + path)).json()
        answer = await page.request.patch(origin + path, data=dict(change(there)), headers={"Origin": origin})
        assert answer.ok, await answer.text()

    return changed
