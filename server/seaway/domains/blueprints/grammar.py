"""How identifiers of blueprints, properties and relations are written (port-api semantics 1.6)."""

import regex

from seaway.domains.blueprints.errors import InvalidDefinition

BLUEPRINT_PATTERN = r"^(?!\.{1,2}$)[\p{L}0-9@_.+:\\/-]+$"
NAME_PATTERN = r"^[A-Za-z0-9@_=\\-]+$"
MAX_IDENTIFIER = MAX_TITLE = 100
MAX_DESCRIPTION, MAX_LONG_DESCRIPTION, MAX_ICON = 200, 5_000, 1_000
_BLUEPRINT = regex.compile(BLUEPRINT_PATTERN[:-1] + r"\Z")
_NAME = regex.compile(NAME_PATTERN[:-1] + r"\Z")


def check_blueprint(identifier: str, path: str = "identifier") -> None:
    """Let through what may name a blueprint.

    Raises:
        InvalidDefinition: empty, over 100 characters, or with a character outside the grammar.
    """
    if len(identifier) > MAX_IDENTIFIER or not _BLUEPRINT.match(identifier):
        raise InvalidDefinition(
            path,
            f"{_quote(identifier)} cannot name a blueprint; "
            f"use 1 to {MAX_IDENTIFIER} letters, digits or @ _ . + : \\ / -",
        )


def check_name(name: str, section: str) -> None:
    """Let through what may name a property or a relation; `section` is the place that holds it.

    Raises:
        InvalidDefinition: empty, over 100 characters, or with a character outside the grammar.
    """
    if len(name) > MAX_IDENTIFIER or not _NAME.match(name):
        raise InvalidDefinition(
            f"{section}.{name[:MAX_IDENTIFIER]}",
            f"{_quote(name)} cannot be a name here; use 1 to {MAX_IDENTIFIER} of A-Z a-z 0-9 @ _ = \\ -",
        )


def check_text(value: object, path: str, most: int, *, least: int = 0) -> None:
    """Let through None and a text of `least` to `most` characters.

    Raises:
        InvalidDefinition: it is neither.
    """
    if value is not None and not (isinstance(value, str) and least <= len(value) <= most):
        raise InvalidDefinition(path, f"must be a text of {least} to {most} characters")


def _quote(text: str) -> str:
    return f'"{text[:80]}{"…" if len(text) > 80 else ""}"'
