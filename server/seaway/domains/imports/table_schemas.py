"""Wire shapes of tables: how their columns are mapped, and what is found in a file before it is imported."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.domains.imports.inspecting import Inspected
from seaway.engines.tables.types import MAX_COLUMNS

_CLOSED = ConfigDict(extra="forbid", hide_input_in_errors=True)
_Name = Annotated[str, Field(min_length=1, max_length=200)]
Format = Literal["csv", "json", "yaml"]
Encoding = Literal["utf-8", "utf-16", "latin-1"]
Delimiter = Literal[",", ";", "\t", "|"]


class ColumnIn(pydantic.BaseModel):
    """Where the cells of a column go: `$identifier`, `$title`, `$icon`, `$team`, `properties.x` or `relations.x`."""

    model_config = _CLOSED

    column: Annotated[str, Field(min_length=1, max_length=200, description="Its name; a dotted path in JSON and YAML.")]
    to: _Name
    by: Annotated[Literal["identifier", "title"], Field(description="How the cells of a relation name its target.")] = (
        "identifier"
    )


class RelationIn(pydantic.BaseModel):
    """A relation that the blueprint lacks."""

    model_config = _CLOSED

    target: _Name
    title: str | None = None
    many: StrictBool = False


class CreateIn(pydantic.BaseModel):
    """What the blueprint lacks: all of it when it is new."""

    model_config = _CLOSED

    title: str | None = None
    icon: str | None = None
    properties: Annotated[dict[str, dict[str, Any]], Field(max_length=MAX_COLUMNS)] = {}
    relations: Annotated[dict[str, RelationIn], Field(max_length=MAX_COLUMNS)] = {}


class MappingIn(pydantic.BaseModel):
    """How a table becomes entities of a blueprint. Format, encoding and delimiter are found out unless given."""

    model_config = _CLOSED

    blueprint: _Name
    columns: Annotated[list[ColumnIn], Field(min_length=1, max_length=MAX_COLUMNS)]
    create: CreateIn | None = None
    format: Format | None = None
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None


MAPPING: dict[str, Any] = {
    "type": "string",
    "contentMediaType": "application/json",
    "description": (
        "Makes the file a table of rows, CSV, JSON or YAML: a JSON object with `blueprint` and `columns`, a list of "
        '`{"column": "Name", "to": "$title"}`; `to` is `$identifier`, `$title`, `$icon`, `$team`, `properties.x` or '
        '`relations.x`, and `"by": "title"` lets a relation name its target by title. `create` holds the `title`, '
        "`icon`, `properties` and `relations` that the blueprint lacks. `format`, `encoding` and `delimiter` are found "
        "out unless they are given."
    ),
}
INSPECT_FIELDS: dict[str, Any] = {
    "file": {"type": "string", "format": "binary", "description": "A CSV, JSON or YAML file."},
    "blueprint": {"type": "string", "minLength": 1, "maxLength": 200},
    "format": {"type": "string", "enum": ["csv", "json", "yaml"]},
    "encoding": {"type": "string", "enum": ["utf-8", "utf-16", "latin-1"]},
    "delimiter": {"type": "string", "enum": [",", ";", "\t", "|"]},
}
INSPECT = {"type": "object", "properties": INSPECT_FIELDS, "required": ["file"], "additionalProperties": False}


class InspectIn(pydantic.BaseModel):
    """The fields of the form beside the file."""

    model_config = _CLOSED

    blueprint: _Name | None = None
    format: Format | None = None
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None


class ProposalShape(pydantic.BaseModel):
    """A property that could hold a column."""

    name: str
    definition: dict[str, Any]


class ColumnShape(pydantic.BaseModel):
    """A column: some of its values, how many rows fill it, and where it probably goes.

    `to` is null where nothing fits; `property` is one that could be created for it. A column that `groups` holds
    objects whose members are columns of their own.
    """

    name: str
    samples: list[str]
    filled: int
    to: str | None
    by: Literal["identifier", "title"]
    property: ProposalShape
    groups: bool


class ProblemShape(pydantic.BaseModel):
    """A row that cannot be read, whatever the mapping."""

    line: int
    message: str


class GuessShape(pydantic.BaseModel):
    """The blueprint the guesses are for: an existing one, or one called like the file."""

    identifier: str
    title: str
    exists: bool


class TableShape(pydantic.BaseModel):
    """A file as it was read."""

    format: Format
    encoding: Encoding
    delimiter: str | None
    rows: int
    columns: list[ColumnShape]
    problems: list[ProblemShape]
    blueprint: GuessShape


class TableAnswer(pydantic.BaseModel):
    """What a file holds."""

    ok: Literal[True]
    table: TableShape


def shown_table(found: Inspected) -> dict[str, Any]:
    """Return a file as the API shows it."""
    return {
        "format": found.sheet.format,
        "encoding": found.sheet.encoding,
        "delimiter": found.sheet.delimiter,
        "rows": len(found.sheet.rows),
        "columns": [
            {
                "name": each.name,
                "samples": each.samples,
                "filled": each.filled,
                "to": each.to,
                "by": each.by,
                "property": {"name": each.property, "definition": each.definition},
                "groups": each.holds,
            }
            for each in found.columns
        ],
        "problems": found.problems(),
        "blueprint": {"identifier": found.blueprint, "title": found.title, "exists": found.exists},
    }
