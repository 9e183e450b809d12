"""One document to its verdict: every check of an entity, in the order in which Backstage makes them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from seaway.engines.backstage import near_misses, relations
from seaway.engines.backstage.envelope import DEFAULT_NAMESPACE, OUTPUT_ONLY, check_entity, check_envelope
from seaway.engines.backstage.kinds import BY_LOWER_NAME, KINDS, Kind
from seaway.engines.backstage.locations import Expander
from seaway.engines.backstage.placeholders import Source, fill, is_pending
from seaway.engines.backstage.schemas import shown
from seaway.engines.backstage.types import Fetch, Problem, Relation, Stage


@dataclass(slots=True)
class Verdict:
    """What is wrong with a document, in the order of the checks, and what it gives when nothing is."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    relations: tuple[Relation, ...] = ()
    entity: dict[str, Any] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def judge(document: Any, source: Source, expander: Expander) -> Verdict:
    """Return the verdict on a parsed document; no check hides the errors of a later one that can still be made."""
    if not isinstance(document, dict):
        found = "a list" if isinstance(document, list) else shown(document)
        message = f"the document must be a map with apiVersion, kind, metadata and spec, not {found}"
        return Verdict(problems=[Problem(Stage.ENVELOPE, "", message)])
    verdict = Verdict(problems=check_envelope(document))
    sound = not verdict.problems
    filled = fill(document, source)
    verdict.problems += [*filled.problems, *check_entity(filled.entity)]
    verdict.fetches = filled.fetches
    verdict.warnings = [f"{fetch.field} names {fetch.url[:200]}: it is kept as written" for fetch in filled.fetches]
    kind = _check_kind(filled.entity, verdict.problems)
    if sound:
        verdict.entity = _normal(filled.entity)
        if kind is not None and isinstance(verdict.entity.get("spec"), dict):
            _follow(kind, filled.entity, verdict, source, expander)
    return verdict


def _check_kind(entity: dict[str, Any], problems: list[Problem]) -> Kind | None:
    """Return the kind of the entity if it is known; add what is wrong with kind, version and spec."""
    name, version = entity.get("kind"), entity.get("apiVersion")
    if not isinstance(name, str) or not name:
        return None  # the envelope has said so
    kind = KINDS.get(name)
    if kind is None:
        meant = BY_LOWER_NAME.get(name.lower())
        fix = f"write {meant.name}" if meant else f"write one of {', '.join(KINDS)}"
        problems.append(Problem(Stage.UNKNOWN_KIND, "kind", f"kind {shown(name)} is not known: {fix}"))
        return None
    if isinstance(version, str) and version and version not in kind.versions:
        message = f"apiVersion {shown(version)} is not known for {name}: write {' or '.join(kind.versions)}"
        problems.append(Problem(Stage.UNKNOWN_KIND, "apiVersion", message))
        return None
    problems += _check_spec(kind, entity)
    return kind


def _check_spec(kind: Kind, entity: dict[str, Any]) -> Iterator[Problem]:
    if "spec" not in entity:
        needs = f" with {', '.join(kind.required)}" if kind.required else ""
        yield Problem(Stage.KIND_SCHEMA, "spec", f"spec is missing: add it{needs}")
    elif isinstance(spec := entity["spec"], dict):
        yield from kind.shape.check(spec)


def _normal(entity: dict[str, Any]) -> dict[str, Any]:
    """Return the entity with its namespace filled in and without the root fields that only catalogs write."""
    metadata = {"namespace": DEFAULT_NAMESPACE, **entity["metadata"]}
    return {key: value for key, value in entity.items() if key not in OUTPUT_ONLY} | {"metadata": metadata}


def _follow(kind: Kind, written: dict[str, Any], verdict: Verdict, source: Source, expander: Expander) -> None:
    """Add what the spec refers to: relations, and for a Location its files."""
    verdict.relations = relations.emit(kind, verdict.entity, verdict.problems)
    verdict.warnings += near_misses.warnings(kind, written)
    spec = verdict.entity["spec"]
    if kind.name == "Location" and not is_pending(spec):
        expansion = expander.expand(spec, source.file)
        verdict.problems += expansion.problems
        verdict.warnings += expansion.warnings
        verdict.fetches += expansion.fetches
        verdict.files = expansion.files
