"""The relations that an entity emits, in both directions, as Backstage emits them."""

from typing import Any

from seaway.engines.backstage.kinds import Field, Kind
from seaway.engines.backstage.references import BadReference, Reference, parse
from seaway.engines.backstage.types import Problem, Relation, Stage


def emit(kind: Kind, entity: dict[str, Any], problems: list[Problem]) -> tuple[Relation, ...]:
    """Return each relation of the entity once, in Backstage's order; add a problem for every reference it cannot read.

    References take the entity's own namespace where they name none. Fields of a wrong type emit nothing here.
    """
    metadata = entity["metadata"]
    self_ref = Reference(entity["kind"], metadata["namespace"], metadata["name"]).canonical
    relations: dict[Relation, None] = {}
    for field in kind.fields.values():
        link = field.link
        if link is None or field.name not in entity["spec"]:
            continue
        for where, text in _written(field, entity["spec"][field.name]):
            try:
                target = parse(text, kind=link.kind, namespace=metadata["namespace"]).canonical
            except BadReference as error:
                problems.append(Problem(Stage.KIND_SCHEMA, where, f"{where}: {error}"))
                continue
            relations[self_ref, link.type, target] = None
            relations[target, link.reverse, self_ref] = None
    return tuple(relations)


def _written(field: Field, value: Any) -> list[tuple[str, str]]:
    """Return the references in a field with the path of each."""
    where = f"spec.{field.name}"
    if isinstance(value, str):
        return [(where, value)] if value else []
    if not isinstance(value, list):
        return []
    listed = [(f"{where}[{number}]", item) for number, item in enumerate(value) if item and isinstance(item, str)]
    return sorted(listed, key=lambda place: place[1])  # as Backstage, so that moving a line changes nothing
