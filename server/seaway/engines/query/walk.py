"""`relatedTo`: what the sources depend on, and what depends on them, over stored edges (semantics 8.5)."""

from seaway.engines.query.nodes import RelatedRule
from seaway.engines.query.sql import Param, Sql, any_of, sql, texts

MAX_HOPS = 15


def related(rule: RelatedRule, source: int) -> Sql:
    """Return the test that an entity is reached from the rule's sources, entities of the blueprint `source`.

    Upstream follows relations, downstream follows them backwards, and no walk turns round. Sources are not reached.
    """
    sources = sql(
        "select s.id from entity s where {scope:s} and s.bp = ", Param(source, "int"),
        " and s.ident = any(", texts(rule.sources), ")",
    )  # fmt: skip
    walks = [
        _walk(sources, "g.src", "g.dst", required=rule.required) if rule.direction != "downstream" else None,
        _walk(sources, "g.dst", "g.src", required=rule.required) if rule.direction != "upstream" else None,
    ]
    return sql("(", any_of(walk for walk in walks if walk is not None), " and e.id not in (", sources, "))")


def _walk(sources: Sql, near: str, far: str, *, required: bool | None) -> Sql:
    through = "" if required is None else f" join relation r on r.id = g.rel and r.required = {str(required).lower()}"
    # `union` forgets pairs seen before; with the bound on hops a cycle ends.
    return sql(
        "e.id in (with recursive walk(id, hop) as (select w.id, 0 from (", sources, ") w union ",
        f"select {far}, w.hop + 1 from walk w join edge g on {near} = w.id{through} where w.hop < {MAX_HOPS}",
        ") select w.id from walk w where w.hop > 0)",
    )  # fmt: skip
