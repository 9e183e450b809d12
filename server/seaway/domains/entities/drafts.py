"""Drafts made ready: bounded, named, and reduced to a digest by which an unchanged resend is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson

from seaway.domains.entities import identifiers
from seaway.domains.entities.errors import InvalidDraft
from seaway.domains.entities.types import EntityDraft
from seaway.kit import ids

GIVEN_TEAM = "$team"
Target = tuple[int, str]
"""(blueprint, identifier) of an entity that a relation or `team` names."""
Reference = tuple[str, Target]
"""(relation, target)."""
_VERSION_BITS = 0x7FFF


@dataclass(slots=True)
class Incoming:
    """One draft of a batch. `team` is None when it was not given; `digest` has its mode bit clear.

    `relations` (the checked values of declared relations) and `references` (each one's targets) are filled in once the
    draft is known to need a look.
    """

    index: int
    identifier: str
    draft: EntityDraft
    team: tuple[str, ...] | None
    digest: int
    relations: dict[str, Any] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)


def incoming(index: int, draft: EntityDraft, version: int) -> Incoming:
    """Return a draft ready to be written; its queries are resolved already.

    Raises:
        InvalidDraft: a part of it does not fit.
    """
    identifier = ids.public_id("e") if draft.identifier is None else identifiers.check(draft.identifier)
    title = identifiers.check_text(draft.title, "title", identifiers.MAX_TITLE)
    icon = identifiers.check_text(draft.icon, "icon", identifiers.MAX_ICON)
    for path, part in (("properties", draft.properties), ("relations", draft.relations)):
        if type(part) is not dict and not isinstance(part, Mapping):  # the exact type first: the other asks for long
            raise InvalidDraft(path, "must be an object")
    team = _team(draft)
    payload: dict[str, Any] = {"p": draft.properties, "r": draft.relations, "team": team}
    if "title" in draft.present:
        payload["title"] = title
    if "icon" in draft.present:
        payload["icon"] = icon
    return Incoming(index, identifier, draft, team, _digest(payload, version))


def _team(draft: EntityDraft) -> tuple[str, ...] | None:
    """Return the teams of a draft, None when it names none. `properties.$team` is another way to say `team`."""
    if GIVEN_TEAM in draft.properties and "team" not in draft.present:
        given = draft.properties[GIVEN_TEAM]
    elif "team" in draft.present:
        given = draft.team
    else:
        return None
    return teams(given)


def teams(given: Any) -> tuple[str, ...]:
    """Return the teams that a text, a list or null names, each once, in the order given.

    Raises:
        InvalidDraft: it is none of these, or holds what cannot name a team.
    """
    listed = [] if given is None else [given] if isinstance(given, str) else given
    if not isinstance(listed, (list, tuple)) or len(listed) > identifiers.MAX_TEAMS:
        raise InvalidDraft("team", f"must be null, a text or a list of at most {identifiers.MAX_TEAMS} texts")
    for name in listed:
        if not isinstance(name, str) or not 0 < len(name) <= identifiers.MAX_TEAM or not name.isprintable():
            raise InvalidDraft("team", f"must hold texts of 1 to {identifiers.MAX_TEAM} printable characters")
    return tuple(dict.fromkeys(listed))


def _digest(payload: Mapping[str, Any], version: int) -> int:
    """Return 48 bits of what was sent, 15 of the blueprint's version and a clear mode bit, as a signed number.

    The version is in the digest too; its own bits tell a digest of an older definition, which may be renewed without
    any change, from one of another payload.
    """
    try:
        text = orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, TypeError) as error:
        raise InvalidDraft("properties", f"cannot be stored as JSON: {error}") from None
    if b"\\u0000" in text:
        _refuse_nul(payload)
    short = int.from_bytes(blake2b(text, digest_size=6, salt=(version & 0xFFFFFFFF).to_bytes(4, "big")).digest(), "big")
    number = short << 16 | (version & _VERSION_BITS) << 1
    return number - (1 << 64) if number >> 63 else number


def of_version(digest: int | None, version: int) -> bool:
    """Tell whether a stored digest was made under a version of the blueprint."""
    return digest is not None and (digest >> 1) & _VERSION_BITS == version & _VERSION_BITS


def _refuse_nul(value: Any, path: str = "") -> None:
    """Raise when a text or a key holds NUL, which PostgreSQL cannot store."""
    if isinstance(value, str) and "\0" in value:
        raise InvalidDraft(path or "entity", "holds a NUL character, which cannot be stored; remove it")
    items = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    )
    for key, child in items:
        name = f"{path}.{key}" if path else {"p": "properties", "r": "relations"}.get(str(key), str(key))
        if isinstance(key, str) and "\0" in key:
            raise InvalidDraft(path or "entity", "has a key that holds a NUL character; remove it")
        _refuse_nul(child, name)
