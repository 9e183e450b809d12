"""Seaway's own documents, of blueprints, entities and scorecards, as `seaway export` writes them: read into drafts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from seaway.domains.blueprints.types import COMPUTED, BlueprintDraft, RelationDraft
from seaway.domains.entities.types import EntityDraft
from seaway.domains.imports.errors import BadDocument
from seaway.domains.scorecards import service as scorecards
from seaway.domains.scorecards.errors import InvalidScorecard
from seaway.domains.scorecards.types import Draft

MAX_DOCUMENTS = 5_000
# What Seaway fills in itself: an exported document may hold it, and it says nothing.
FILLED_IN = frozenset(
    {"kind", "id", "createdAt", "createdBy", "updatedAt", "updatedBy", "scorecards", "blueprint", "$datasource"}
)
_BLUEPRINT = frozenset(
    {"identifier", "title", "icon", "description", "schema", "relations", "ownership", "teamInheritance", *COMPUTED}
    | {"changelogDestination", "includeInGlobalSearch"}
)
_ENTITY = frozenset({"identifier", "title", "icon", "team", "properties", "relations"})
_RELATION = frozenset({"target", "title", "description", "many", "required", "type"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EntityManifest:
    """An entity that a document states. `number` is the document's, from 1."""

    number: int
    blueprint: str
    draft: EntityDraft


@dataclass(frozen=True, slots=True)
class ScorecardManifest:
    """A scorecard that a document states. `number` is the document's, from 1."""

    number: int
    blueprint: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Manifests:
    """What documents state, in their order, blueprints with their documents' numbers."""

    blueprints: Mapping[int, BlueprintDraft]
    entities: Sequence[EntityManifest]
    scorecards: Sequence[ScorecardManifest] = ()


def read(documents: Sequence[Any]) -> Manifests:
    """Return what the documents state.

    Raises:
        BadDocument: one is wrong, or two state the same; names its number and the field.
    """
    blueprints: dict[int, BlueprintDraft] = {}
    entities: list[EntityManifest] = []
    measures: list[ScorecardManifest] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, document in enumerate(documents, 1):
        given = _Fields(number, "", document)
        kind = given.text("kind")
        if kind == "blueprint":
            blueprints[number] = draft = _blueprint(given)
            subject: tuple[str, ...] = (draft.identifier,)
        elif kind == "entity":
            entities.append(manifest := _entity(given))
            subject = (manifest.blueprint, str(manifest.draft.identifier))
        elif kind == "scorecard":
            measures.append(measure := _scorecard(given))
            subject = ("", "scorecard", measure.draft.identifier)
        else:
            raise BadDocument(number, "kind", 'must be "blueprint", "entity" or "scorecard"')
        if (first := seen.setdefault(subject, number)) != number:
            raise BadDocument(number, "identifier", f"states the same as document {first}; keep one of them")
    return Manifests(blueprints, entities, measures)


class _Fields:
    """A mapping of a document, read field by field; what is wrong is named by its path."""

    def __init__(self, number: int, path: str, given: Any) -> None:
        if not isinstance(given, Mapping):
            raise BadDocument(number, path, "must be a mapping")
        self.number, self.path, self.given = number, path, given

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def only(self, known: frozenset[str]) -> None:
        for name in self.given:
            if name not in known and name not in FILLED_IN:
                raise BadDocument(self.number, self.at(str(name)[:100]), f"is none of {', '.join(sorted(known))}")

    def text(self, name: str) -> str:
        found = self.optional(name)
        if not found:
            raise BadDocument(self.number, self.at(name), "is required: a text")
        return found

    def optional(self, name: str) -> str | None:
        found = self.given.get(name)
        if found is not None and not isinstance(found, str):
            raise BadDocument(self.number, self.at(name), "must be a text; quote it if YAML reads it as something else")
        return found

    def flag(self, name: str) -> bool:
        found = self.given.get(name, False)
        if not isinstance(found, bool):
            raise BadDocument(self.number, self.at(name), "must be true or false")
        return found

    def mapping(self, name: str) -> "_Fields":
        return _Fields(self.number, self.at(name), self.given.get(name) or {})

    def each(self, name: str, read: Callable[["_Fields"], T]) -> dict[str, T]:
        inner = self.mapping(name)
        found = {}
        for key in inner.given:
            if not isinstance(key, str):
                raise BadDocument(self.number, inner.at(str(key)[:100]), "must be a text; quote it")
            found[key] = read(inner.mapping(key))
        return found


def _blueprint(given: _Fields) -> BlueprintDraft:
    given.only(_BLUEPRINT)
    schema = given.mapping("schema")
    required = schema.given.get("required") or []
    if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
        raise BadDocument(given.number, "schema.required", "must be a list of names of properties")
    ownership = given.given.get("ownership")
    if (inherited := given.given.get("teamInheritance")) and ownership is None:
        ownership = {"type": "Inherited", **_Fields(given.number, "teamInheritance", inherited).given}
    if ownership is not None and not isinstance(ownership, Mapping):
        raise BadDocument(given.number, "ownership", "must be a mapping")
    extra: dict[str, Any] = {name: dict(given.mapping(name).given) for name in (*COMPUTED, "changelogDestination")}
    if given.given.get("includeInGlobalSearch") is not None:
        extra["includeInGlobalSearch"] = given.flag("includeInGlobalSearch")
    return BlueprintDraft(
        identifier=given.text("identifier"),
        title=given.text("title"),
        icon=given.optional("icon"),
        description=given.optional("description"),
        properties=schema.each("properties", lambda fields: dict(fields.given)),
        required=tuple(required),
        relations=given.each("relations", _relation),
        ownership=ownership or None,
        extra={name: value for name, value in extra.items() if value != {}},
    )


def _scorecard(given: _Fields) -> ScorecardManifest:
    stated = {name: value for name, value in given.given.items() if name not in FILLED_IN}
    try:
        return ScorecardManifest(given.number, given.text("blueprint"), scorecards.read(stated))
    except InvalidScorecard as error:
        raise BadDocument.of(given.number, error) from None


def _relation(given: _Fields) -> RelationDraft:
    given.only(_RELATION)
    kept = {"type": given.text("type")} if given.given.get("type") else {}
    return RelationDraft(
        target=given.text("target"),
        many=given.flag("many"),
        required=given.flag("required"),
        title=given.optional("title"),
        description=given.optional("description"),
        definition=kept,
    )


def _entity(given: _Fields) -> EntityManifest:
    given.only(_ENTITY)
    draft = EntityDraft(
        identifier=given.text("identifier"),
        title=given.optional("title"),
        icon=given.optional("icon"),
        team=given.given.get("team"),
        properties=given.mapping("properties").given,
        relations=given.mapping("relations").given,
    )
    if isinstance(draft.team, Mapping):
        raise BadDocument(given.number, "team", "must be a text or a list of texts")
    for name, value in draft.relations.items():
        if isinstance(value, Mapping):
            raise BadDocument(given.number, f"relations.{name}", "must be an identifier or a list of identifiers")
    return EntityManifest(given.number, given.text("blueprint"), draft)
