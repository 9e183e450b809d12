"""Computed properties again, in plain Python over dictionaries: slow, and made from the contract, not from the SQL.

A catalog is blueprint → identifier → entity, an entity `{"properties": …, "relations": …}`. Everything is computed anew
at each question, by following what is named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jq

Entity = Mapping[str, Any]
Key = tuple[str, str]


@dataclass
class World:
    """Definitions by blueprint, in the API's sections, and entities by blueprint and identifier."""

    blueprints: Mapping[str, Mapping[str, Any]]
    entities: Mapping[str, Mapping[str, Entity]]

    def value(self, key: Key, name: str) -> Any:
        """Return a stored or computed property of an entity; None for none."""
        blueprint, identifier = key
        given = self.blueprints[blueprint]
        if name in given.get("mirrorProperties", {}):
            return self._mirror(key, given["mirrorProperties"][name]["path"])
        if name in given.get("calculationProperties", {}):
            return self._calculation(key, name)
        if name in given.get("aggregationProperties", {}):
            return self._aggregation(key, given["aggregationProperties"][name])
        return self.entities[blueprint][identifier]["properties"].get(name)

    def computed(self, key: Key) -> dict[str, Any]:
        """Return every computed property of an entity."""
        sections = ("mirrorProperties", "calculationProperties", "aggregationProperties")
        names = [name for section in sections for name in self.blueprints[key[0]].get(section, {})]
        return {name: self.value(key, name) for name in names}

    def _targets(self, key: Key, relation: str) -> list[Key]:
        given = self.blueprints[key[0]]["relations"][relation]
        held = self.entities[key[0]][key[1]]["relations"].get(relation)
        named = held if isinstance(held, list) else [held] if held is not None else []
        return [(given["target"], name) for name in named if name in self.entities[given["target"]]]

    def _mirror(self, key: Key, path: str) -> Any:
        *hops, part = path.split(".")
        at, many = [key], False
        for hop in hops:
            many = many or self.blueprints[at[0][0] if at else self._place(key[0], hops, hop)]["relations"][hop]["many"]
            at = list(dict.fromkeys(target for one in at for target in self._targets(one, hop)))
            if not at and not many:
                many = self._many(key[0], hops)
        if not many:
            return self._part(at[0], part) if at else None
        found: list[Any] = []
        for one in sorted(at, key=lambda each: each[1]):
            value = self._part(one, part)
            found += value if isinstance(value, list) else [value] if value is not None else []
        return found

    def _place(self, start: str, hops: list[str], hop: str) -> str:
        place = start
        for each in hops[: hops.index(hop)]:
            place = self.blueprints[place]["relations"][each]["target"]
        return place

    def _many(self, start: str, hops: list[str]) -> bool:
        place, many = start, False
        for hop in hops:
            many = many or self.blueprints[place]["relations"][hop]["many"]
            place = self.blueprints[place]["relations"][hop]["target"]
        return many

    def _part(self, key: Key, part: str) -> Any:
        if part == "$identifier":
            return key[1]
        if part in self.blueprints[key[0]]["relations"]:
            return self.entities[key[0]][key[1]]["relations"].get(part)
        return self.value(key, part)

    def _calculation(self, key: Key, name: str) -> Any:
        given = self.blueprints[key[0]]["calculationProperties"][name]
        entity = self.entities[key[0]][key[1]]
        others = [each for each in self.computed_names(key[0]) if each != name and f".{each}" in given["calculation"]]
        properties = {**entity["properties"], **{each: self.value(key, each) for each in others}}
        document = {"identifier": key[1], "properties": properties, "relations": entity["relations"]}
        try:
            found = jq.compile(given["calculation"]).input_value(document).first()
        except (ValueError, StopIteration):
            return None
        types: dict[str, tuple[type, ...]] = {"number": (int, float), "string": (str,), "array": (list,)}
        return found if isinstance(found, types[given["type"]]) and not isinstance(found, bool) else None

    def computed_names(self, blueprint: str) -> list[str]:
        """Return the names of a blueprint's computed properties."""
        sections = ("mirrorProperties", "calculationProperties", "aggregationProperties")
        return [name for section in sections for name in self.blueprints[blueprint].get(section, {})]

    def _aggregation(self, key: Key, given: Mapping[str, Any]) -> Any:
        counted = [one for one in self._counted(key, given) if self._matches(one, given.get("query"))]
        spec = given["calculationSpec"]
        if spec["calculationBy"] == "entities":
            return len(counted)
        held = (self.value(one, spec["property"]) for one in counted)
        values = sorted(value for value in held if isinstance(value, int | float))
        if not values:
            return 0 if spec["func"] == "sum" else None
        middle = len(values) // 2
        halves = {"sum": sum(values), "min": values[0], "max": values[-1], "average": sum(values) / len(values)}
        halves["median"] = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
        found = halves[spec["func"]]
        return int(found) if found == int(found) else found

    def _counted(self, key: Key, given: Mapping[str, Any]) -> set[Key]:
        if given.get("pathFilter"):
            found = set(self._along(key, given["target"], given["pathFilter"][0]))
        else:
            found = self._closure(key, self._ahead) | self._closure(key, self._behind)
        return {one for one in found if one[0] == given["target"] and one != key}

    def _along(self, key: Key, target: str, given: Mapping[str, Any]) -> Iterator[Key]:
        if given.get("fromBlueprint") != target:
            yield from self._walked(key, given["path"])
            return
        yield from (
            (target, name) for name in self.entities[target] if key in self._walked((target, name), given["path"])
        )

    def _walked(self, key: Key, path: list[str]) -> set[Key]:
        at = {key}
        for hop in path:
            at = {target for one in at for target in self._targets(one, hop)}
        return at

    def _closure(self, key: Key, onward: Any) -> set[Key]:
        found, front = set[Key](), {key}
        while front:
            front = {target for one in front for target in onward(one)} - found
            found |= front
        return found

    def _ahead(self, key: Key) -> list[Key]:
        return [target for relation in self.blueprints[key[0]]["relations"] for target in self._targets(key, relation)]

    def _behind(self, key: Key) -> list[Key]:
        everyone = [(blueprint, name) for blueprint, held in self.entities.items() for name in held]
        return [one for one in everyone if key in self._ahead(one)]

    def _matches(self, key: Key, query: Mapping[str, Any] | None) -> bool:
        tests = []
        for rule in (query or {}).get("rules", ()):
            value, asked = self.value(key, rule["property"]), rule["value"]
            if rule["operator"] == "=":
                tests.append(value == asked and isinstance(value, bool) == isinstance(asked, bool))
            else:
                tests.append(isinstance(value, int | float) and value > asked)
        if not tests:
            return True
        return all(tests) if query and query["combinator"] == "and" else any(tests)
