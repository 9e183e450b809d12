"""Which column of a table goes where: what the person says, then what the server guesses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway_cli.failure import Exit, Failure

META = ("identifier", "title", "icon", "team")
BY_TITLE = " by title"
ARROW = "->"


@dataclass(frozen=True)
class Wish:
    """What the person asks for: the format, the blueprint, the places of columns, and whether what lacks is made."""

    format: str
    blueprint: str
    places: Mapping[str, str]
    create: bool


def chosen(places: Sequence[str]) -> dict[str, str]:
    """Return the places of `--map` by column.

    Raises:
        Failure: one has no column.
    """
    found = {}
    for text in places:
        column, sign, place = text.rpartition("=")
        if not sign or not column:
            raise Failure(f"--map {text!r} should look like COLUMN=PLACE, such as Name=$title", Exit.USAGE)
        found[column.strip()] = place.strip()
    return found


def looked_at(seaway: Any, file: tuple[str, bytes, str], wish: Wish) -> tuple[Any, Any]:
    """Return what the server finds in a file, and the blueprint if there is one."""
    from seaway_sdk import ApiError
    from seaway_sdk.client import segment

    try:
        known = seaway.get(f"/v1/blueprints/{segment(wish.blueprint)}")["blueprint"]
    except ApiError as error:
        if error.status != 404:
            raise
        known = None
    fields = {"format": wish.format, **({} if known is None else {"blueprint": wish.blueprint})}
    return seaway.request("POST", "/v1/imports/tables", files={"file": file}, data=fields)["table"], known


def mapping(table: Mapping[str, Any], known: Any, wish: Wish) -> tuple[dict[str, Any], list[str]]:
    """Return the mapping to import by, and the columns that it leaves out although nobody said so.

    Raises:
        Failure: `--map` names a column that is not there.
    """
    names = [each["name"] for each in table["columns"]]
    if unknown := [column for column in wish.places if column not in names]:
        raise Failure(f"--map: the file has no column {unknown[0]!r}; it has {', '.join(names)}", Exit.USAGE)
    given = {_resolved(place, known) for place in wish.places.values()}
    columns, made, left = [], {}, []
    links = _links(wish.places)
    for each in table["columns"]:
        name, new = each["name"], each["property"]
        if (place := wish.places.get(name)) is not None:
            columns += [{"column": name, **_target(place, known)}] if place else []
        elif each["to"] is not None and each["to"] not in given:
            columns.append({"column": name, "to": each["to"], "by": each["by"]})
        elif each["groups"]:
            continue
        elif wish.create:
            made[new["name"]] = new["definition"]
            columns.append({"column": name, "to": f"properties.{new['name']}"})
        else:
            left.append(name)
    told: dict[str, Any] = {"blueprint": wish.blueprint, "columns": columns, "format": table["format"]}
    if wish.create or (links and known):
        named = _named(table, wish.places, known) if wish.create else {}
        told["create"] = {"properties": {**made, **named}, **({"relations": links} if links else {})}
    return told, left


def _links(places: Mapping[str, str]) -> dict[str, Any]:
    """Return the relations that the person wants made, by their names."""
    found = {}
    for column, place in places.items():
        name, target = _parted(place)
        if target is not None:
            title = column.rpartition(".")[2]
            found[name] = {"target": target.lstrip(">").strip(), "title": title, "many": target.startswith(">")}
    return found


def _parted(place: str) -> tuple[str, str | None]:
    """Return the name in a place, and what stands behind the arrow that makes it a new relation."""
    name, arrow, target = place.removesuffix(BY_TITLE).partition(ARROW)
    return (name.strip().removeprefix("relations."), target) if arrow else (name, None)


def _target(place: str, known: Any) -> dict[str, str]:
    by = {"by": "title"} if place.endswith(BY_TITLE) else {}
    return {"to": _resolved(place, known), **by}


def _resolved(place: str, known: Any) -> str:
    """Return a place as the server calls it."""
    name, target = _parted(place)
    if target is not None:
        return f"relations.{name}"
    if name.startswith(("$", "properties.", "relations.")):
        return name
    properties = (known or {}).get("schema", {}).get("properties", {})
    if name in META and name not in properties:
        return f"${name}"
    return f"relations.{name}" if name in (known or {}).get("relations", {}) else f"properties.{name}"


def _named(table: Mapping[str, Any], places: Mapping[str, str], known: Any) -> dict[str, Any]:
    """Return definitions for properties that the person names and the blueprint lacks, after what the column holds."""
    there = (known or {}).get("schema", {}).get("properties", {})
    wanted = {column: _resolved(place, known).partition("properties.")[2] for column, place in places.items()}
    return {
        wanted[each["name"]]: each["property"]["definition"]
        for each in table["columns"]
        if wanted.get(each["name"]) and wanted[each["name"]] not in there
    }
