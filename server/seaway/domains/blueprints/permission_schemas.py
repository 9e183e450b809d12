"""Wire shapes of who may do what with a blueprint's entities (semantics 12.3)."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field, StrictBool

Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=254)]], Field(max_length=1_000)]


class _In(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", hide_input_in_errors=True)


class Policy(_In):
    """A query that picks the entities which somebody may read who is in none of the lists."""

    combinator: Literal["and", "or"]
    rules: Annotated[list[dict[str, Any]], Field(max_length=1_000)]


class BlockIn(_In):
    """Lists to be replaced; those left out stay."""

    users: Names | None = None
    roles: Names | None = None
    teams: Names | None = None
    ownedByTeam: StrictBool | None = None  # noqa: N815  # the wire's spelling


class ReadIn(BlockIn):
    """The same for reading, with a policy; null removes it."""

    policy: Policy | None = None


class EntitiesIn(_In):
    """Who may read, create, change and delete entities, and change which of their parts."""

    read: ReadIn | None = None
    registering: BlockIn | None = Field(default=None, alias="register")  # the wire's word is a method of the base
    update: BlockIn | None = None
    unregister: BlockIn | None = None
    updateProperties: dict[str, BlockIn] | None = None  # noqa: N815
    updateRelations: dict[str, BlockIn] | None = None  # noqa: N815


class PermissionsIn(_In):
    """What changes of a blueprint's permissions."""

    entities: EntitiesIn | None = None

    def given(self) -> dict[str, Any]:
        """Return what the body holds; a null list is one that was left out, a null policy goes."""
        if self.entities is None:
            return {}
        held = self.entities.model_dump(exclude_unset=True, by_alias=True)
        return {name: _held(block) for name, block in held.items() if block is not None}


def _held(block: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _held(value) if isinstance(value, dict) and name != "policy" else value
        for name, value in block.items()
        if value is not None or name == "policy"
    }


class Block(pydantic.BaseModel):
    """Who may: people by e-mail, roles, teams, and whether a team that owns the entity is enough."""

    users: list[str]
    roles: list[str]
    teams: list[str]
    ownedByTeam: bool  # noqa: N815
    policy: dict[str, Any] | None = None


class Entities(pydantic.BaseModel):
    """Every operation on entities, with who may do it."""

    read: Block
    registering: Block = Field(alias="register")
    update: Block
    unregister: Block
    updateProperties: dict[str, Block]  # noqa: N815
    updateRelations: dict[str, Block]  # noqa: N815


class Permissions(pydantic.BaseModel):
    """A blueprint's permissions."""

    entities: Entities


class PermissionsAnswer(pydantic.BaseModel):
    """A blueprint's permissions."""

    ok: Literal[True]
    permissions: Permissions
