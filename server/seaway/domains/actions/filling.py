"""What somebody fills in, held against the form of an action (semantics 13.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from seaway.domains.actions import forms
from seaway.domains.actions.errors import InvalidInput
from seaway.domains.blueprints.properties import compiled

MASK = "*****"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """Inputs that fit their form. `secret` names those whose values are not kept: they stand masked in `shown`."""

    values: Mapping[str, Any] = field(repr=False)
    secret: frozenset[str]

    @property
    def shown(self) -> dict[str, Any]:
        """The inputs as they may be kept and told."""
        return {name: MASK if name in self.secret else value for name, value in self.values.items()}


def filled(form: Json, given: Json) -> Filled:
    """Return what was filled in, with the defaults of what was left out. What an expression decides is not checked.

    Raises:
        InvalidInput: an input is missing, unknown or does not fit.
    """
    inputs: Mapping[str, Json] = form["properties"]
    for name in given:
        if name not in inputs:
            raise InvalidInput(name[:100], f"is no input of this action; it has {', '.join(inputs) or 'none'}")
    values = {name: value for name, value in _with_defaults(inputs, given) if value is not None}
    for name in _required(form):
        if name not in values:
            raise InvalidInput(name, "is required")
    secret = frozenset(name for name in values if forms.is_sealed(inputs[name]))
    for name, value in values.items():
        _check(name, inputs[name], value, told=name not in secret)
    return Filled(values, secret)


def entity_inputs(form: Json, filled_in: Filled) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each input of entities with their blueprint and identifiers."""
    for name, value in filled_in.values.items():
        given = form["properties"][name]
        holder = given.get("items") or {} if given["type"] == "array" else given
        if holder.get("format") == "entity":
            yield name, holder["blueprint"], [value] if isinstance(value, str) else [str(each) for each in value]


def _with_defaults(inputs: Mapping[str, Json], given: Json) -> Iterator[tuple[str, Any]]:
    for name, definition in inputs.items():
        if given.get(name) is not None:
            yield name, given[name]
        elif name not in given and forms.constant(default := definition.get("default")):
            yield name, default


def _required(form: Json) -> list[str]:
    """Return the inputs that must be filled in, as far as that is certain."""
    listed = form.get("required")
    own = [name for name, each in form["properties"].items() if each.get("required") is True]
    return [*(listed if isinstance(listed, list) else ()), *own]


def _check(name: str, definition: Json, value: Any, *, told: bool) -> None:
    if definition["type"] == "object" and forms.is_sealed(definition) and isinstance(value, str):
        return  # sealed by the browser: what is inside is not for us
    if _sealed_by_client(definition) and isinstance(value, str):
        return
    error = next(compiled(forms.value_schema(definition)).iter_errors(value), None)
    if error is None:
        return
    place = ".".join([name, *(str(part)[:100] for part in error.instance_path)])
    raise InvalidInput(place, error.message[:300] if told else "does not fit its definition")


def _sealed_by_client(definition: Json) -> bool:
    return isinstance(definition.get("encryption"), dict)
