"""Mappings: programs of jq that make drafts of entities from the JSON of others. Every text in one is a program."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from seaway.core.errors import Unavailable
from seaway.domains.entities.types import EntityDraft
from seaway.domains.migrations.errors import BadMapping, Unmapped
from seaway.engines import jq
from seaway.engines.jq import BadProgramError, Result, WorkersAwayError

MAX_ITEMS = 500
"""Of one entity, at most so many items are taken (semantics 17.2 bounds deliveries alike)."""
_FLAT = ("identifier", "title", "icon", "team")
_SECTIONS = ("properties", "relations")
Made = EntityDraft | Unmapped


def target_of(mapping: Mapping[str, Any], source: str) -> str:
    """Return the blueprint that a mapping writes to: named as it is, or as jq writes a text; its source without one.

    Raises:
        BadMapping: it is no text.
    """
    given = mapping.get("blueprint")
    if not given:
        return source
    text = str(given).strip()
    if not text.startswith('"'):
        return text
    try:
        name = orjson.loads(text)
    except ValueError:
        name = None
    if not isinstance(name, str) or not name:
        raise BadMapping(
            'mapping.blueprint: name one blueprint, such as service or "service"; it is the same for all entities',
            details={"path": "mapping.blueprint"},
        )
    return name


def programs(mapping: Mapping[str, Any]) -> dict[str, str]:
    """Return the programs of a mapping by their path in it."""
    found = {name: mapping[name] for name in ("itemsToParse", "filter") if mapping.get(name)}
    entity = mapping["entity"]
    found |= {f"entity.{name}": entity[name] for name in _FLAT if entity.get(name)}
    for section in _SECTIONS:
        found |= {f"entity.{section}.{name}": program for name, program in (entity.get(section) or {}).items()}
    return found


async def check(mapping: Mapping[str, Any]) -> None:
    """Let a mapping through whose programs compile.

    Raises:
        BadMapping: one does not, or nothing says what an entity is called. Unavailable: jq is away.
    """
    if not mapping["entity"].get("identifier"):
        raise BadMapping(
            "mapping.entity.identifier: say what the entities are called, such as .identifier",
            details={"path": "mapping.entity.identifier"},
        )
    for path, program in programs(mapping).items():
        try:
            await jq.current().check(program)
        except BadProgramError as error:
            raise BadMapping(f"mapping.{path}: {error}", details={"path": f"mapping.{path}"}) from None
        except WorkersAwayError as error:
            raise Unavailable(str(error)) from None


async def evaluate(mapping: Mapping[str, Any], documents: Sequence[bytes]) -> list[list[Made]]:
    """Return, for each document, the drafts that it makes, or why one could not be made; none where it is filtered out.

    Raises:
        Unavailable: jq is away.
    """
    asked = programs(mapping)
    items = asked.pop("itemsToParse", None)
    found: list[list[Made]] = [[] for _ in documents]
    try:
        contexts, places = list[Any](documents), list(range(len(documents)))
        if items is not None:
            contexts, places = _spread(documents, await jq.current().run([items], documents), found)
        rows = await jq.current().run(list(asked.values()), contexts) if contexts else []
    except WorkersAwayError as error:
        raise Unavailable(str(error)) from None
    for place, row in zip(places, rows, strict=True):
        made = _made(dict(zip(asked, row, strict=True)), _name(documents[place]))
        if made is not None:
            found[place].append(made)
    return found


def _spread(
    documents: Sequence[bytes], rows: Sequence[Sequence[Result]], found: list[list[Made]]
) -> tuple[list[Any], list[int]]:
    """Return a document for each item, with `item` in it; what is no list of items is told in `found`."""
    contexts: list[Any] = []
    places: list[int] = []
    for place, [result] in enumerate(rows):
        if result.error is not None:
            found[place].append(_unmapped(_name(documents[place]), "itemsToParse", result.error))
        elif isinstance(result.value, list):
            document = orjson.loads(documents[place])
            contexts += [{**document, "item": item} for item in result.value[:MAX_ITEMS]]
            places += [place] * min(len(result.value), MAX_ITEMS)
        else:
            contexts.append(documents[place])
            places.append(place)
    return contexts, places


def _made(results: Mapping[str, Result], name: str) -> Made | None:
    wanted = results.get("filter")
    if wanted is not None and wanted.error is None and wanted.value is not True:
        return None
    for path, result in results.items():
        if result.error is not None:
            return _unmapped(name, path, result.error)
    given = {path: result.value for path, result in results.items() if not result.empty and path != "filter"}
    identifier = given.pop("entity.identifier", None)
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    if not isinstance(identifier, str) or not identifier:
        return _unmapped(name, "entity.identifier", f"gave {orjson.dumps(identifier).decode()[:80]}, which is no name")
    parts: dict[str, Any] = {}
    for path, value in given.items():
        _, section, *key = path.split(".", 2)
        if key:
            parts.setdefault(section, {})[key[0]] = value
        else:
            parts[section] = value
    return EntityDraft(identifier, **parts, present=frozenset({"identifier", *parts}))


def _name(document: bytes) -> str:
    return str(orjson.loads(document).get("identifier"))


def _unmapped(name: str, path: str, why: str) -> Unmapped:
    return Unmapped(f'mapping.{path}: of "{name}": {why[:500]}', details={"path": f"mapping.{path}", "entity": name})


async def in_time(mapping: Mapping[str, Any], documents: Sequence[bytes], seconds: float) -> list[list[Made]]:
    """Return what `evaluate` does, while somebody waits for it.

    Raises:
        BadMapping: it takes too long. Unavailable: jq is away.
    """
    try:
        async with asyncio.timeout(seconds):
            return await evaluate(mapping, documents)
    except TimeoutError:
        raise BadMapping(
            f"mapping: its programs take over {seconds:.0f} s for {len(documents)} entities; make them simpler",
            details={"path": "mapping"},
        ) from None


__all__ = ["Made", "check", "evaluate", "in_time", "programs", "target_of"]
