"""What entities are called, by number: for those who keep numbers, such as favourites and watches."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from seaway.core import cursor
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import name_store
from seaway.domains.entities.types import Named, NamedPage
from seaway.domains.identity import service as identity


async def named(work: Work, numbers: Collection[int]) -> dict[int, Named]:
    """Return the entities with these numbers that exist and that the actor may read, by number."""
    found = await _named(work, await name_store.by_numbers(work, numbers)) if numbers else []
    return {each.number: each for each in found}


async def called(work: Work, blueprint: str, titles: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the identifiers of a blueprint's entities by title: one, or two of several, where a title is shared.

    Raises:
        NotFound: no such blueprint.
    """
    known = await blueprints.get(work, blueprint)
    rows = await name_store.called(work, known.id, titles)
    return {row["title"]: frozenset({row["first"], row["last"]}) for row in rows}


async def of_my_teams(work: Work, start: str | None, limit: int) -> NamedPage:
    """Return entities that a team of the actor owns, the last changed first. People and teams are left out.

    Raises:
        PermissionMissing: the actor may not read entities. Invalid: the cursor is none of this list.
    """
    await access.require(work, "read", "entities")
    belongs = cursor.digest("mine", work.org, work.actor.id)
    before = _place(cursor.read(start, belongs, "from")) if start else None
    teams = await my_teams(work)
    if not teams:
        return NamedPage([], None)
    kinds = [each.id for each in await blueprints.list_all(work) if not each.system]
    mine = name_store.Mine(teams, kinds, before, limit + 1)
    found = await _named(work, await name_store.mine(work, mine))
    if len(found) <= limit:
        return NamedPage(found, None)
    last = found[limit - 1]
    return NamedPage(found[:limit], cursor.write(belongs, [last.at.isoformat(), last.number]))


async def my_teams(work: Work) -> list[str]:
    """Return the identifiers of the teams that the actor is in; a machine is in none."""
    email = work.actor.email
    teams = (await identity.teams_of(work, [email])).get(email, ()) if email else ()
    return [team.identifier for team in teams]


async def owned_among(work: Work, numbers: Collection[int], teams: Sequence[str]) -> frozenset[int]:
    """Return which of the entities with these numbers one of the teams owns, of those that the actor may read."""
    return frozenset(await name_store.owned_among(work, numbers, teams))


def _place(held: Sequence[Any]) -> tuple[datetime, int]:
    """Read a cursor's values: when the last entity was changed, and its number.

    Raises:
        Invalid: it holds others.
    """
    match held:
        case [str(at), int(number)]:
            try:
                return datetime.fromisoformat(at), number
            except ValueError:
                pass
    raise cursor.broken("from")


async def _named(work: Work, rows: Sequence[Any]) -> list[Named]:
    known = await blueprints.by_ids(work, {row["bp"] for row in rows})
    return [
        Named(
            number=row["id"],
            blueprint=known[row["bp"]].identifier,
            kind=known[row["bp"]].title,
            identifier=row["ident"],
            title=row["title"],
            icon=row["icon"] or known[row["bp"]].icon,
            at=row["updated_at"],
        )
        for row in rows
        if row["bp"] in known
    ]
