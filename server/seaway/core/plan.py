"""What would happen: one shape for the plans of imports, applied files, deletions and, later, runs.

A plan lists every effect with its state before and after, the policies that apply, and by name what nobody can foresee.
Its digest covers the effects and everything that was read to find them: a confirmation names the digest, and is refused
when the world has moved since (`Plan.confirm`).
"""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from seaway.core.errors import Conflict

Op = Literal["create", "update", "delete"]
SHOWN = 1_000  # effects of a sort that a wire answer lists; its counts and its digest cover all of them
_SIGNS: dict[Op, str] = {"create": "+", "update": "~", "delete": "-"}


class PlanOutdated(Conflict):
    """What the plan read has changed since; `details.digest` is that of the plan as it would be now."""

    error = "plan_outdated"

    def __init__(self, digest: str) -> None:
        super().__init__(
            "The catalog has changed since this plan was made; look at the new plan and confirm that one",
            details={"digest": digest},
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that would change. `kind` and `subject` name it: `entity`, `service/checkout`.

    `before` is None for what would be created, `after` for what would be deleted. For an update both hold what differs,
    and nothing else.
    """

    op: Op
    kind: str
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None

    def wire(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "op": self.op,
            "kind": self.kind,
            "subject": self.subject,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class RelationEffect:
    """One edge that would appear or vanish: from `source` (`blueprint/identifier`) over `relation` to `target`."""

    op: Literal["create", "delete"]
    source: str
    relation: str
    target: str

    def wire(self) -> dict[str, Any]:
        """Return the JSON shape, with the edge as it is before and after."""
        edge = {"source": self.source, "relation": self.relation, "target": self.target}
        created = self.op == "create"
        return {"op": self.op, "before": None if created else edge, "after": edge if created else None}


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule that applies to the plan, and what it says about it."""

    name: str
    outcome: Literal["allow", "hold", "deny"]
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen. `unknown` names effects that cannot be foreseen, such as "the script deploy.sh"."""

    entities: tuple[Effect, ...]
    relations: tuple[RelationEffect, ...]
    others: tuple[Effect, ...]
    policies: tuple[Policy, ...]
    unknown: tuple[str, ...]
    digest: str

    @property
    def empty(self) -> bool:
        """True when nothing at all would happen."""
        return not (self.entities or self.relations or self.others or self.unknown)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many effects of each sort there are, by what they do."""
        return {
            "entities": _count(self.entities),
            "relations": _count(self.relations),
            "others": _count(self.others),
        }

    def confirm(self, digest: str) -> None:
        """Let the work go on, if this is the plan that was confirmed.

        Raises:
            PlanOutdated: it is not: what was read, or what would happen, has changed.
        """
        if digest != self.digest:
            raise PlanOutdated(self.digest)

    def joined(self, others: Sequence[Effect]) -> "Plan":
        """Return the plan with more effects on other objects; its digest covers them too."""
        if not others:
            return self
        digest = hashlib.sha256(self.digest.encode())
        digest.update(_canonical([effect.wire() for effect in others]))
        return dataclasses.replace(self, others=(*self.others, *others), digest=digest.hexdigest()[:32])

    def wire(self, shown: int = SHOWN) -> dict[str, Any]:
        """Return the JSON shape, with at most `shown` effects of each sort."""
        return {
            "digest": self.digest,
            "counts": self.counts,
            "truncated": max(len(self.entities), len(self.relations), len(self.others)) > shown,
            "entities": [effect.wire() for effect in self.entities[:shown]],
            "relations": [effect.wire() for effect in self.relations[:shown]],
            "others": [effect.wire() for effect in self.others[:shown]],
            "policies": [
                {"name": policy.name, "outcome": policy.outcome, "message": policy.message} for policy in self.policies
            ],
            "unknown": list(self.unknown),
        }

    def lines(self, shown: int = 50) -> list[str]:
        """Return the plan as lines for people: `+ service/checkout`, then what is left out, policies and unknowns."""
        effects = [f"{_SIGNS[effect.op]} {_what(effect)}" for effect in (*self.entities, *self.others)]
        edges = [f"{_SIGNS[edge.op]} {edge.source} {edge.relation} {edge.target}" for edge in self.relations]
        listed = effects + edges
        left = [f"… and {len(listed) - shown} more"] if len(listed) > shown else []
        said = [f"! {policy.name} ({policy.outcome}): {policy.message}" for policy in self.policies]
        return [*listed[:shown], *left, *said, *(f"? {name} cannot be foreseen" for name in self.unknown)]


@dataclass(slots=True)
class Draft:
    """A plan in the making: say what was read and what would happen, then `finish`."""

    entities: list[Effect] = field(default_factory=list)
    relations: list[RelationEffect] = field(default_factory=list)
    others: list[Effect] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    _read: dict[str, bytes] = field(default_factory=dict)

    def read(self, subject: str, state: Any) -> None:
        """Note a fact on which the plan stands; `state` is JSON: a version, a whole entity, None if absent."""
        self._read[subject] = _canonical(state)

    def finish(self) -> Plan:
        """Return the plan."""
        plan = Plan(
            tuple(self.entities),
            tuple(self.relations),
            tuple(self.others),
            tuple(self.policies),
            tuple(self.unknown),
            "",
        )
        digest = hashlib.sha256()
        for subject in sorted(self._read):
            digest.update(_canonical(subject) + self._read[subject] + b"\n")
        digest.update(_canonical(plan.wire(shown=max(len(plan.entities), len(plan.relations), len(plan.others)))))
        return Plan(plan.entities, plan.relations, plan.others, plan.policies, plan.unknown, digest.hexdigest()[:32])


def _count(effects: Sequence[Effect | RelationEffect]) -> dict[str, int]:
    found = Counter(effect.op for effect in effects)
    return {op: found[op] for op in ("create", "update", "delete")}


def _what(effect: Effect) -> str:
    name = effect.subject if effect.kind == "entity" else f"{effect.kind} {effect.subject}"
    keys = sorted({*(effect.before or {}), *(effect.after or {})}) if effect.op == "update" else []
    return f"{name} ({', '.join(keys)})" if keys else name


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
