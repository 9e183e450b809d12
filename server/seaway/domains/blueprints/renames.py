"""What a rename does to stored references: paths, targets and rules follow. Text of jq programs is left alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from seaway.domains.blueprints.types import Blueprint, BlueprintDraft, Json

World = Mapping[str, Blueprint]
Rewrite = Callable[[BlueprintDraft], BlueprintDraft]


def renamed_key(section: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """Return a section with one key renamed in its place."""
    return {(new if key == old else key): value for key, value in section.items()}


def retargeted(draft: BlueprintDraft, old: str, new: str) -> BlueprintDraft:
    """Return a draft in which every mention of a blueprint's identifier is the new one."""
    relations = {
        name: replace(given, target=new) if given.target == old else given for name, given in draft.relations.items()
    }

    def aggregation(given: Json) -> Json:
        moved = {**given, "target": new if given.get("target") == old else given.get("target")}
        if given.get("query"):
            moved["query"] = _rules(given["query"], lambda rule: _about_blueprint(rule, old, new))
        if given.get("pathFilter"):
            moved["pathFilter"] = [
                {**part, "fromBlueprint": new} if part.get("fromBlueprint") == old else part
                for part in given["pathFilter"]
            ]
        return moved

    return replace(draft, relations=relations, extra=_mapped(draft.extra, "aggregationProperties", aggregation))


def _about_blueprint(rule: Json, old: str, new: str) -> Json:
    value = rule.get("value")
    if rule.get("property") != "$blueprint":
        return rule
    if isinstance(value, list):
        return {**rule, "value": [new if item == old else item for item in value]}
    return {**rule, "value": new} if value == old else rule


def _mapped(extra: Json, section: str, change: Callable[[Json], Json]) -> Json:
    if not isinstance(extra.get(section), Mapping):
        return extra
    parts = {name: change(given) if isinstance(given, Mapping) else given for name, given in extra[section].items()}
    return {**extra, section: parts}


def _rules(query: Any, change: Callable[[Json], Json]) -> Any:
    """Return a query with each of its rules changed, at any depth."""
    if isinstance(query, Mapping) and isinstance(query.get("rules"), list):
        return {**query, "rules": [_rules(rule, change) for rule in query["rules"]]}
    return change(query) if isinstance(query, Mapping) else query


@dataclass(frozen=True, slots=True)
class Renaming:
    """A property or relation of a blueprint that changes its name, seen against all definitions as they were before.

    `relation` tells which of the two: relations are the hops of paths, properties their last step.
    """

    blueprint: str
    old: str
    new: str
    relation: bool
    world: World

    def follow(self, draft: BlueprintDraft) -> BlueprintDraft:
        """Return a draft of any blueprint in which every path and rule that used the old name uses the new."""
        here = draft.identifier
        extra = _mapped(draft.extra, "mirrorProperties", lambda given: self._mirror(here, given))
        extra = _mapped(extra, "aggregationProperties", lambda given: self._aggregation(here, given))
        ownership = draft.ownership
        if ownership is not None and "path" in ownership:
            ownership = {**ownership, "path": self._path(here, ownership["path"])}
        return replace(draft, extra=extra, ownership=ownership)

    def _mirror(self, here: str, given: Json) -> Json:
        return {**given, "path": self._path(here, given["path"])}

    def _aggregation(self, here: str, given: Json) -> Json:
        moved = dict(given)
        if given.get("pathFilter"):
            moved["pathFilter"] = [
                {**part, "path": self._steps(part.get("fromBlueprint") or here, part["path"])}
                for part in given["pathFilter"]
            ]
        if given["target"] == self.blueprint:
            spec = given["calculationSpec"]
            moved["calculationSpec"] = {
                key: self._own(value) if key in {"property", "measureTimeBy"} else value for key, value in spec.items()
            }
            if given.get("query"):
                moved["query"] = _rules(given["query"], self._rule)
        return moved

    def _rule(self, rule: Json) -> Json:
        return {**rule, "property": self._own(rule["property"])} if isinstance(rule.get("property"), str) else rule

    def _own(self, name: str) -> str:
        return self.new if name == self.old else name

    def _path(self, start: str, path: str) -> str:
        return ".".join(self._steps(start, path.split(".")))

    def _steps(self, start: str, steps: list[str]) -> list[str]:
        return [
            self._step(place, step, last=index == len(steps) - 1) for index, place, step in self._walk(start, steps)
        ]

    def _step(self, place: str | None, step: str, *, last: bool) -> str:
        return self._own(step) if place == self.blueprint and (self.relation or last) else step

    def _walk(self, start: str, steps: list[str]) -> Iterator[tuple[int, str | None, str]]:
        """Yield each step with the blueprint it stands at; None where the path has left what is defined."""
        place: str | None = start
        for index, step in enumerate(steps):
            yield index, place, step
            at = self.world.get(place) if place is not None else None
            relation = at.relations.get(step) if at else None
            place = relation.target if relation else None
