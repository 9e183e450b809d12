"""Pages and saved views follow the names of what they show (semantics 3.5): whoever renames a part breaks no page.

Each listener runs in the transaction of the rename; the right to redefine the blueprint is enough.
"""

from seaway.core import changes, events
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.events import MirrorRenamed, PropertyRenamed, RelationRenamed
from seaway.domains.portal import store, view_store
from seaway.domains.portal.renaming import Rename, of_view
from seaway.domains.portal.types import Page, PageDraft

PAGE, VIEW, PUBLIC_VIEW = "page", "view", "page_view"


@events.within(PropertyRenamed)
async def follow_property(work: Work, event: PropertyRenamed) -> None:
    """Let pages name a property as it is called now."""
    await _follow(work, event)


@events.within(MirrorRenamed)
async def follow_mirror(work: Work, event: MirrorRenamed) -> None:
    """Let pages name a mirror as it is called now."""
    await _follow(work, event)


@events.within(RelationRenamed)
async def follow_relation(work: Work, event: RelationRenamed) -> None:
    """Let pages name a relation as it is called now."""
    await _follow(work, event)


async def _follow(work: Work, event: PropertyRenamed | MirrorRenamed | RelationRenamed) -> None:
    scope = access.filter(work, "read", "pages")
    for page in await store.every(work, scope):
        extra = Rename(event.blueprint.identifier, event.old, event.new, page.blueprint).of(page.extra)
        if extra != page.extra:
            await _rewrite(work, page, extra)
    for number, state, public in await view_store.about(work, scope, event.blueprint.id):
        after = of_view(state, event.old, event.new)
        if after != state:
            await view_store.restate(work, number, after)
            change = Change(number, "U", {"state": state})
            await changes.record(work, PUBLIC_VIEW if public else VIEW, [change], blueprint=event.blueprint.id)


async def _rewrite(work: Work, page: Page, extra: dict[str, object]) -> None:
    await store.update(work, page, PageDraft(page.identifier, page.title, page.icon, page.type, extra))
    undo = {name: old for name, old in page.extra.items() if extra.get(name) != old}
    await changes.record(work, PAGE, [Change(page.id, "U", undo)], blueprint=page.blueprint_id)
