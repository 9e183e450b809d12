"""From Backstage's documents to records: which blueprint, which identifier, which properties and relations.

Every statement a document makes is a relation whose source is the document itself; the inverse that Backstage adds on
the other entity is shown by the portal, not stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import regex

from seaway.domains.blueprints.types import BlueprintDraft, RelationDraft
from seaway.domains.entities.types import EntityDraft
from seaway.domains.identity.types import canonical_email
from seaway.domains.imports import model
from seaway.domains.imports.types import Bundle, Document, Record
from seaway.engines.backstage.types import DocumentResult, Result

# What an entity's identifier and a blueprint's may hold; references of Backstage may hold more.
_IDENTIFIER = regex.compile(r"(?!\.{1,2}\Z)[\p{L}0-9@_.+:\\/=-]{1,600}")
_KIND = regex.compile(r"[a-z][a-z0-9]{0,62}")
_METADATA = ("description", "tags", "links", "labels", "annotations")
_PROFILE = frozenset({"displayName", "email", "picture"})
# Fields of a spec that have a place of their own; the rest is kept in `spec`. Reference fields become relations.
_REFERENCES = frozenset(
    {
        "owner",
        "system",
        "subcomponentOf",
        "domain",
        "subdomainOf",
        "providesApis",
        "consumesApis",
        "dependsOn",
        "dependencyOf",
        "parent",
        "children",
        "members",
        "memberOf",
    }
)
_MAX_REASON = 10_000
Target = tuple[str, str]


def bundle(results: Sequence[DocumentResult], known_users: Mapping[str, str]) -> Bundle:
    """Return what the documents say. `known_users` maps references of users to the e-mails earlier imports saw."""
    results = sorted((_storable(found) for found in results), key=lambda found: (found.place.file, found.place.index))
    winners = {
        number: found
        for number, found in enumerate(results)
        if found.result is Result.ACCEPTED and found.superseded_by is None
    }
    users = {**known_users, **_mails(winners.values())}
    stated = {number: _statements(found, users) for number, found in winners.items()}
    members = _memberships(winners.values())
    records = tuple(_record(number, found, stated[number], (users, members)) for number, found in winners.items())
    rejected = [found for found in results if found.result is Result.REJECTED]
    named = {found.place: ref for found in rejected if (ref := _would_be(found)) is not None}
    return Bundle(
        tuple(
            _document(found, stated[number].dropped if number in stated else ()) for number, found in enumerate(results)
        ),
        tuple(_blueprints(records, stated.values())),
        records,
        kept=frozenset(named.values()),
        broken=frozenset(found.place.file for found in rejected if found.place not in named),
    )


def target_of(ref: str, users: Mapping[str, str]) -> Target:
    """Return the blueprint and identifier for which a reference stands."""
    kind, _, name = ref.partition(":")
    if kind == "group":
        return model.TEAM, name
    if kind == "user":
        return (model.USER, users[ref]) if ref in users else (model.BACKSTAGE_USER, name)
    return kind, name


def _storable(result: DocumentResult) -> DocumentResult:
    """Return the result, rejected if PostgreSQL could not keep the document as JSON."""
    if result.result is not Result.ACCEPTED:
        return result
    try:
        text = orjson.dumps([result.original, result.entity])
    except TypeError as error:  # orjson's JSONEncodeError is one
        problem = f"cannot be kept as JSON ({error}); use smaller numbers and text that is UTF-8"
    else:
        if b"\\u0000" not in text:
            return result
        problem = "holds a NUL character, which cannot be stored; remove it"
    return DocumentResult(result.place, result.line, Result.REJECTED, kind=result.kind, reason=f"format: {problem}")


def _would_be(result: DocumentResult) -> str | None:
    """Return the reference that a rejected document would have, if it names itself."""
    metadata = (result.original or {}).get("metadata")
    if not isinstance(metadata, Mapping) or result.kind is None or result.name is None:
        return None
    namespace = metadata.get("namespace", "default")
    return f"{result.kind}:{namespace}/{result.name}".lower() if isinstance(namespace, str) else None


def _mails(results: Iterable[DocumentResult]) -> dict[str, str]:
    found = {}
    for result in results:
        if result.ref and result.ref.startswith("user:") and (mail := _mail(result.entity or {})):
            found[result.ref] = mail
    return found


def _mail(entity: Mapping[str, Any]) -> str | None:
    profile = entity["spec"].get("profile")
    given = profile.get("email") if isinstance(profile, Mapping) else None
    mail = canonical_email(given) if isinstance(given, str) else None
    return mail if mail and _IDENTIFIER.fullmatch(mail) and not _machine(mail) else None


def _machine(mail: str) -> bool:
    """Tell whether an address would name a service account: a file makes none of those."""
    return mail.partition("@")[2].startswith("serviceaccounts.")


def _memberships(results: Iterable[DocumentResult]) -> dict[str, list[str]]:
    """Return the groups of each user, whether the user's document names them or the group's."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for result in results:
        for source, kind, target in result.relations:
            if kind == "memberOf" and target.startswith("group:"):
                found[source].append(target.partition(":")[2])
    return found


@dataclass(slots=True)
class _Statements:
    """The relations of a document: values by name, their definitions, and what cannot be kept."""

    values: dict[str, Any] = field(default_factory=dict)
    definitions: dict[str, RelationDraft] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)


def _statements(result: DocumentResult, users: Mapping[str, str]) -> _Statements:
    found = _Statements()
    for source, kind, target in result.relations:
        if source != result.ref:
            continue
        blueprint, identifier = target_of(target, users)
        if not _IDENTIFIER.fullmatch(identifier) or not (model.known(blueprint) or _KIND.fullmatch(blueprint)):
            found.dropped.append(
                f"{kind} {target[:200]} is not kept: the name holds characters that no entity can have"
            )
            continue
        name = model.relation_name(kind, blueprint)
        found.definitions[name] = model.relation(kind, blueprint)
        if kind in model.SINGLE:
            found.values.setdefault(name, identifier)
        else:
            found.values.setdefault(name, []).append(identifier)
    return found


def _record(
    number: int,
    result: DocumentResult,
    stated: _Statements,
    people: tuple[Mapping[str, str], Mapping[str, Sequence[str]]],
) -> Record:
    entity, ref = result.entity or {}, result.ref or ""
    users, members = people
    blueprint, identifier = target_of(ref, users)
    owner = stated.values.get("ownedByGroup")
    team = members.get(ref, ()) if ref.startswith("user:") else [owner] if owner else []
    draft = EntityDraft(
        identifier=identifier,
        title=_title(entity),
        properties=_properties(blueprint, entity),
        relations=stated.values,
        present=frozenset({"identifier", "title", "properties", "relations"}),
    )
    place = result.place
    return Record(
        ref, blueprint, draft, tuple(dict.fromkeys(team)), number, place.file, place.index, result.original or {}
    )


def _title(entity: Mapping[str, Any]) -> str:
    profile = entity["spec"].get("profile")
    shown = profile.get("displayName") if isinstance(profile, Mapping) else None
    return str(entity["metadata"].get("title") or shown or entity["metadata"]["name"])[:2000]


def _properties(blueprint: str, entity: Mapping[str, Any]) -> dict[str, Any]:
    spec, declared = dict(entity["spec"]), model.properties_of(blueprint)
    found = {name: entity["metadata"][name] for name in _METADATA if name in entity["metadata"]}
    if isinstance(profile := spec.get("profile"), Mapping):
        found |= {name: profile[name] for name in ("email", "picture") if name in profile and name in declared}
        if further := {name: value for name, value in profile.items() if name not in _PROFILE}:
            spec["profile"] = further
        else:
            del spec["profile"]
    for name in declared:
        if name in spec and name not in found and (value := _fitting(declared[name], spec[name])) is not None:
            found[name] = value
            del spec[name]
    rest = {name: value for name, value in spec.items() if name not in _REFERENCES}
    return {**found, "spec": rest} if rest else found


def _fitting(definition: Mapping[str, Any], value: Any) -> Any:
    """Return a value that its property can hold, None when it must stay among the further fields.

    A placeholder that names an address is kept as it was written, `$text: https://…`.
    """
    if definition["type"] == "array":
        return value if isinstance(value, list) else None
    if isinstance(value, Mapping) and len(value) == 1:
        [(key, inner)] = value.items()
        return f"{key}: {inner}" if key.startswith("$") and isinstance(inner, str) else None
    return value if isinstance(value, str) else None


def _blueprints(records: Sequence[Record], stated: Iterable[_Statements]) -> list[BlueprintDraft]:
    """Return every blueprint the records need, and those that their relations point at."""
    wanted: dict[str, dict[str, RelationDraft]] = {name: {} for name in model.kinds()}
    for record, found in zip(records, stated, strict=True):
        wanted.setdefault(record.blueprint, {}).update(found.definitions)
        for definition in found.definitions.values():
            wanted.setdefault(definition.target, {})
    return [model.blueprint(name, relations) for name, relations in wanted.items()]


def _document(result: DocumentResult, dropped: Sequence[str]) -> Document:
    return Document(
        file=result.place.file,
        index=result.place.index,
        result=result.result.value,
        line=result.line,
        ref=result.ref,
        kind=_clean(result.kind),
        reason=_clean(result.reason),
        relations=result.relations,
        warnings=tuple(str(_clean(text)) for text in (*result.warnings, *dropped)),
    )


def _clean(text: str | None) -> str | None:
    """Return a text that PostgreSQL can store, shortened to what a person would read."""
    if text is None:
        return None
    return text[:_MAX_REASON].replace("\0", "\ufffd").encode("utf-8", "replace").decode()
