"""Puts the sample organisation's documents into the catalog, as a source named `sample`, and takes them back."""

from seaway.app.sample import actions, pages, scorecards
from seaway.app.sample.blueprints import SOURCE
from seaway.app.sample.harbor import documents
from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.plan import Effect
from seaway.core.work import Cause, Work, writing
from seaway.domains.identity.types import Organisation
from seaway.domains.imports import service as imports
from seaway.domains.imports.types import Applied
from seaway.kit import clock


async def load(work: Work, *, dry_run: bool = False, digest: str | None = None) -> Applied:
    """Load the sample; what is there already stays as it is.

    Raises:
        PermissionMissing: the actor may not. Incompatible: a blueprint of the same name says something else.
        PlanOutdated: a digest is given, and this is not the plan that was confirmed.
    """
    more = [*await scorecards.missing(work), *await pages.missing(work), *await actions.missing(work)]
    applied = _whole(await imports.load(work, SOURCE, documents(clock.now()), dry_run=dry_run), more, digest)
    if applied.applied:
        await scorecards.load(work)
        await pages.load(work)
        await actions.load(work)
    return applied


async def remove(work: Work, *, dry_run: bool = False, digest: str | None = None) -> Applied:
    """Remove what the sample brought, but not what another source states or somebody needs.

    Raises:
        PermissionMissing: the actor may not. PlanOutdated: as `load` says.
    """
    more = [*await scorecards.brought(work), *await pages.brought(work), *await actions.brought(work)]
    applied = _whole(await _unloaded(work, dry_run=dry_run), more, digest)
    if applied.applied:
        await scorecards.remove(work)
        await pages.remove(work)
    return applied


async def _unloaded(work: Work, *, dry_run: bool) -> Applied:
    """Remove the documents, or plan it. The actions go first, for a blueprint that has some stays."""
    if dry_run:
        async with work.db.rehearsing():
            await actions.remove(work)
            return await imports.unload(work, SOURCE, dry_run=True)
    await actions.remove(work)
    return await imports.unload(work, SOURCE)


def _whole(applied: Applied, pages_too: list[Effect], digest: str | None) -> Applied:
    """Return it with the pages in its plan, which is held against the one that was confirmed."""
    plan = applied.plan.joined(pages_too)
    if applied.applied and digest is not None:
        plan.confirm(digest)
    return Applied(plan, applied.applied)


async def load_once(database: Database, organisation: Organisation) -> None:
    """Load the sample at the first start with SEAWAY_SAMPLE; once removed, it stays removed."""
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("start:sample")) as work:
        if not await imports.was_loaded(work, SOURCE):
            await load(work)
