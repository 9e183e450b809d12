"""Actions as sent, checked; what is kept is what was sent (semantics 11 and 14.1)."""

from collections.abc import Mapping
from typing import Any

import regex

from seaway.domains.actions import forms, shapes
from seaway.domains.actions.errors import InvalidAction
from seaway.domains.actions.types import AUTOMATION, SELF_SERVICE, ActionDraft
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.parse import parse

PATTERN = r"^(?!\.{1,2}$)[\p{L}0-9@_.+:=-]+$"
MAX_IDENTIFIER = 1_000
RESERVED = "runs"
"""An action of this name could not be read: its address is that of all runs."""
_IDENTIFIER = regex.compile(PATTERN[:-1] + r"\Z")
_VERBS = frozenset({"POST", "PUT", "PATCH", "DELETE", "GET"})


def checked(identifier: str, definition: Mapping[str, Any]) -> ActionDraft:
    """Return an action as it is to be kept; nulls are absent.

    Raises:
        InvalidAction: a part of it is wrong.
    """
    if not _IDENTIFIER.match(identifier) or len(identifier) > MAX_IDENTIFIER or identifier == RESERVED:
        said = f'"{identifier[:80]}" cannot name an action; use letters, digits or @ _ . + : = -'
        raise InvalidAction("identifier", f"{said}, and not . or .. or {RESERVED} alone")
    kept = {name: value for name, value in definition.items() if value is not None}
    kept["trigger"] = _without_nulls(kept["trigger"])
    kept["invocationMethod"] = _without_nulls(kept["invocationMethod"])
    if "userInputs" in kept["trigger"]:
        kept["trigger"]["userInputs"] = _inputs_without_nulls(kept["trigger"]["userInputs"])
    _check_trigger(kept["trigger"])
    _check_method(kept["invocationMethod"])
    return ActionDraft(identifier, kept)


def _without_nulls(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if value is not None}


def _inputs_without_nulls(form: Any) -> Any:
    """Return a form whose inputs hold no nulls; one of another shape is left to the checks."""
    if not isinstance(form, dict) or not isinstance(inputs := form.get("properties"), dict):
        return form
    kept = {name: _without_nulls(each) if isinstance(each, dict) else each for name, each in inputs.items()}
    return {**form, "properties": kept}


def _check_trigger(trigger: Mapping[str, Any]) -> None:
    match trigger.get("type"):
        case "self-service":
            shapes.check(shapes.SELF_SERVICE, trigger, "trigger")
            forms.check(trigger["userInputs"], "trigger.userInputs")
            _check_condition(trigger)
        case "automation":
            shapes.check(shapes.AUTOMATION, trigger, "trigger")
            _check_event(trigger["event"])
        case _:
            raise InvalidAction("trigger.type", f'must be "{SELF_SERVICE}" or "{AUTOMATION}"')


def _check_condition(trigger: Mapping[str, Any]) -> None:
    condition = trigger.get("condition")
    if condition is None:
        return
    if trigger["operation"] == "CREATE" or not trigger.get("blueprintIdentifier"):
        raise InvalidAction("trigger.condition", "needs an operation DAY-2 or DELETE, and a blueprintIdentifier")
    try:
        parse({name: value for name, value in condition.items() if name != "type"}, "trigger.condition")
    except BadQueryError as error:
        raise InvalidAction(error.path or "trigger.condition", error.message) from None


def _check_event(event: Mapping[str, Any]) -> None:
    kind = event.get("type")
    if not isinstance(kind, str) or kind not in shapes.EVENTS:
        raise InvalidAction("trigger.event.type", f"must be one of {', '.join(sorted(shapes.EVENTS))}")
    shapes.check(shapes.EVENTS[kind], event, "trigger.event")


def _check_method(method: Mapping[str, Any]) -> None:
    kind = method.get("type")
    if not isinstance(kind, str) or kind not in shapes.METHODS:
        raise InvalidAction("invocationMethod.type", f"must be one of {', '.join(sorted(shapes.METHODS))}")
    shapes.check(shapes.METHODS[kind], method, "invocationMethod")
    verb = method.get("method")
    if verb is not None and "{{" not in verb and verb.upper() not in _VERBS:
        raise InvalidAction("invocationMethod.method", f"must be one of {', '.join(sorted(_VERBS))}")
