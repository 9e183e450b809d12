"""Computed properties of a thousand random blueprints against the reference, step by step of random histories."""

import random
from typing import Any

import pytest

from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, BlueprintPatch, RelationDraft
from seaway.domains.entities import service
from tests.entities.computed import World
from tests.entities.conftest import UPSERT, Writer, draft
from tests.entities.test_computed import Settled, held

KINDS = ("a", "b", "c", "d", "e", "f")
STORED = {"n": {"type": "number"}, "t": {"type": "string"}}
COUNT = {"calculationBy": "entities", "func": "count"}
SECTIONS = ("mirrorProperties", "calculationProperties", "aggregationProperties")


class Model:
    """Random blueprints: some relations, and computed properties that build on what was made before them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.relations: dict[str, dict[str, dict[str, Any]]] = {
            kind: {
                f"r{number}": {"target": rng.choice(KINDS), "many": rng.random() < 0.5}
                for number in range(rng.randint(1, 2))
            }
            for kind in KINDS
        }
        self.computed: dict[str, dict[str, dict[str, Any]]] = {kind: {name: {} for name in SECTIONS} for kind in KINDS}
        self.types: dict[str, dict[str, str]] = {kind: {"n": "number", "t": "string"} for kind in KINDS}
        for number in range(rng.randint(6, 14)):
            self._add(rng.choice(KINDS), f"v{number}")

    def _add(self, kind: str, name: str) -> None:
        section = self.rng.choice(SECTIONS)
        given, type_ = getattr(self, f"_{section}")(kind)
        self.computed[kind][section][name] = given
        self.types[kind][name] = type_

    def _path(self, kind: str) -> tuple[list[str], str, bool]:
        path, many = [], False
        for _ in range(self.rng.randint(1, 3)):
            name = self.rng.choice(sorted(self.relations[kind]))
            path.append(name)
            many = many or self.relations[kind][name]["many"]
            kind = self.relations[kind][name]["target"]
        return path, kind, many

    def _mirrorProperties(self, kind: str) -> tuple[dict[str, Any], str]:  # noqa: N802  # named as its section
        path, end, many = self._path(kind)
        part = self.rng.choice([*self.types[end], "$identifier", *self.relations[end]])
        own = self.types[end].get(part, "string")
        if part in self.relations[end] and self.relations[end][part]["many"]:
            own = "array"
        return {"path": ".".join([*path, part])}, "array" if many else own

    def _calculationProperties(self, kind: str) -> tuple[dict[str, Any], str]:  # noqa: N802
        name = self.rng.choice(sorted(self.types[kind]))
        return self.rng.choice(
            [
                ({"type": "number", "calculation": f".properties.{name} * 2 + 1"}, "number"),
                ({"type": "string", "calculation": f".identifier + (.properties.{name} | tostring)"}, "string"),
                ({"type": "array", "calculation": f"[.properties.{name}, .properties.t]"}, "array"),
                ({"type": "number", "calculation": f".properties.{name} | length"}, "number"),
                (
                    {"type": "number", "calculation": f'if .properties.{name} == 1 then error("no") else 7 end'},
                    "number",
                ),
            ]
        )

    def _aggregationProperties(self, kind: str) -> tuple[dict[str, Any], str]:  # noqa: N802
        rng = self.rng
        given: dict[str, Any] = {"type": "number", "target": rng.choice(KINDS), "calculationSpec": COUNT}
        numbers = [name for name, type_ in self.types[given["target"]].items() if type_ == "number"]
        if rng.random() < 0.6:
            func = rng.choice(["sum", "min", "max", "median", "average"])
            given["calculationSpec"] = {"calculationBy": "property", "func": func, "property": rng.choice(numbers)}
            if func == "average":
                given["calculationSpec"]["averageOf"] = "total"
        if rng.random() < 0.5:
            rule = {"property": rng.choice(numbers), "operator": rng.choice(["=", ">"]), "value": rng.randint(0, 3)}
            given["query"] = {"combinator": "and", "rules": [rule]}
        if rng.random() < 0.5:
            self._narrow(kind, given)
        return given, "number"

    def _narrow(self, kind: str, given: dict[str, Any]) -> None:
        """Give an aggregation an exact path, one way or the other."""
        if self.rng.random() < 0.5:
            path, given["target"], _ = self._path(kind)
            given["pathFilter"] = [{"path": path}]
        else:
            starts = [(each, *self._path(each)) for each in KINDS]
            ending = [(each, path) for each, path, end, _ in starts if end == kind]
            if not ending:
                return
            given["target"], path = self.rng.choice(ending)
            given["pathFilter"] = [{"path": path, "fromBlueprint": given["target"]}]
        given["calculationSpec"] = COUNT
        given.pop("query", None)

    async def install(self, writer: Writer) -> None:
        """Create the blueprints: relations need their targets, computed properties what they build on."""
        async with writer.work() as work:
            for kind in KINDS:
                await blueprints.create(work, BlueprintDraft(kind, kind, properties=STORED), create_page=False)
            for kind in KINDS:
                related = {
                    name: RelationDraft(each["target"], each["many"]) for name, each in self.relations[kind].items()
                }
                await blueprints.patch(work, kind, BlueprintPatch({"relations": related}))
            for kind in KINDS:
                await blueprints.patch(work, kind, BlueprintPatch({"extra": self.computed[kind]}))


class History:
    """Entities as they are in memory and in the database."""

    def __init__(self, rng: random.Random, model: Model, writer: Writer) -> None:
        self.rng, self.model, self.writer = rng, model, writer
        self.entities: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}

    async def step(self) -> None:
        """Write or delete something at random."""
        kind, name = self.rng.choice(KINDS), f"e{self.rng.randrange(3)}"
        if name in self.entities[kind] and self.rng.random() < 0.2:
            async with self.writer.work() as work:
                await service.delete_many(work, kind, [name], delete_dependents=False, keep_references=False)
            del self.entities[kind][name]
            self._forget(kind, name)
            return
        properties = {"n": self.rng.choice([0, 1, 2, 2.5, -3]), "t": self.rng.choice(["x", "y"])}
        properties = {key: value for key, value in properties.items() if self.rng.random() < 0.8}
        relations = {key: self._pointed(given) for key, given in self.model.relations[kind].items()}
        await self.writer.made(kind, draft(name, properties=properties, relations=relations), mode=UPSERT)
        self.entities[kind][name] = {"properties": properties, "relations": relations}

    def _pointed(self, given: dict[str, Any]) -> Any:
        there = sorted(self.entities[given["target"]])
        if given["many"]:
            return self.rng.sample(there, self.rng.randint(0, min(3, len(there))))
        return self.rng.choice([None, *there])

    def _forget(self, kind: str, name: str) -> None:
        for other, held_ in self.entities.items():
            for entity in held_.values():
                for key, value in entity["relations"].items():
                    if self.model.relations[other][key]["target"] == kind:
                        entity["relations"][key] = (
                            [each for each in value if each != name] if isinstance(value, list) else None
                            if value == name else value
                        )  # fmt: skip

    def world(self) -> World:
        """Return what the reference computes from."""
        sections = {kind: {"relations": self.model.relations[kind], **self.model.computed[kind]} for kind in KINDS}
        return World(sections, self.entities)


def alike(found: Any, wanted: Any) -> bool:
    """Tell whether two values are the same but for how floats are written."""
    if isinstance(found, int | float) and isinstance(wanted, int | float) and not isinstance(found, bool):
        return abs(found - wanted) <= 1e-9 * max(1, abs(wanted))
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(alike, found, wanted))
    return bool(found == wanted)


async def agree(writer: Writer, history: History) -> None:
    """Check every computed value of every entity."""
    world = history.world()
    for kind in KINDS:
        found = await held(writer, kind)
        for name in history.entities[kind]:
            wanted = world.computed((kind, name))
            if wanted:
                assert found[name].keys() == wanted.keys()
                for prop, value in wanted.items():
                    assert alike(found[name][prop], value), (
                        kind,
                        name,
                        prop,
                        found[name][prop],
                        value,
                        history.model.computed,
                    )


@pytest.mark.parametrize("seed", range(170))
async def test_they_are_what_the_reference_says(writer: Writer, settle: Settled, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  # test data
    model = Model(rng)
    await model.install(writer)
    history = History(rng, model, writer)
    for _ in range(4):
        for _ in range(rng.randint(4, 16)):
            await history.step()
        await settle()
        await agree(writer, history)


@pytest.fixture
def settle(writer: Writer) -> Settled:
    return Settled(writer)
