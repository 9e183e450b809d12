"""Failures of blueprint writes."""

from typing import Any

from seaway.core.errors import Invalid, NotFound


class InvalidDefinition(Invalid):
    """A part of a definition is wrong; `details.path` names it as it stands in the body."""

    def __init__(self, path: str, fix: str, **details: Any) -> None:
        super().__init__(f"{path}: {fix}", details={"path": path, **details})


class ForbiddenFormatChange(Invalid):
    """The type, format or spec of a stored property would change under its values."""

    error = "forbidden_format_change"


class HasDependents(Invalid):
    """Something still needs the blueprint: entities, or relations of other blueprints."""

    error = "has_dependents"


class ProtectedResource(Invalid):
    """A built-in part of a system blueprint would change."""

    error = "protected_resource"


class TargetMissing(NotFound):
    """A definition names a blueprint that does not exist. Clients look for "not found" in the message."""

    def __init__(self, path: str, target: str) -> None:
        super().__init__(
            f'{path}: blueprint "{target}" was not found; create it first',
            details={"resource": "blueprint", "with": "identifier", "withValue": target, "path": path},
        )


class Incompatible(Invalid):
    """A blueprint that should be completed says something else already; nothing was written."""

    error = "incompatible_blueprint"
