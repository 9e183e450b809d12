"""SQL of actions."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.actions.types import Action, ActionDraft, ActionFilter, Approve, Execute, Permissions

MAX_ACTIONS = 10_000
_COLUMNS = """
  a.id as number, a.public_id, a.ident, a.bp, b.ident as blueprint, a.definition::text as definition,
  a.exec_users, a.exec_roles, a.exec_teams, a.exec_owned, a.exec_policy::text as exec_policy,
  a.appr_users, a.appr_roles, a.appr_teams, a.appr_policy::text as appr_policy,
  a.created_at, a.updated_at, c.public_id as created_by, u.public_id as updated_by
  from action a left join blueprint b on b.id = a.bp
  left join actor c on c.id = a.created_by left join actor u on u.id = a.updated_by"""
_ONE = sql(f"select {_COLUMNS} where {{scope:a}} and a.ident = :ident")
_LOCKED = sql(f"select {_COLUMNS} where {{scope:a}} and a.ident = :ident for update of a")
_LIST = sql(f"""select {_COLUMNS} where {{scope:a}}
  and (cast(:idents as text[]) is null or a.ident = any(cast(:idents as text[])))
  and (cast(:blueprints as text[]) is null or b.ident = any(cast(:blueprints as text[])))
  and (cast(:operations as text[]) is null or a.operation = any(cast(:operations as text[])))
  and (cast(:published as bool) is null or a.published = :published)
  and (cast(:kind as text) is null or a.kind = :kind)
  and (cast(:events as text[]) is null or a.event = any(cast(:events as text[])))
  and (cast(:event_actions as text[]) is null or a.event_action = any(cast(:event_actions as text[])))
  order by a.id limit :limit""")
# unscoped: what becomes of a blueprint's actions follows from what was allowed for the blueprint; the fence holds
_OF_BLUEPRINT = sql(f"select {_COLUMNS} where a.org = :org and a.bp = :bp order by a.id for update of a")
# unscoped: an action of a run that was read under a scope of its own; the fence holds
_BY_NUMBER = sql(f"select {_COLUMNS} where a.org = :org and a.id = :number")
# unscoped: every action of the organisation may name a blueprint that is renamed; the fence holds
_NAMING = sql(f"""select {_COLUMNS} where a.org = :org
  and strpos(a.definition::text, cast(:quoted as text)) > 0 order by a.id for update of a""")
# unscoped: which actions the actor may approve is asked to find the scope of runs; the fence holds
_APPROVABLE = sql("""
  select a.id from action a where a.org = :org and a.appr_policy is null
    and (a.appr_users @> array[cast(:email as text)] or a.appr_roles @> array[cast(:role as text)]
      or a.appr_teams && cast(:teams as text[]))
  order by a.id limit 10000""")
_INSERT = sql("""
  insert into action(public_id, org, ident, kind, operation, event, event_action, bp, published, definition,
    exec_users, exec_roles, exec_teams, exec_owned, appr_users, appr_roles, appr_teams, created_by, updated_by)
  values (:public_id, :org, :ident, :kind, :operation, :event, :event_action, cast(:bp as int), :published,
    cast(:definition as json), '{}', cast(:exec_roles as text[]), '{}', false, '{}', cast(:appr_roles as text[]), '{}',
    :actor, :actor)
  on conflict (org, ident) do nothing""")
# unscoped: by number, after a locking read
_UPDATE = sql("""
  update action set ident = :ident, kind = :kind, operation = :operation, event = :event, event_action = :event_action,
    bp = cast(:bp as int), published = :published, definition = cast(:definition as json),
    updated_at = clock_timestamp(), updated_by = :actor
  where id = :number""")
# unscoped: by number, after a scoped locking read
_PERMIT = sql("""
  update action set exec_users = cast(:exec_users as text[]), exec_roles = cast(:exec_roles as text[]),
    exec_teams = cast(:exec_teams as text[]), exec_owned = :exec_owned, exec_policy = cast(:exec_policy as json),
    appr_users = cast(:appr_users as text[]), appr_roles = cast(:appr_roles as text[]),
    appr_teams = cast(:appr_teams as text[]), appr_policy = cast(:appr_policy as json),
    updated_at = clock_timestamp(), updated_by = :actor
  where id = :number""")
# unscoped: by numbers, after a locking read
_DELETE = sql("delete from action where id = any(cast(:numbers as bigint[]))")
# unscoped: an identifier is free in the whole organisation or not at all; the fence holds
_IS_TAKEN = sql("select exists (select 1 from action a where a.org = :org and a.ident = :ident)")


async def find(work: Work, scope: Scope, identifier: str, *, lock: bool = False) -> Action | None:
    """Return an action, or None; `lock` locks its row until the work ends."""
    row = await work.db.one(_LOCKED if lock else _ONE, scope, ident=identifier)
    return _action(row) if row else None


async def by_number(work: Work, number: int) -> Action | None:
    """Return the action with a number, whoever may see it."""
    row = await work.db.one(_BY_NUMBER, org=work.org, number=number)
    return _action(row) if row else None


async def listed(work: Work, scope: Scope, asked: ActionFilter) -> list[Action]:
    """Return actions in the order of their creation."""
    rows = await work.db.all(
        _LIST,
        scope,
        idents=list(asked.identifiers) or None,
        blueprints=list(asked.blueprints) or None,
        operations=list(asked.operations) or None,
        published=asked.published,
        kind=asked.kind,
        events=list(asked.events) or None,
        event_actions=list(asked.event_actions) or None,
        limit=MAX_ACTIONS,
    )
    return [_action(row) for row in rows]


async def of_blueprint(work: Work, blueprint: int) -> list[Action]:
    """Return the actions about a blueprint, their rows locked."""
    return [_action(row) for row in await work.db.all(_OF_BLUEPRINT, org=work.org, bp=blueprint)]


async def naming(work: Work, name: str) -> list[Action]:
    """Return the actions whose definition holds a text, as a whole value, their rows locked."""
    return [_action(row) for row in await work.db.all(_NAMING, org=work.org, quoted=orjson.dumps(name).decode())]


async def approvable(work: Work, email: str | None, role: str, teams: Sequence[str]) -> list[int]:
    """Return the numbers of the actions whose runs somebody may approve."""
    rows = await work.db.all(_APPROVABLE, org=work.org, email=email or "", role=role, teams=list(teams))
    return [row["id"] for row in rows]


async def taken(work: Work, identifier: str) -> bool:
    """Tell whether an identifier is in use."""
    return bool(await work.db.value(_IS_TAKEN, org=work.org, ident=identifier))


async def insert(work: Work, public_id: str, draft: ActionDraft, blueprint: int | None) -> bool:
    """Add an action; False when its identifier is in use."""
    fresh = Permissions()
    added = await work.db.run(
        _INSERT,
        public_id=public_id,
        org=work.org,
        **_columns(draft, blueprint),
        exec_roles=list(fresh.execute.roles),
        appr_roles=list(fresh.approve.roles),
        actor=await origin.actor_id(work),
    )
    return added == 1


async def update(work: Work, action: Action, draft: ActionDraft, blueprint: int | None) -> None:
    """Replace what an action says."""
    actor = await origin.actor_id(work)
    await work.db.run(_UPDATE, number=action.number, **_columns(draft, blueprint), actor=actor)


async def permit(work: Work, action: Action, permissions: Permissions) -> None:
    """Replace who may start an action and approve its runs."""
    execute, approve = permissions.execute, permissions.approve
    await work.db.run(
        _PERMIT,
        number=action.number,
        exec_users=list(execute.users),
        exec_roles=list(execute.roles),
        exec_teams=list(execute.teams),
        exec_owned=execute.owned_by_team,
        exec_policy=_text(execute.policy),
        appr_users=list(approve.users),
        appr_roles=list(approve.roles),
        appr_teams=list(approve.teams),
        appr_policy=_text(approve.policy),
        actor=await origin.actor_id(work),
    )


async def delete(work: Work, numbers: Sequence[int]) -> None:
    """Remove actions; their runs stay."""
    await work.db.run(_DELETE, numbers=list(numbers))


def _columns(draft: ActionDraft, blueprint: int | None) -> dict[str, Any]:
    event = draft.trigger.get("event") or {}
    return {
        "ident": draft.identifier,
        "kind": draft.trigger["type"],
        "operation": draft.trigger.get("operation"),
        "event": event.get("type"),
        "event_action": event.get("actionIdentifier"),
        "bp": blueprint,
        "published": draft.published,
        "definition": _text(draft.definition),
    }


def _text(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _action(row: asyncpg.Record) -> Action:
    permissions = Permissions(
        Execute(
            tuple(row["exec_users"]),
            tuple(row["exec_roles"]),
            tuple(row["exec_teams"]),
            row["exec_owned"],
            orjson.loads(row["exec_policy"] or "null"),
        ),
        Approve(
            tuple(row["appr_users"]),
            tuple(row["appr_roles"]),
            tuple(row["appr_teams"]),
            orjson.loads(row["appr_policy"] or "null"),
        ),
    )
    return Action(
        identifier=row["ident"],
        definition=_named(orjson.loads(row["definition"]), row["blueprint"]),
        number=row["number"],
        id=row["public_id"],
        blueprint_id=row["bp"],
        permissions=permissions,
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )


def _named(definition: dict[str, Any], blueprint: str | None) -> Mapping[str, Any]:
    """Have the trigger name its blueprint as it is called now."""
    if blueprint is not None:
        trigger = definition["trigger"]
        holder = trigger.get("event") or trigger
        if holder.get("blueprintIdentifier") != blueprint:
            holder["blueprintIdentifier"] = blueprint
    return definition
