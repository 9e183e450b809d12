"""Folds `$identifier` and `$blueprint` pairs: clients that compare their state with ours send hundreds of such pairs.

One rule with the identifiers wanted of each blueprint is answered by the unique index; hundreds of or-branches are not.
"""

from seaway.engines.query.nodes import Group, PairsRule, PropertyRule, Rule


def fold_pairs(rules: tuple[Rule | Group, ...]) -> tuple[Rule | Group, ...]:
    """Return the branches of an or-group with every pair folded into one rule, put first."""
    wanted: dict[str, dict[str, None]] = {}
    rest: list[Rule | Group] = []
    first: str | None = None
    for rule in rules:
        pair = _pair(rule)
        if pair is None:
            rest.append(rule)
            continue
        blueprints, identifiers, path = pair
        first = first or path
        for blueprint in blueprints:
            wanted.setdefault(blueprint, {}).update(dict.fromkeys(identifiers))
    if first is None:
        return rules
    folded = PairsRule(first, {blueprint: tuple(found) for blueprint, found in wanted.items()})
    return (folded, *rest)


def _pair(rule: Rule | Group) -> tuple[tuple[str, ...], tuple[str, ...], str] | None:
    if not isinstance(rule, Group) or rule.negated or rule.combinator != "and" or len(rule.rules) != 2:
        return None
    sides = {name: texts for name, texts in map(_side, rule.rules) if texts is not None}
    if set(sides) != {"$identifier", "$blueprint"}:
        return None
    path = rule.rules[0].path if isinstance(rule.rules[0], Rule) else ""
    return sides["$blueprint"], sides["$identifier"], path


def _side(rule: Rule | Group) -> tuple[str, tuple[str, ...] | None]:
    """Return the meta-property and the texts that a rule compares it with; None when it is another kind of rule."""
    if not isinstance(rule, PropertyRule) or rule.property not in ("$identifier", "$blueprint"):
        return "", None
    if rule.operator not in ("=", "in"):
        return "", None
    listed = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    # A template such as {{getUserEmail()}} waits for the caller; it is not a text yet.
    if not listed or not all(isinstance(item, str) and "{{" not in item for item in listed):
        return "", None
    return str(rule.property), listed
