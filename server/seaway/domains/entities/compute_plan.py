"""How each computed property is got: which relations are followed from an entity, and whose changes it depends on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint, ComputedNode, Json
from seaway.engines import jq

Hop = tuple[int, bool]
"""A relation, and whether it is followed backwards: from the target to who names it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One computed property and how it is got.

    `hops` lead from an entity to those that are read, through the blueprints `places`, the own one first. An
    aggregation without a path has none: what is read is reached by any chain of the relations `forward`, or backwards
    by any of `backward`. `broken` says why there can be no value.
    """

    node: ComputedNode
    blueprint: Blueprint
    hops: tuple[Hop, ...] = ()
    places: tuple[int, ...] = ()
    forward: frozenset[int] = frozenset()
    backward: frozenset[int] = frozenset()
    end: Blueprint | None = None
    part: str = ""
    many: bool = False
    broken: str | None = None

    @property
    def name(self) -> str:
        """The property."""
        return self.node.name

    @property
    def given(self) -> Json:
        """Its definition."""
        return self.node.definition

    @property
    def timed(self) -> bool:
        """Whether it comes to something else as time passes, though nothing changes."""
        if self.node.section == "calculationProperties":
            return jq.uses_now(self.given["calculation"])
        spec = self.given.get("calculationSpec", {})
        return spec.get("averageOf") not in (None, "total") or _relative(self.given.get("query") or {})

    @property
    def chained(self) -> bool:
        """Whether what it reads is reached by any chain of relations."""
        return self.node.section == "aggregationProperties" and not self.hops


def _relative(query: Json) -> bool:
    """Tell whether rules speak of now: of a preset such as the last week, or of what has expired."""
    return any(
        _relative(rule)
        or rule.get("operator") in ("isExpired", "isNotExpired")
        or (isinstance(rule.get("value"), dict) and "preset" in rule["value"])
        for rule in query.get("rules", ())
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """Every computed property of an organisation, in generations: each needs only what earlier ones hold."""

    generations: tuple[tuple[Step, ...], ...]
    blueprints: Mapping[int, Blueprint]

    def of(self, blueprint: int) -> list[Step]:
        """Return the steps of one blueprint, in order."""
        return [step for steps in self.generations for step in steps if step.blueprint.id == blueprint]

    def timed(self) -> set[int]:
        """Return the blueprints of which something changes as time passes."""
        return {step.blueprint.id for steps in self.generations for step in steps if step.timed}

    def readers(self, blueprint: int) -> set[int]:
        """Return the blueprints that compute something over this one, or could not yet; itself if it computes too."""
        return {
            step.blueprint.id
            for steps in self.generations
            for step in steps
            if blueprint in step.places or step.blueprint.id == blueprint or step.broken is not None
        }


class _Whole(tuple[Blueprint, ...]):  # by identity of definitions: a blueprint's version names its whole content
    __slots__ = ()

    def __hash__(self) -> int:
        return hash(tuple((each.id, each.version) for each in self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and [(a.id, a.version) for a in self] == [(b.id, b.version) for b in other]


def plan(known: Sequence[Blueprint]) -> Plan:
    """Return the plan of an organisation's blueprints; remembered until one of them changes."""
    return _plan(_Whole(known))


def made(known: Sequence[Blueprint]) -> Plan:
    """Return the plan of blueprints, one of which may not be stored."""
    by_name = {each.identifier: each for each in known}
    generations = blueprints.computed_in_order(by_name)
    steps = tuple(tuple(_step(node, by_name) for node in nodes) for nodes in generations)
    return Plan(steps, {each.id: each for each in known})


@lru_cache(maxsize=64)
def _plan(known: _Whole) -> Plan:
    return made(known)


def _step(node: ComputedNode, known: Mapping[str, Blueprint]) -> Step:
    return _STEPS[node.section](node, known[node.blueprint], known)


def _mirror(node: ComputedNode, place: Blueprint, known: Mapping[str, Blueprint]) -> Step:
    led = blueprints.mirror_route(node.definition["path"], place, known)
    if isinstance(led, str):
        return Step(node, place, broken=f"its path leads nowhere: {led}")
    hops = tuple((known[at].relations[name].id, False) for at, name in led.hops)
    places = (*(known[at].id for at, _ in led.hops), known[led.end].id)
    return Step(node, place, hops, places, end=known[led.end], part=led.part, many=led.many)


def _calculation(node: ComputedNode, place: Blueprint, _known: Mapping[str, Blueprint]) -> Step:
    return Step(node, place, places=(place.id,))


def _aggregation(node: ComputedNode, place: Blueprint, known: Mapping[str, Blueprint]) -> Step:
    target = known.get(node.definition["target"])
    if target is None:
        return Step(node, place, broken=f'blueprint "{node.definition["target"]}" does not exist')
    if node.definition.get("pathFilter"):
        return _along(node, place, target, known)
    forward, ahead = _between(place, target, known)
    backward, behind = _between(target, place, known)
    places = tuple(sorted(ahead | behind | {place.id, target.id}))
    return Step(node, place, (), places, forward, backward, end=target, many=True)


def _along(node: ComputedNode, place: Blueprint, target: Blueprint, known: Mapping[str, Blueprint]) -> Step:
    """Follow an exact path: from the entity, or where `fromBlueprint` says so from what is counted to the entity."""
    [given] = node.definition["pathFilter"]
    backwards = given.get("fromBlueprint") == target.identifier
    start, goal = (target, place) if backwards else (place, target)
    at, hops, places = start, list[Hop](), [start.id]
    for name in given["path"]:
        relation = at.relations.get(name)
        if relation is None or relation.target not in known:
            return Step(node, place, broken=f'"{name}" is no relation of blueprint "{at.identifier}"')
        hops.append((relation.id, backwards))
        at = known[relation.target]
        places.append(at.id)
    if at.id != goal.id:
        return Step(node, place, broken=f'its path ends at blueprint "{at.identifier}", not at "{goal.identifier}"')
    if backwards:
        hops, places = hops[::-1], places[::-1]
    return Step(node, place, tuple(hops), tuple(places), end=target, many=True)


def _between(start: Blueprint, end: Blueprint, known: Mapping[str, Blueprint]) -> tuple[frozenset[int], set[int]]:
    """Return the relations that lie on some way from one blueprint to another, and the blueprints on these ways."""
    arrows = [
        (place.id, relation.target_id, relation.id) for place in known.values() for relation in place.relations.values()
    ]
    ahead = _closure(start.id, [(source, target) for source, target, _ in arrows])
    behind = _closure(end.id, [(target, source) for source, target, _ in arrows])
    used = [arrow for arrow in arrows if arrow[0] in ahead and arrow[1] in behind]
    return frozenset(relation for _, _, relation in used), {place for arrow in used for place in arrow[:2]}


def _closure(start: int, arrows: Sequence[tuple[int, int]]) -> set[int]:
    found, front = {start}, {start}
    while front:
        front = {target for source, target in arrows if source in front} - found
        found |= front
    return found


_STEPS: Mapping[str, Callable[[ComputedNode, Blueprint, Mapping[str, Blueprint]], Step]] = {
    "mirrorProperties": _mirror,
    "calculationProperties": _calculation,
    "aggregationProperties": _aggregation,
    "ownership": _mirror,
}
