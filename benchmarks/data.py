"""Makes the catalog that benchmarks run on: the same bytes for the same scale and seed.

Targets of relations are chosen with a power law (rank = n·u^2.2), so that a few hubs have most of the edges, as
catalogs do; enum values and words likewise. Shapes come from model.yaml.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import yaml

MODEL = yaml.safe_load(Path(__file__).with_name("model.yaml").read_text())
WORDS = 6000
EPOCH = np.datetime64("2026-06-01T00:00:00")
TEAM_SHARE = 0.8
Make = Callable[[int], list[Any]]


@dataclass(frozen=True)
class Relation:
    """A relation of the model. `many` is the average number of targets, or None for a single one."""

    name: str
    target: str
    many: float | None
    share: float


@dataclass
class Dataset:
    """The generated catalog: blueprint definitions in the API's shape, and entities as one JSON line each.

    The same `scale` and `seed` give the same catalog.
    """

    scale: float
    seed: int
    blueprints: list[dict[str, Any]] = field(default_factory=list)
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    edges: int = 0

    @property
    def entities(self) -> int:
        """How many entities there are."""
        return sum(map(len, self.lines.values()))

    @property
    def size(self) -> int:
        """Bytes of all lines."""
        return sum(len(line) for lines in self.lines.values() for line in lines)


class Generator:
    """Draws everything from one seeded source of chance."""

    def __init__(self, scale: float, seed: int) -> None:
        self.scale, self.seed = scale, seed
        self.rng = np.random.default_rng(seed)
        self.words = self._vocabulary()
        self.counts = {
            name: max(int(spec["count"] * scale), min(spec["count"], 10)) for name, spec in MODEL["blueprints"].items()
        }
        self.identifiers = {name: self._names(n) for name, n in self.counts.items()}
        self.rank = {name: self.rng.permutation(n) for name, n in self.counts.items()}

    def dataset(self) -> Dataset:
        """Return the whole catalog."""
        made = Dataset(self.scale, self.seed)
        for name, spec in MODEL["blueprints"].items():
            properties = {**MODEL["common"], **spec["properties"]}
            relations = [_relation(each, text) for each, text in (spec["relations"] or {}).items()]
            made.blueprints.append(_blueprint(name, properties, relations))
            made.lines[name] = list(self._entities(name, properties, relations, made))
        return made

    def _entities(
        self, name: str, properties: dict[str, str], relations: list[Relation], made: Dataset
    ) -> Iterator[bytes]:
        n = self.counts[name]
        columns = {each: self._column(kind, n, name) for each, kind in properties.items()}
        targets = {relation.name: self._targets(relation, n) for relation in relations}
        owners = self._pick(self.identifiers["team"], n, 1.8)
        owned = (self.rng.random(n) < TEAM_SHARE).tolist()
        for i, identifier in enumerate(self.identifiers[name]):
            links = {each: values[i] for each, values in targets.items()}
            made.edges += sum(len(value) if isinstance(value, list) else value is not None for value in links.values())
            entity = {
                "identifier": identifier,
                "title": identifier.replace("-", " ").title(),
                "icon": name.capitalize() if i % 3 else None,
                "team": [owners[i]] if owned[i] else [],
                "properties": {each: values[i] for each, values in columns.items() if values[i] is not None},
                "relations": links,
            }
            yield orjson.dumps(entity)

    def _column(self, text: str, n: int, blueprint: str) -> list[Any]:
        kind, _, parameter = text.rstrip("~").partition("/")
        values = self._makers(parameter, blueprint)[kind](n)
        if text.endswith("~") or kind == "text":
            empty = self.rng.random(n) < (0.35 if text.endswith("~") else 0.1)
            return [None if gone else value for value, gone in zip(values, empty.tolist(), strict=True)]
        return values

    def _makers(self, parameter: str, blueprint: str) -> dict[str, Make]:
        rng, names = self.rng, self.identifiers[blueprint]
        return {
            "enum": lambda n: self._pick(parameter.split("|"), n, 1.6),
            "int": lambda n: rng.lognormal(np.log(max(int(parameter), 1)), 0.9, n).astype(int).tolist(),
            "float": lambda n: np.round(rng.uniform(0, float(parameter), n), 2).tolist(),
            "bool": lambda n: (rng.random(n) < rng.uniform(0.1, 0.9)).tolist(),
            "date": self._dates,
            "url": lambda n: [f"https://things.example.com/o/{names[i]}" for i in range(n)],
            "mail": lambda n: [f"{names[i]}@example.com" for i in range(n)],
            "hex": lambda n: [f"{a:016x}{b:016x}" for a, b in rng.integers(0, 2**63, (n, 2)).tolist()],
            "slug": self._slugs,
            "text": lambda n: self._texts(n, int(parameter)),
            "words": lambda n: self._labels(n, float(parameter)),
            "map": self._maps,
        }  # fmt: skip

    def _dates(self, n: int) -> list[str]:
        past = (self.rng.random(n) ** 2 * 3e7).astype("timedelta64[s]")
        return [f"{when}Z" for when in (EPOCH - past).astype(str)]

    def _slugs(self, n: int) -> list[str]:
        numbers = self.rng.integers(0, 5000, n).tolist()
        return [f"{word}-{number}" for word, number in zip(self._pick(self.words, n, 2.2), numbers, strict=True)]

    def _labels(self, n: int, average: float) -> list[list[str]]:
        counts = np.minimum(self.rng.poisson(average, n), 12).tolist()
        return [sorted(set(self._pick(self.words[:400], count, 1.6))) for count in counts]

    def _maps(self, n: int) -> list[dict[str, Any]]:
        centres, revisions = self.rng.integers(0, 300, n).tolist(), self.rng.integers(0, 1000, n).tolist()
        columns = zip(centres, self._pick(self.words[:40], n, 1.6), revisions, strict=True)
        return [{"costCenter": f"cc-{centre}", "partOf": part, "revision": number} for centre, part, number in columns]

    def _texts(self, n: int, words: int) -> list[str]:
        sentences = [" ".join(self._pick(self.words, 14, 2.2)) for _ in range(500)]
        parts = self.rng.integers(0, len(sentences), (n, max(1, words // 14))).tolist()
        return [" ".join(sentences[part] for part in row) for row in parts]

    def _targets(self, relation: Relation, n: int) -> list[Any]:
        names, rank = self.identifiers[relation.target], self.rank[relation.target]
        has = self.rng.random(n) < relation.share
        if relation.many is None:
            chosen = rank[self._ranks(len(names), n)].tolist()
            return [names[at] if there else None for at, there in zip(chosen, has.tolist(), strict=True)]
        spread = self.rng.poisson(max(relation.many - 1, 0) * self.rng.pareto(3.0, n) * 2.0)
        degrees = np.where(has, np.minimum(1 + spread, min(60, len(names))), 0).tolist()
        flat = iter(rank[self._ranks(len(names), sum(degrees))].tolist())
        return [sorted({names[next(flat)] for _ in range(degree)}) for degree in degrees]

    def _names(self, n: int) -> list[str]:
        pairs = zip(self._pick(self.words, n, 1.5), self._pick(self.words, n, 1.5), strict=True)
        return [f"{first}-{second}-{number}" for number, (first, second) in enumerate(pairs)]

    def _ranks(self, among: int, n: int, skew: float = 2.2) -> np.ndarray[Any, Any]:
        return np.minimum((among * self.rng.random(n) ** skew).astype(np.int64), among - 1)

    def _pick(self, among: list[str], n: int, skew: float) -> list[str]:
        return [among[at] for at in self._ranks(len(among), n, skew).tolist()]

    def _vocabulary(self) -> list[str]:
        syllables: list[str] = MODEL["syllables"]
        made: dict[str, None] = dict.fromkeys(MODEL["words"])
        while len(made) < WORDS:
            made[
                "".join(syllables[at] for at in self.rng.integers(0, len(syllables), self.rng.integers(2, 5)).tolist())
            ] = None
        return list(made)


def _relation(name: str, text: str) -> Relation:
    rest, _, share = text.partition("/")
    target, _, many = rest.partition("*")
    return Relation(name, target, float(many) if many else None, float(share or 1))


_TYPES: dict[str, dict[str, Any]] = {
    "int": {"type": "number"}, "float": {"type": "number"}, "bool": {"type": "boolean"}, "date": {"type": "string", "format": "date-time"},
    "url": {"type": "string", "format": "url"}, "mail": {"type": "string", "format": "email"}, "words": {"type": "array"}, "map": {"type": "object"},
}  # fmt: skip


def _blueprint(name: str, properties: dict[str, str], relations: list[Relation]) -> dict[str, Any]:
    def definition(text: str) -> dict[str, Any]:
        kind, _, parameter = text.rstrip("~").partition("/")
        return (
            {"type": "string", "enum": parameter.split("|")}
            if kind == "enum"
            else dict(_TYPES.get(kind, {"type": "string"}))
        )

    return {
        "identifier": name,
        "title": name[0].upper() + name[1:],
        "schema": {"properties": {each: definition(text) for each, text in properties.items()}, "required": []},
        "relations": {
            each.name: {"target": each.target, "many": each.many is not None, "required": False} for each in relations
        },
    }
