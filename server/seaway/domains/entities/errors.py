"""Failures of entity writes and deletes (semantics 1.2 and 7)."""

from collections.abc import Sequence
from typing import Any

from seaway.core.errors import IdentifierTaken, Invalid, NotFound, Unavailable


class EntityTaken(IdentifierTaken):
    """An entity of the blueprint has the identifier already."""

    def __init__(self, blueprint: str, identifier: str) -> None:
        super().__init__(
            f'Identifier "{identifier}" is taken in blueprint "{blueprint}"; pass upsert=true to write to that entity',
            details={"resource": "entity", "with": "identifier", "withValue": identifier},
        )


class IdentifierKept(IdentifierTaken):
    """Another entity bears the identifier that a deleted one had."""

    def __init__(self, blueprint: str, identifier: str) -> None:
        super().__init__(
            f'Identifier "{identifier}" is taken by another entity of blueprint "{blueprint}"; rename that one first',
            details={"resource": "entity", "with": "identifier", "withValue": identifier},
        )


class InvalidDraft(Invalid):
    """A top-level part of an entity does not fit; `details.path` names it."""

    def __init__(self, path: str, fix: str) -> None:
        super().__init__(f"{path}: {fix}", details={"path": path})


class InvalidProperty(Invalid):
    """A value does not fit the property that its blueprint declares; `details.properties` lists every such one."""

    error = "invalid_property"

    def __init__(self, problems: Sequence[dict[str, Any]]) -> None:
        first = problems[0]
        super().__init__(
            first["message"],
            details={"property": first["property"], "properties": list(problems)},
        )


class MissingProperty(InvalidProperty):
    """A required property is absent or null."""

    error = "missing_property"


class InvalidRelation(Invalid):
    """A relation's value does not fit; `details.relation` names it."""

    error = "blueprint_schema_mismatch"

    def __init__(self, relation: str, fix: str) -> None:
        super().__init__(f"relations.{relation}: {fix}", details={"relation": relation})


class MissingRelation(Invalid):
    """A required relation is absent or null."""

    error = "required_relation"

    def __init__(self, relation: str, target: str) -> None:
        super().__init__(
            f'relations.{relation} is required: name an entity of blueprint "{target}"', details={"relation": relation}
        )


class TargetNotFound(NotFound):
    """A relation (or `team`) names an entity that does not exist. Clients look for "not found" in the message."""

    def __init__(self, place: str, blueprint: str, identifier: str) -> None:
        super().__init__(
            f'{place}: related entity "{identifier}" of blueprint "{blueprint}" was not found; create it first',
            details={
                "resource": "entity",
                "with": "identifier",
                "withValue": identifier,
                "blueprint": blueprint,
                "path": place,
            },
        )


class NoMatch(NotFound):
    """A query that stands for an identifier matches nothing; it never creates."""

    def __init__(self, blueprint: str) -> None:
        super().__init__(
            f'The identifier is a query that matches no entity of blueprint "{blueprint}": not found',
            details={"resource": "entity", "with": "query", "blueprint": blueprint},
        )


class Ambiguous(Invalid):
    """A query that must match one entity matches several."""


class InheritedOwnership(Invalid):
    """`team` is computed for this blueprint and cannot be written."""

    error = "inherited_ownership_enabled"

    def __init__(self, blueprint: str) -> None:
        super().__init__(
            f'team: blueprint "{blueprint}" inherits its ownership; leave team out, or write it to the owning entity',
            details={"path": "team"},
        )


class HasDependents(Invalid):
    """Other entities need this one through a required relation; `details.dependents` names the first of them."""

    error = "has_dependents"

    def __init__(self, what: str, dependents: Sequence[tuple[str, str]], total: int) -> None:
        first = ", ".join(f'"{identifier}" ({blueprint})' for blueprint, identifier in dependents[:3])
        super().__init__(
            f"{what} has_dependents: {total} entities require it, such as {first}; "
            "delete them first, or pass delete_dependents=true",
            details={
                "total": total,
                "dependents": [{"blueprint": blueprint, "identifier": ident} for blueprint, ident in dependents],
            },
        )


class ProtectedEntity(Invalid):
    """An entity that identity owns cannot be written this way."""

    error = "protected_entity"


class MovedAway(Unavailable):
    """Others wrote the same entities at the same moment; nothing was kept, and the same request will do."""

    def __init__(self, blueprint: str) -> None:
        super().__init__(f'Entities of blueprint "{blueprint}" were moved by others meanwhile; send the request again')


class TooMany(Invalid):
    """An answer would hold more entities than the installation allows; the message names another way."""


class TooCostly(Invalid):
    """Answering would look at too much of the past; the message names what to narrow."""

    error = "too_costly"


class NotRemembered(Invalid):
    """What is computed is not kept for the past: it cannot be searched, sorted or grouped by there."""

    error = "not_remembered"
