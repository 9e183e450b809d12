"""From a payload to entities: the mappings' programs run over what came in (semantics 17.2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import orjson

from seaway.core.errors import Unavailable
from seaway.domains.entities.types import EntityDraft
from seaway.domains.webhooks.mapping import Shape
from seaway.domains.webhooks.types import Payload
from seaway.engines import jq
from seaway.kit import jsonio

MAX_ITEMS = 500
_AT_ONCE = 16 << 20  # bytes of documents that are made at a time
_TEXTS = ("identifier", "title", "icon")


@dataclass(frozen=True, slots=True)
class Problem:
    """A program that failed, by its place in the mapping."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Item:
    """What a mapping made of one item of the payload. A draft of None is skipped: it has no identifier."""

    number: int
    draft: EntityDraft | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What one mapping made of a payload; `filtered` items did not pass its filter."""

    shape: Shape
    items: Sequence[Item]
    filtered: int
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Shaped:
    """What all mappings made, and what the sender calls the delivery."""

    name: str | None
    batches: list[Batch] = field(default_factory=list)


def body_of(payload: Payload) -> Any:
    """Return the body as programs see it: JSON where it is, a form as an object, else text."""
    if not payload.body:
        return None
    if payload.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = parse_qs(payload.body.decode(errors="replace"), keep_blank_values=True, max_num_fields=1000)
        return {name: values[0] if len(values) == 1 else values for name, values in form.items()}
    try:
        return jsonio.parse(payload.body)
    except jsonio.BadJsonError:
        return payload.body.decode(errors="replace")


async def shaped(mappings: Sequence[Mapping[str, Any]], payload: Payload, name_program: str | None = None) -> Shaped:
    """Run the mappings over a payload.

    Raises:
        Unavailable: programs cannot be run at the moment.
    """
    shapes = [Shape.read(number, given) for number, given in enumerate(mappings)]
    context = {"headers": payload.headers, "queryParams": payload.query, "body": body_of(payload)}
    programs = [name_program or "null", *(shape.items or "null" for shape in shapes)]
    [[name, *lists]] = await _run(programs, [orjson.dumps(context)])
    found = Shaped(_name(name.value))
    for shape, listed in zip(shapes, lists, strict=True):
        found.batches.append(await _batch(shape, context, listed))
    return found


def _name(value: Any) -> str | None:
    if value is None or value == "":
        return None
    return (value if isinstance(value, str) else orjson.dumps(value).decode()).replace("\0", "")[:200] or None


async def _run(programs: Sequence[str], documents: Sequence[bytes]) -> list[list[jq.Result]]:
    try:
        return await jq.current().run(programs, documents)
    except jq.WorkersAwayError as error:
        raise Unavailable(f"Mappings cannot be run at the moment: {error}") from None


async def _batch(shape: Shape, context: Mapping[str, Any], listed: jq.Result) -> Batch:
    problems: tuple[Problem, ...] = (Problem("itemsToParse", listed.error),) if listed.error else ()
    items = listed.value[:MAX_ITEMS] if isinstance(listed.value, list) else None
    leaves = shape.leaves()
    programs = [program for _, program in leaves]
    paths = [path for path, _ in leaves]
    made: list[Item] = []
    filtered = number = 0
    for documents in _documents(context, items, programs):
        for row in await _run(programs, documents):
            wrong = tuple(Problem(path, each.error) for path, each in zip(paths, row, strict=True) if each.error)
            if row[0].value is True:
                made.append(_item(shape, number, [each.value for each in row[1:]], wrong))
            else:
                filtered += 1
                problems += wrong[:1] if row[0].error and len(problems) < 20 else ()
            number += 1
    return Batch(shape, made, filtered, problems)


def _documents(context: Mapping[str, Any], items: list[Any] | None, programs: Sequence[str]) -> Iterator[list[bytes]]:
    """Yield what programs read, part by part; without the body, which is large, where no program reads it."""
    if items is None:
        yield [orjson.dumps(context)]
        return
    reads = [jq.references(program) for program in programs]
    if not any(each.everything or "body" in each.keys for each in reads):
        context = {key: value for key, value in context.items() if key != "body"}
    head = orjson.dumps(context)[:-1] + b',"item":'
    size = max(1, _AT_ONCE // (len(head) + 1000))
    for start in range(0, len(items), size):
        yield [head + orjson.dumps(item) + b"}" for item in items[start : start + size]]


def _item(shape: Shape, number: int, values: Sequence[Any], problems: tuple[Problem, ...]) -> Item:
    entity = shape.filled(iter(values))
    for name in _TEXTS:
        if name in entity:
            entity[name] = _text(entity[name])
    if entity["identifier"] in (None, ""):
        return Item(number, None, problems)
    given = {key for key in ("title", "icon", "team") if entity.get(key) is not None}
    draft = EntityDraft(
        entity["identifier"],
        entity.get("title"),
        entity.get("icon"),
        entity.get("team"),
        entity.get("properties") or {},
        entity.get("relations") or {},
        frozenset(given | {"identifier", "properties", "relations"}),
    )
    return Item(number, draft, problems)


def _text(value: Any) -> Any:
    """Return a whole number as the text of it: payloads number what entities name."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
