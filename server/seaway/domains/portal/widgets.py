"""Widgets as a page keeps them: found by id at any depth, named where they have no name, otherwise left as they are.

Clients compare what they sent with what comes back, so nothing is filled in, dropped or put in another order.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

import orjson

from seaway.core.errors import Invalid, NotFound

Widget = dict[str, Any]
MAX_DEPTH, MAX_WIDGETS = 8, 300
NEW_HEIGHT = 400
DASHBOARD = "dashboard-widget"


def named(widgets: list[Widget]) -> list[Widget]:
    """Return the widgets, each with an id: the same for the same content, so that a resend changes nothing.

    Raises:
        Invalid: there are too many of them, they nest too deep, or one has no type.
    """
    taken = {str(widget["id"]) for _, widget in walk(widgets, "widgets") if widget.get("id")}
    return [_named(widget, f"widgets.{place}", taken) for place, widget in enumerate(widgets)]


def _named(widget: Widget, path: str, taken: set[str]) -> Widget:
    shown = dict(widget)
    if isinstance(widget.get("widgets"), list):
        shown["widgets"] = [_named(each, f"{path}.widgets.{at}", taken) for at, each in enumerate(widget["widgets"])]
    if isinstance(widget.get("groups"), list):
        shown["groups"] = [_group(group, f"{path}.groups.{at}", taken) for at, group in enumerate(widget["groups"])]
    if not widget.get("id"):
        shown["id"] = _fresh(path, widget, taken)
    return shown


def _group(group: Any, path: str, taken: set[str]) -> Any:
    if not isinstance(group, dict) or not isinstance(group.get("widgets"), list):
        return group
    inner = [_named(each, f"{path}.widgets.{at}", taken) for at, each in enumerate(group["widgets"])]
    return {**group, "widgets": inner}


def _fresh(path: str, widget: Widget, taken: set[str]) -> str:
    """Return an id that no widget of the page has, made of where the widget stands and what it says."""
    turn = 0
    while True:
        digest = blake2b(orjson.dumps([path, widget, turn]), digest_size=8).hexdigest()
        if (name := f"w_{digest}") not in taken:
            taken.add(name)
            return name
        turn += 1


def walk(widgets: Any, path: str) -> Iterator[tuple[str, Widget]]:
    """Yield every widget with its place, outer ones first.

    Raises:
        Invalid: what stands there is no list of widgets, or too large.
    """
    for seen, (here, widget) in enumerate(_walk(widgets, path, 1)):
        if seen >= MAX_WIDGETS:
            raise _invalid(path, f"holds over {MAX_WIDGETS} widgets; spread them over several pages")
        yield here, widget


def _walk(widgets: Any, path: str, depth: int) -> Iterator[tuple[str, Widget]]:
    if not isinstance(widgets, list):
        raise _invalid(path, "must be an array of widgets")
    if depth > MAX_DEPTH:
        raise _invalid(path, f"is nested over {MAX_DEPTH} levels deep")
    for place, widget in enumerate(widgets):
        here = f"{path}.{place}"
        if not isinstance(widget, dict) or not isinstance(widget.get("type"), str):
            raise _invalid(here, 'must be an object with a type, such as {"type": "markdown"}')
        yield here, widget
        for name, inner in _inside(widget):
            yield from _walk(inner, f"{here}.{name}", depth + 1)


def _inside(widget: Widget) -> Iterator[tuple[str, Any]]:
    if "widgets" in widget:
        yield "widgets", widget["widgets"]
    groups = widget.get("groups")
    for place, group in enumerate(groups if isinstance(groups, list) else ()):
        if isinstance(group, dict) and "widgets" in group:
            yield f"groups.{place}.widgets", group["widgets"]


def changed(widgets: list[Widget], name: str, fields: Mapping[str, Any]) -> list[Widget]:
    """Return the widgets with the fields of one of them replaced.

    Raises:
        NotFound: no widget has this id. Invalid: the fields name another id.
    """
    if fields.get("id", name) != name:
        raise _invalid("id", f'stays "{name}"; add another widget instead')
    return _replaced(widgets, name, lambda widget: {**widget, **fields})


def removed(widgets: list[Widget], name: str) -> list[Widget]:
    """Return the widgets without one of them, and without its place in a layout.

    Raises:
        NotFound: no widget has this id.
    """
    return _replaced(widgets, name, lambda _: None)


def added(widgets: list[Widget], widget: Widget, parent: str | None) -> list[Widget]:
    """Return the widgets with one more: in the parent, else in the page's only dashboard, else at the end.

    Raises:
        NotFound: no widget has the parent's id. Invalid: the parent holds no widgets.
    """
    if parent is None and len(widgets) == 1 and widgets[0].get("type") == DASHBOARD:
        return [_joined(widgets[0], widget)]
    if parent is None:
        return [*widgets, widget]
    return _replaced(widgets, parent, lambda found: _joined(found, widget))


def _joined(parent: Widget, widget: Widget) -> Widget:
    if not isinstance(parent.get("widgets"), list):
        raise _invalid("parentWidgetId", f'"{parent.get("id")}" is a {parent.get("type")}, which holds no widgets')
    grown = {**parent, "widgets": [*parent["widgets"], widget]}
    if isinstance(parent.get("layout"), list):
        row = {"height": NEW_HEIGHT, "columns": [{"id": widget["id"], "size": 12}]}
        grown["layout"] = [*parent["layout"], row]
    return grown


def _replaced(widgets: list[Widget], name: str, change: Any) -> list[Widget]:
    done, found = _in_list(widgets, name, change)
    if not found:
        raise NotFound.of("widget", name)
    return done


def _in_list(widgets: list[Widget], name: str, change: Any) -> tuple[list[Widget], bool]:
    """Change the first widget of this name in the list or below it; tell whether there was one."""
    for place, widget in enumerate(widgets):
        if widget.get("id") == name:
            after = change(widget)
            return [*widgets[:place], *([] if after is None else [after]), *widgets[place + 1 :]], True
        inner, found = _below(widget, name, change)
        if found:
            return [*widgets[:place], inner, *widgets[place + 1 :]], True
    return widgets, False


def _below(widget: Widget, name: str, change: Any) -> tuple[Widget, bool]:
    if isinstance(widget.get("widgets"), list):
        inner, found = _in_list(widget["widgets"], name, change)
        if found:
            return _laid_out({**widget, "widgets": inner}, name), True
    groups: list[Any] = widget["groups"] if isinstance(widget.get("groups"), list) else []
    for place, group in enumerate(groups):
        if isinstance(group, dict) and isinstance(group.get("widgets"), list):
            inner, found = _in_list(group["widgets"], name, change)
            if found:
                here = {**group, "widgets": inner}
                return {**widget, "groups": [*groups[:place], here, *groups[place + 1 :]]}, True
    return widget, False


def _laid_out(widget: Widget, name: str) -> Widget:
    """Take a widget that is gone out of the layout; rows that it leaves empty go too."""
    gone = all(each.get("id") != name for each in widget["widgets"])
    if not gone or not isinstance(widget.get("layout"), list):
        return widget
    rows = [_row(row, name) for row in widget["layout"]]
    return {**widget, "layout": [row for row in rows if row is not None]}


def _row(row: Any, name: str) -> Any:
    columns = row.get("columns") if isinstance(row, dict) else None
    if not isinstance(columns, list):
        return row
    kept = [column for column in columns if not (isinstance(column, dict) and column.get("id") == name)]
    if len(kept) == len(columns):
        return row
    return {**row, "columns": kept} if kept else None


def _invalid(path: str, message: str) -> Invalid:
    return Invalid(f"{path}: {message}", details={"path": path})
