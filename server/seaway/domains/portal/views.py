"""Saved views of pages: personal ones, those of a team, and those of the page, which everyone sees."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from seaway.core import changes, events, notices, origin
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, Invalid, NotFound
from seaway.core.plan import Effect
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.events import ChangePlanned
from seaway.domains.identity import service as identity
from seaway.domains.portal import service as pages
from seaway.domains.portal import usage
from seaway.domains.portal import view_store as store
from seaway.domains.portal.errors import NotMember, PageLocked
from seaway.domains.portal.types import Page, View, ViewDraft
from seaway.domains.portal.view_store import Reader
from seaway.kit import ids

KIND, PUBLIC_KIND = "view", "page_view"
"""Of changes: those of a page's own views are told to everybody who may read pages. Of the others nobody is told what
happened; those who see the view are told to look again."""
MAX_VIEWS = 100


async def of_page(work: Work, page: str) -> list[View]:
    """Return the views of a page that the actor may use: the page's, then their teams', then their own.

    Raises:
        NotFound: no such page.
    """
    found = await _page(work, page)
    return await store.every(work, await _reader(work), found.id)


async def create(work: Work, page: str, draft: ViewDraft) -> View:
    """Add a view behind the others of its audience.

    Raises:
        PermissionMissing, NotMember, PageLocked: as they say. NotFound: no such page.
        IdentifierTaken: its id is in use. Invalid: the audience has 100 already.
    """
    found = await _page(work, page)
    await store.hold(work, found.id)
    await _may_write(work, found, draft)
    reader = await _reader(work)
    if len(_alike(await store.every(work, reader, found.id), draft)) >= MAX_VIEWS:
        raise Invalid(f"A page takes {MAX_VIEWS} views of one audience; delete one first", details={"path": "audience"})
    public_id = draft.id or ids.public_id("view")
    if draft.preferred:
        await store.unprefer(work, found.id, draft, reader)
    number = await store.insert(work, found.id, replace(draft, id=public_id), reader)
    if number is None:
        raise IdentifierTaken(f'The identifier "{public_id}" is taken', details={"path": "id"})
    await _record(work, found, Change(number, "C"), draft)
    return await _view(work, reader, found, public_id)


async def update(work: Work, page: str, public_id: str, fields: Mapping[str, Any]) -> View:
    """Change what is given of `title`, `state`, `audience`, `team`, `preferred`, and the place: `after` another view.

    Raises:
        PermissionMissing, NotMember, PageLocked: as they say. NotFound: no such page, or none of this id for the actor.
    """
    found = await _page(work, page)
    await store.hold(work, found.id)
    reader = await _reader(work)
    view = await _view(work, reader, found, public_id)
    before = _draft_of(view)
    await _may_write(work, found, before)
    after = replace(before, **{name: value for name, value in fields.items() if name != "after"})
    if after.audience != "team":
        after = replace(after, team=None)
    await _may_write(work, found, after)
    if after != before:
        if after.preferred:
            await store.unprefer(work, found.id, after, reader)
        await store.update(work, view.number, after, reader)
    moved = "after" in fields and await _move(work, (found, reader), after, fields["after"])
    undo = {name: old for name, old in sections(before).items() if old != sections(after).get(name)}
    if undo or moved:
        undo |= {"position": None} if moved else {}
        await _record(work, found, Change(view.number, "U", undo), before, after)
    return await _view(work, reader, found, public_id)


async def delete(work: Work, page: str, public_id: str) -> None:
    """Remove a view.

    Raises:
        PermissionMissing, NotMember, PageLocked: as they say. NotFound: no such page, or none of this id for the actor.
    """
    found = await _page(work, page)
    await store.hold(work, found.id)
    view = await _view(work, await _reader(work), found, public_id)
    await _may_write(work, found, _draft_of(view))
    await store.delete(work, view.number)
    draft = _draft_of(view)
    await _record(work, found, Change(view.number, "D", sections(draft)), draft)


async def _record(work: Work, page: Page, change: Change, *drafts: ViewDraft) -> None:
    """Log a change of a view that was, and is, this; let the portals of those who see it look again."""
    public = any(draft.audience == "page" for draft in drafts)
    await changes.record(work, PUBLIC_KIND if public else KIND, [change], blueprint=page.blueprint_id)
    if public:
        return
    told = {work.actor.id}
    for team in {draft.team for draft in drafts if draft.team is not None}:
        told.update(await identity.members_of(work, team))
    await notices.tell(work, sorted(told))


@events.within(ChangePlanned)
async def warn(work: Work, event: ChangePlanned) -> None:
    """Add each view, of those that the actor may use, that names a part that would go."""
    if event.gone is None:
        return
    for page in await pages.every(work):
        if page.blueprint_id != event.blueprint.id:
            continue
        for view in await store.every(work, await _reader(work), page.id):
            if uses := sorted(usage.named_by_view(view.state, event.gone)):
                before = {"title": view.title, "page": page.title, "uses": uses}
                event.plan.others.append(Effect("update", "view", view.id, before, {"uses": []}))


def sections(draft: ViewDraft) -> dict[str, Any]:
    """Return a view as the change log keeps it."""
    return {
        "identifier": draft.id,
        "title": draft.title,
        "audience": draft.audience,
        "team": draft.team,
        "state": draft.state,
        "preferred": draft.preferred,
    }


async def _page(work: Work, identifier: str) -> Page:
    await access.require(work, "read", "pages")
    page, _ = await pages.get(work, identifier)
    return page


async def _reader(work: Work) -> Reader:
    return Reader(access.filter(work, "read", "pages"), await origin.actor_id(work), await _teams(work))


async def _teams(work: Work) -> tuple[str, ...]:
    email = work.actor.email
    if email is None:
        return ()
    return tuple(team.identifier for team in (await identity.teams_of(work, [email])).get(email, ()))


async def _may_write(work: Work, page: Page, draft: ViewDraft) -> None:
    """Let through who may write views of this audience; a locked page's belong to its editors."""
    editor = "update:pages" in access.permissions(work.actor.role)
    if page.extra.get("locked") and not editor:
        raise PageLocked(page.title)
    if draft.audience == "page":
        await access.require(work, "update", "pages")
    elif draft.audience == "team" and not editor and draft.team not in await _teams(work):
        raise NotMember(draft.team or "")


async def _view(work: Work, reader: Reader, page: Page, public_id: str) -> View:
    found = await store.find(work, reader, page.id, public_id)
    if found is None:
        raise NotFound.of("view", public_id)
    return found


async def _move(work: Work, where: tuple[Page, Reader], moving: ViewDraft, after: str | None) -> bool:
    """Put a view behind another of its audience, or first; return whether the order is another now."""
    page, reader = where
    listed = _alike(await store.every(work, reader, page.id), moving)
    order = [view.id for view in listed if view.id != moving.id]
    if after is not None and after not in order:
        raise Invalid(f'after: "{after}" is no view of the same audience', details={"path": "after"})
    order.insert(0 if after is None else order.index(after) + 1, moving.id or "")
    if order == [view.id for view in listed]:
        return False
    places = {view.id: view.number for view in listed}
    await store.arrange(work, [places[each] for each in order])
    return True


def _alike(views: list[View], draft: ViewDraft) -> list[View]:
    return [view for view in views if (view.audience, view.team) == (draft.audience, draft.team)]


def _draft_of(view: View) -> ViewDraft:
    return ViewDraft(view.title, view.audience, view.team, view.state, preferred=view.preferred, id=view.id)
