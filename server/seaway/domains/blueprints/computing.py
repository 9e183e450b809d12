"""What is computed from what: the computed properties of all blueprints, in an order in which they can be computed."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from seaway.domains.blueprints import mirrors
from seaway.domains.blueprints.errors import InvalidDefinition
from seaway.domains.blueprints.mirrors import Definition, Definitions
from seaway.domains.blueprints.types import ComputedNode, Json
from seaway.engines import jq

Place = tuple[str, str]
TEAM = "$team"


def ordered(known: Definitions) -> list[list[ComputedNode]]:
    """Return every computed property in generations: each needs only what earlier ones hold.

    Raises:
        InvalidDefinition: one needs itself, over others or not; the message says how.
    """
    nodes = {node.place: node for place in known.values() for node in _nodes(place, known)}
    sorter = TopologicalSorter({node.place: node.needs & nodes.keys() for node in nodes.values()})
    try:
        sorter.prepare()
    except CycleError as error:
        raise _circle(error.args[1], nodes) from None
    generations = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        generations.append([nodes[place] for place in ready])
        sorter.done(*ready)
    return generations


def _circle(places: list[Place], nodes: dict[Place, ComputedNode]) -> InvalidDefinition:
    first = nodes[places[0]]
    way = " → ".join(f"{blueprint}.{name}" for blueprint, name in reversed(places))
    return InvalidDefinition(
        f"{first.section}.{first.name}", f"is computed from itself: {way}; let one of them read what is stored"
    )


def _nodes(place: Definition, known: Definitions) -> Iterable[ComputedNode]:
    for name, section in mirrors.sections(place).items():
        given = place.extra[section][name]
        needs = _NEEDS[section](name, given, place, known)
        yield ComputedNode(place.identifier, name, section, given, frozenset(needs))
    if place.ownership is not None and place.ownership["type"] == "Inherited":
        given = {"path": f"{place.ownership['path']}.{TEAM}"}
        yield ComputedNode(place.identifier, TEAM, "ownership", given, frozenset(_of_mirror(TEAM, given, place, known)))


def _of_mirror(_name: str, given: Json, place: Definition, known: Definitions) -> Iterable[Place]:
    led = mirrors.route(given["path"], place, known)
    if not isinstance(led, str):
        yield led.end, led.part


def _of_calculation(name: str, given: Json, place: Definition, _known: Definitions) -> Iterable[Place]:
    """A program that may read anything sees mirrors and aggregations, but no calculation that it does not name."""
    reads = jq.references(given["calculation"])
    unseen = reads.everything or "properties" in reads.keys
    for other, section in mirrors.sections(place).items():
        if other in reads.properties or (unseen and section != "calculationProperties" and other != name):
            yield place.identifier, other
    if reads.everything or "team" in reads.keys:
        yield place.identifier, TEAM


def _of_aggregation(_name: str, given: Json, _place: Definition, _known: Definitions) -> Iterable[Place]:
    spec = given["calculationSpec"]
    named = {spec.get("property"), spec.get("measureTimeBy"), *_ruled(given.get("query") or {})}
    return ((given["target"], name) for name in named if isinstance(name, str))


def _ruled(query: Json) -> Iterable[object]:
    """Yield the properties that the rules of a query name, however deep."""
    for rule in query.get("rules", ()):
        if isinstance(rule, dict):
            yield from _ruled(rule) if "rules" in rule else (rule.get("property"),)


_NEEDS = {
    "mirrorProperties": _of_mirror,
    "calculationProperties": _of_calculation,
    "aggregationProperties": _of_aggregation,
}
