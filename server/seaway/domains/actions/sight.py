"""Which actions an actor may see: administrators all, others published ones that they may start (semantics 12.1)."""

from seaway.core.actor import Actor
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.actions.types import Action
from seaway.domains.identity import service as identity

# Whether a team of theirs owns the entity is seen when they start it: until then, being in a team is enough.
_OFFERED = """({t}.kind = 'self-service' and {t}.published and (
  {t}.exec_users @> array[cast(:scope_email as text)] or {t}.exec_roles @> array[cast(:scope_role as text)]
  or {t}.exec_teams && cast(:scope_teams as text[])
  or ({t}.exec_owned and {t}.operation <> 'CREATE' and cardinality(cast(:scope_teams as text[])) > 0)))"""


async def scope(work: Work) -> Scope:
    """Return the predicate for the actions that the actor may read."""
    base = access.filter(work, "read", "actions")
    actor = work.actor
    if actor.role == "Admin":
        return base
    mine = {"scope_email": actor.email or "", "scope_role": actor.role, "scope_teams": await teams(work, actor)}
    return Scope(f"{base.sql} and {_OFFERED}", {**base.params, **mine})


async def teams(work: Work, actor: Actor) -> list[str]:
    """Return the teams of an actor, by identifier and by name; permissions may use either."""
    if actor.email is None:
        return []
    found = (await identity.teams_of(work, [actor.email])).get(actor.email, ())
    return sorted({name for team in found for name in (team.identifier, team.name)})


def may_start(actor: Actor, teams_of_actor: list[str], action: Action, owners: tuple[str, ...]) -> bool:
    """Tell whether an actor may start an action without a policy, on an entity that these teams own."""
    given = action.permissions.execute
    return (
        actor.role == "Admin"
        or actor.email in given.users
        or actor.role in given.roles
        or not set(given.teams).isdisjoint(teams_of_actor)
        or (given.owned_by_team and action.operation != "CREATE" and not set(owners).isdisjoint(teams_of_actor))
    )
