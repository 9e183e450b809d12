"""The door of search: one verb over everything that has a name."""

from collections.abc import Callable, Iterator, Sequence

from seaway.core import cursor
from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import Hit as EntityHit
from seaway.domains.entities.types import Hits, Place
from seaway.domains.portal import service as portal
from seaway.domains.portal.types import SHOWN, Page
from seaway.domains.search import nearness
from seaway.domains.search.types import TYPES, Asked, Found, Hit, Type

MAX_TEXT, MAX_LIMIT = 200, 100
_OF_BLUEPRINT: dict[str, Type] = {"_user": "person", "_team": "team"}
_NOTHING = Hits([], {}, alike=True, more=False, capped=False)
_Rank = Callable[[str, str, str], nearness.Near | None]


async def search(work: Work, asked: Asked) -> Found:
    """Return what the text names, the closest first: exactly, at its start, at the start of a word, anywhere.

    Entities are found by what their properties say too, behind all others; when nothing at all is found, whatever
    resembles the text. Blueprints that keep out of global searches are found only when named.

    Raises:
        PermissionMissing: the actor may not read. Invalid: the text is empty, a blueprint does not exist, or the
        cursor is none of this search.
    """
    await access.require(work, "read", "entities")
    text = " ".join(asked.text.replace("\0", " ").split())
    if not text:
        raise Invalid("q: give at least one character to look for", details={"path": "q"})
    belongs = cursor.digest(text, sorted(asked.types), sorted(asked.blueprints))
    after = _place(cursor.read(asked.cursor, belongs, "cursor")) if asked.cursor else None
    known = await blueprints.list_all(work)
    wanted = _wanted(known, asked)
    found = await entities.seek(work, text, wanted, asked.limit, after) if wanted else _NOTHING
    named = await _named(work, text, known, asked) if not asked.blueprints else []
    exact = [hit for hit in named if hit.place[0] < nearness.RESEMBLES]
    if exact and found.alike:
        found = _NOTHING
    if found.counts and not found.alike:
        named = exact
    return _page(asked, belongs, after, found, named)


def _wanted(known: Sequence[Blueprint], asked: Asked) -> list[Blueprint]:
    """Return the blueprints whose entities are looked at."""
    by_name = {each.identifier: each for each in known}
    for name in asked.blueprints:
        if name not in by_name:
            raise Invalid(f'blueprint: there is no "{name[:100]}"; leave it out', details={"path": "blueprint"})
    chosen = (
        [by_name[name] for name in dict.fromkeys(asked.blueprints)]
        if asked.blueprints
        else [each for each in known if each.extra.get("includeInGlobalSearch") is not False]
    )
    types = asked.types or TYPES
    return [each for each in chosen if _OF_BLUEPRINT.get(each.identifier, "entity") in types]


async def _named(work: Work, text: str, known: Sequence[Blueprint], asked: Asked) -> list[Hit]:
    """Return the pages and blueprints of that name; when there are none, those that resemble it."""
    types = asked.types or TYPES
    pages = await portal.every(work) if "page" in types else []
    models = known if "blueprint" in types else ()
    matching = list(_ranked(nearness.near, text, pages, models))
    return matching or list(_ranked(nearness.alike, text, pages, models))


def _ranked(rank: _Rank, text: str, pages: Sequence[Page], models: Sequence[Blueprint]) -> Iterator[Hit]:
    # Numbers of entities are above zero: those of pages and blueprints are told from them and from each other.
    for page in pages:
        if page.type in SHOWN and (near := rank(text, page.identifier, page.title)):
            place = (*near, page.identifier, -2 * page.id)
            yield Hit(place, "page", page.identifier, page.title, page.icon, page.blueprint, page.type)
    for model in models:
        if near := rank(text, model.identifier, model.title):
            place = (*near, model.identifier, -2 * model.id - 1)
            yield Hit(place, "blueprint", model.identifier, model.title, model.icon, None)


def _page(asked: Asked, belongs: str, after: Place | None, found: Hits, named: Sequence[Hit]) -> Found:
    left = [hit for hit in named if after is None or hit.place > after]
    hits = sorted([*map(_entity, found.hits), *left], key=lambda hit: hit.place)
    shown = hits[: asked.limit]
    more = found.more or len(hits) > asked.limit
    counts: dict[Type, int] = {type_: 0 for type_ in TYPES if type_ in (asked.types or TYPES)}
    for hit in named:
        counts[hit.type] += 1
    for name, count in found.counts.items():
        counts[_OF_BLUEPRINT.get(name, "entity")] += count
    following = cursor.write(belongs, shown[-1].place) if more and shown else None
    return Found(shown, counts, found.counts, found.capped, following)


def _entity(hit: EntityHit) -> Hit:
    type_ = _OF_BLUEPRINT.get(hit.blueprint, "entity")
    return Hit(hit.place, type_, hit.identifier, hit.title, hit.icon, hit.blueprint, match=hit.match)


def _place(held: Sequence[object]) -> Place:
    match held:
        case [int(rank), int(distance), str(identifier), int(number)]:
            if max(rank, distance) < 2**31 and abs(number) < 2**62:
                return rank, distance, identifier, number
    raise cursor.broken("cursor")
