"""A blueprint as the write path needs it: which keys it knows, what a relation may hold, whom `team` names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seaway.core.errors import SeawayError
from seaway.core.work import Work
from seaway.domains.blueprints import properties
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint, Relation
from seaway.domains.entities import identifiers
from seaway.domains.entities.drafts import Reference
from seaway.domains.entities.errors import (
    InheritedOwnership,
    InvalidProperty,
    InvalidRelation,
    MissingProperty,
    MissingRelation,
)
from seaway.domains.entities.undo import State

TEAM_BLUEPRINT = "_team"


@dataclass(frozen=True, slots=True)
class Definition:
    """A blueprint and what follows from it. `team` is the blueprint of teams when ownership is direct."""

    blueprint: Blueprint
    validator: properties.PropertyValidator
    required: tuple[Relation, ...]
    team: int | None

    @property
    def id(self) -> int:
        """The blueprint's number."""
        return self.blueprint.id

    def targets(self) -> set[int]:
        """Return the blueprints that its entities may refer to."""
        found = {relation.target_id for relation in self.blueprint.relations.values()}
        return found | {self.team} if self.team is not None else found

    def owned(self, team: tuple[str, ...] | None, now: tuple[str, ...]) -> None:
        """Let `team` be written, unless it is computed; sent back as it was read, it says nothing.

        Raises:
            InheritedOwnership: ownership comes from another entity.
        """
        if team and team != now and self.blueprint.inherits:
            raise InheritedOwnership(self.blueprint.identifier)

    def relations(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of declared relations as they are stored; undeclared ones are dropped.

        Raises:
            InvalidRelation: a value is neither null nor what the relation holds.
        """
        declared = self.blueprint.relations
        return {name: _value(declared[name], value) for name, value in given.items() if name in declared}

    def properties(self, given: Mapping[str, Any], *, fresh: bool) -> dict[str, Any]:
        """Return the values of declared properties as they are stored; undeclared ones are dropped.

        `fresh` fills defaults in, as the creation of an entity does.
        """
        kept = self.validator.coerce(given)
        return self.validator.defaults(kept) if fresh else kept

    def check(self, state: State) -> None:
        """Let through what a whole entity may hold.

        Raises:
            MissingProperty, InvalidProperty: a property does not fit.
            MissingRelation: a required relation is absent or null.
        """
        values = state.properties
        if problems := self.validator.check(values if isinstance(values, dict) else dict(values)):
            raise _refusal(problems)
        for relation in self.required:
            if not state.relations.get(relation.name):
                raise MissingRelation(relation.name, relation.target)

    def references(self, relations: Mapping[str, Any]) -> list[Reference]:
        """Return (relation, target) for each entity that the values name."""
        found: list[Reference] = []
        declared = self.blueprint.relations
        for name, value in relations.items():
            if value:
                blueprint = declared[name].target_id
                if isinstance(value, str):
                    found.append((name, (blueprint, value)))
                else:
                    found += [(name, (blueprint, item)) for item in value]
        return found


async def of(work: Work, identifier: str, *, hold: bool = False) -> Definition:
    """Return the definition of a blueprint as of now; `hold` keeps it so until the work ends.

    Raises:
        NotFound: the organisation has no such blueprint.
    """
    blueprint = await (blueprints.hold if hold else blueprints.get)(work, identifier)
    team = None
    if (blueprint.ownership or {}).get("type") == "Direct":
        owner = await blueprints.find(work, TEAM_BLUEPRINT)
        team = owner.id if owner else None
    required = tuple(relation for relation in blueprint.relations.values() if relation.required)
    return Definition(blueprint, properties.validator(blueprint), required, team)


def _value(relation: Relation, value: Any) -> Any:
    if relation.many:
        if value is None:
            return []
        if not isinstance(value, list):
            raise InvalidRelation(relation.name, "holds many: give a list of identifiers")
        return list(dict.fromkeys([_identifier(relation, item) for item in value]))
    if value is None:
        return None
    if isinstance(value, list):
        raise InvalidRelation(relation.name, "holds one: give an identifier or null, not a list")
    return _identifier(relation, value)


def _identifier(relation: Relation, value: Any) -> str:
    if isinstance(value, str) and identifiers.fits(value):
        return value
    shown = f'"{value[:80]}"' if isinstance(value, str) else "a value that is no text"
    raise InvalidRelation(relation.name, f'{shown} cannot be the identifier of an entity of "{relation.target}"')


def _refusal(problems: list[properties.PropertyProblem]) -> SeawayError:
    listed = [{"property": item.property, "message": item.message, "code": item.code} for item in problems[:20]]
    missing = listed[0]["code"] == "missing_property"
    return MissingProperty(listed) if missing else InvalidProperty(listed)
