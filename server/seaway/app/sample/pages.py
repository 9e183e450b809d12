"""The sample's pages and saved views: added where they are missing, removed again, and told by a plan beforehand."""

from seaway.app.sample.component_page import COMPONENT_PAGE, VIEWS
from seaway.app.sample.dashboards import DASHBOARDS
from seaway.core.plan import Effect
from seaway.core.work import Work
from seaway.domains.portal import service as portal
from seaway.domains.portal import views
from seaway.domains.portal.types import CATALOG, ENTITY, Page, PageDraft

DRAFTS: tuple[tuple[str | None, PageDraft], ...] = (
    *((None, draft) for draft in DASHBOARDS),
    ("component", COMPONENT_PAGE),
)


async def missing(work: Work) -> list[Effect]:
    """Return the pages that `load` would add."""
    there = await portal.every(work)
    return [
        Effect("create", "page", draft.identifier, None, {"title": draft.title})
        for about, draft in DRAFTS
        if not _stands(there, about, draft)
    ]


async def brought(work: Work) -> list[Effect]:
    """Return the pages that `remove` would take away."""
    there = {page.identifier for page in await portal.every(work)}
    return [
        Effect("delete", "page", draft.identifier, {"title": draft.title}, None)
        for _, draft in DRAFTS
        if draft.identifier in there
    ]


async def load(work: Work) -> None:
    """Add the pages and views that are not there, once the sample's blueprints are."""
    there = await portal.every(work)
    for about, draft in DRAFTS:
        if not _stands(there, about, draft):
            await portal.create(work, about, draft)
    for page in there:
        if page.type == CATALOG and page.blueprint in VIEWS:
            titles = {view.title for view in await views.of_page(work, page.identifier)}
            for view in VIEWS[page.blueprint]:
                if view.title not in titles:
                    await views.create(work, page.identifier, view)


async def remove(work: Work) -> None:
    """Remove the pages and views that are still there; those of a blueprint went with it."""
    for page in await portal.every(work):
        if page.identifier in {draft.identifier for _, draft in DRAFTS}:
            await portal.delete(work, page.identifier)
        elif page.type == CATALOG and page.blueprint in VIEWS:
            states = {view.title: view.state for view in VIEWS[page.blueprint]}
            for view in await views.of_page(work, page.identifier):
                if view.audience == "page" and states.get(view.title) == view.state:
                    await views.delete(work, page.identifier, view.id)


def _stands(there: list[Page], about: str | None, draft: PageDraft) -> bool:
    """Tell whether there is such a page; of those about a blueprint's entities there is one at most."""
    return any(
        page.identifier == draft.identifier or (page.type == draft.type == ENTITY and page.blueprint == about)
        for page in there
    )
