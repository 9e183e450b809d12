"""Answers whose shape the client chooses: `fields`, in whatever way it writes a list (semantics 1.3)."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import orjson
import pydantic
from fastapi import Depends, Query
from starlette.datastructures import QueryParams
from starlette.responses import Response

from seaway.core.errors import Invalid
from seaway.core.http import json_response


def asked_fields(
    fields: Annotated[list[str] | None, Query(description="Only these fields; repeated or comma-joined.")] = None,
    bracketed: Annotated[list[str] | None, Query(alias="fields[]", include_in_schema=False)] = None,
) -> list[str]:
    """Return the fields that a client asks for: `fields=a&fields=b`, `fields=a,b` or `fields[]=a`."""
    return [name for given in (*(fields or ()), *(bracketed or ())) for name in given.split(",") if name]


Fields = Annotated[list[str], Depends(asked_fields)]


def many(params: QueryParams, name: str) -> list[str]:
    """Return the values of a parameter that may repeat: `a=x&a=y`, `a=x,y` or `a[]=x` (semantics 1.3).

    A character that no stored text holds is shown as the one that stands for such.
    """
    texts = (*params.getlist(name), *params.getlist(f"{name}[]"))
    return [part for text in texts for part in text.replace("\0", "\ufffd").split(",") if part]


def only(record: dict[str, Any], fields: Sequence[str], known: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a record that were asked for, all where none was; `a.b` asks for `a`.

    Raises:
        Invalid: a field is none of the known.
    """
    if unknown := [name for name in fields if name.partition(".")[0] not in known]:
        raise Invalid(f'fields: "{unknown[0][:80]}" is not one of {", ".join(known)}', details={"path": "fields"})
    names = {name.partition(".")[0] for name in fields}
    return {key: value for key, value in record.items() if not names or key in names}


def ok(body: dict[str, Any]) -> Response:
    """Return a success with these keys beside `ok`."""
    return json_response(orjson.dumps({"ok": True, **body}))


def _flag(default: bool) -> Callable[[Any], Any]:  # noqa: FBT001  # the value itself is the point
    def read(value: Any) -> Any:
        return (value.strip().lower() or default) if isinstance(value, str) else value

    return read


Flag = Annotated[bool, pydantic.BeforeValidator(_flag(default=False))]
"""A boolean of the query: case does not count, and empty is absent (semantics 1.3)."""
FlagOn = Annotated[bool, pydantic.BeforeValidator(_flag(default=True))]
"""The same for one that is on when absent."""
