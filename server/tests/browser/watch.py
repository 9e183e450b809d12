"""What no page of the portal may do: ask another host, log an error, throw, or break the content policy."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, WebError

# Told through the console, where the watch hears it: the browser's own message lacks it in workers' pages.
_TELL = """document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`))"""
_REFUSED = "Failed to load resource: the server responded with a status of "


@dataclass
class Watch:
    """Collects what went wrong in a browser context. `refusals` are answers that the test provokes: status and path.

    `cut` is set by a test that takes the server away: the browser complains of every connection that it loses.
    """

    refusals: set[tuple[int, str]] = field(default_factory=set)
    cut: bool = False
    problems: list[str] = field(default_factory=list)

    async def on(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._thrown)
        await context.add_init_script(_TELL)

    def expect(self, status: int, path: str) -> None:
        """Allow the browser to complain about one refusal."""
        self.refusals.add((status, path))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.problems.append(f"asked another host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error" or self._expected(message):
            return
        self.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def _expected(self, message: ConsoleMessage) -> bool:
        if self.cut and message.text.startswith("Failed to load resource: net::"):
            return True
        if not message.text.startswith(_REFUSED):
            return False
        status = int(message.text.removeprefix(_REFUSED)[:3])
        return (status, urlsplit(message.location.get("url", "")).path) in self.refusals

    def _thrown(self, error: WebError) -> None:
        self.problems.append(f"thrown: {error.error}")


@dataclass(frozen=True)
class Visit:
    """A page of the portal and its watch."""

    page: Page
    watch: Watch
