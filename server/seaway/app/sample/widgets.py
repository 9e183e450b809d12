"""How the sample writes widgets: each in Port's shape."""

from typing import Any

UNIT = 27


def of(blueprint: str, *rules: dict[str, Any]) -> dict[str, Any]:
    """Return what a widget about these entities of a blueprint says."""
    about = {"property": "$blueprint", "operator": "=", "value": blueprint}
    return {"blueprint": blueprint, "dataset": {"combinator": "and", "rules": [about, *rules]}}


def where(name: str, value: Any, operator: str = "=") -> dict[str, Any]:
    """Return the rule that a property compares so."""
    return {"property": name, "operator": operator, "value": value}


def number(name: str, title: str, about: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a widget that counts, unless `more` says otherwise."""
    usual = {"chartType": "countEntities", "calculationBy": "entities", "func": "count", "unit": "none"}
    return {"id": name, "type": "entities-number-chart", "title": title, **about, **usual, **more}


def row(units: int, *columns: tuple[str, int]) -> dict[str, Any]:
    """Return a row of a board, so many units high, with widgets so many columns wide."""
    return {"height": units * UNIT, "columns": [{"id": name, "size": size} for name, size in columns]}


def table(name: str, title: str, about: dict[str, Any], columns: list[str], *sort: str, **more: Any) -> dict[str, Any]:
    """Return a table with these columns; a key of its order that begins with - is descending."""
    order = [{"property": key.removeprefix("-"), "order": "desc" if key.startswith("-") else "asc"} for key in sort]
    config = {"propertiesSettings": {"order": columns}, "sortSettings": {"sortBy": order}}
    said = {"id": name, "type": "table-entities-explorer", "title": title, "displayMode": "widget", **about}
    return {**said, "blueprintConfig": {about["blueprint"]: config}, **more}
