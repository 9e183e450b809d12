"""A table of rows as somebody wants it imported: which blueprint, and which column goes where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from seaway.domains.blueprints.types import Blueprint, BlueprintDraft, RelationDraft
from seaway.engines.tables.types import Options

By = Literal["identifier", "title"]
IDENTIFIER, TITLE, ICON, TEAM = "$identifier", "$title", "$icon", "$team"
META = (IDENTIFIER, TITLE, ICON, TEAM)
PROPERTY, RELATION = "properties.", "relations."


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file, and where its cells go; `by` says how a relation names its target."""

    column: str
    to: str
    by: By = "identifier"

    @property
    def fills(self) -> str | None:
        """The name of the property that it fills, None when it fills none."""
        return self.to.removeprefix(PROPERTY) if self.to.startswith(PROPERTY) else None

    @property
    def relation(self) -> str | None:
        """The name of the relation that it fills, None when it fills none."""
        return self.to.removeprefix(RELATION) if self.to.startswith(RELATION) else None


@dataclass(frozen=True, slots=True)
class Table:
    """How a file's rows become entities. `create` holds what the blueprint lacks, the whole of it when it is new."""

    blueprint: str
    columns: tuple[Column, ...]
    create: BlueprintDraft | None
    options: Options

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Table":
        """Return the table of a mapping as `table_schemas.MappingIn` checked it."""
        columns = tuple(Column(each["column"], each["to"], each.get("by", "identifier")) for each in told["columns"])
        options = Options(told.get("format"), told.get("encoding"), told.get("delimiter"))
        create = told.get("create")
        owned = any(each.to == TEAM for each in columns)
        draft = None if create is None else _draft(told["blueprint"], create, owned=owned)
        return cls(told["blueprint"], columns, draft, options)

    def to(self, place: str) -> Column | None:
        """Return the column that goes to a place."""
        return next((each for each in self.columns if each.to == place), None)


def _draft(identifier: str, create: Mapping[str, Any], *, owned: bool) -> BlueprintDraft:
    return BlueprintDraft(
        identifier=identifier,
        title=create.get("title") or identifier,
        icon=create.get("icon"),
        properties=create.get("properties") or {},
        relations={
            name: RelationDraft(given["target"], many=given.get("many", False), title=given.get("title"))
            for name, given in (create.get("relations") or {}).items()
        },
        ownership={"type": "Direct"} if owned else None,
    )


def problem(table: Table, blueprint: Blueprint, known: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the field of the mapping that is wrong and how to mend it, None when all is right.

    `known` are the file's columns.
    """
    taken: dict[str, int] = {}
    for number, each in enumerate(table.columns):
        path = f"mapping.columns.{number}"
        if each.column not in known:
            listed = ", ".join(known[:20]) + (", …" if len(known) > 20 else "")
            return f"{path}.column", f'the file has no column "{each.column[:80]}"; it has {listed}'
        if each.to not in META and each.fills not in blueprint.properties and each.relation not in blueprint.relations:
            return f"{path}.to", (
                f'blueprint "{blueprint.identifier}" has no place "{each.to[:80]}"; use {", ".join(META)}, '
                "properties.NAME or relations.NAME, or add it under create"
            )
        if taken.setdefault(each.to, number) != number:
            return f"{path}.to", f'"{each.to[:80]}" is filled by column {taken[each.to] + 1} of the mapping; keep one'
    if IDENTIFIER not in taken and TITLE not in taken:
        return "mapping.columns", f"map a column to {IDENTIFIER}, or to {TITLE}: identifiers are then made of titles"
    return None
