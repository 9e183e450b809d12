"""Approval of runs: who may, who has, and what follows (semantics 12.2)."""

from seaway.core.work import Work
from seaway.domains.actions import sight, store
from seaway.domains.actions.errors import NotApprover
from seaway.domains.actions.types import Approve, Approver
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import User
from seaway.domains.runs import service as runs
from seaway.domains.runs.types import Decision, Run, Verdict


async def decide(work: Work, run_id: str, state: Decision, description: str | None) -> Run:
    """Approve or decline a run that waits. Any decline ends it; where all must approve, the last one lets it go on.

    Raises:
        NotFound: no such run. NotApprover: the actor may not. RunNotWaiting: it does not wait for approval.
    """
    run = await runs.get(work, run_id, lock=True)
    rule = await _rule(work, run)
    if not await _may(work, rule):
        raise NotApprover(f'You are none of those who may approve run "{run_id}"', details={"run": run_id})
    final = state == "DECLINED" or not _needs_all(run) or not await _missing(work, run, rule)
    return await runs.decide(work, run, Verdict(work.actor.id, state, description), final=final)


async def approvers(work: Work, run_id: str, *, pending: bool) -> list[Approver]:
    """Return who has decided about a run; with `pending` also who may and has not.

    Raises:
        NotFound: no such run.
    """
    run = await runs.get(work, run_id)
    if not run.required_approval:
        return []
    voted = [Approver(each.user, each.state, each.description) for each in await runs.votes(work, run)]
    if not pending:
        return voted
    done = {each.user for each in voted}
    named = await _named(work, await _rule(work, run), roles=True)
    return [*voted, *(Approver(user.id, "PENDING", None) for user in named if user.id not in done)]


async def _rule(work: Work, run: Run) -> Approve:
    """Return who may approve a run: as its action says now, by the usual rule where the action is gone."""
    action = await store.by_number(work, run.action_id) if run.action_id is not None else None
    return action.permissions.approve if action else Approve()


async def _may(work: Work, rule: Approve) -> bool:
    """Tell whether the actor may approve. A policy alone decides; as it is not evaluated, nobody may under one."""
    if rule.policy is not None:
        return False
    actor = work.actor
    listed = actor.email in rule.users or actor.role in rule.roles
    return listed or not set(rule.teams).isdisjoint(await sight.teams(work, actor))


def _needs_all(run: Run) -> bool:
    return isinstance(run.required_approval, dict) and run.required_approval.get("type") == "ALL"


async def _missing(work: Work, run: Run, rule: Approve) -> set[str]:
    """Return who else must approve: of those who are named and of the named teams; of roles where nobody is."""
    named = await _named(work, rule, roles=False) or await _named(work, rule, roles=True)
    approved = {each.user for each in await runs.votes(work, run) if each.state == "APPROVED"}
    return {user.id for user in named} - approved - {work.actor.id}


async def _named(work: Work, rule: Approve, *, roles: bool) -> list[User]:
    """Return the users whom a rule names, by e-mail or team; with `roles` also by role."""
    if rule.policy is not None:
        return []
    users = [user for user in await identity.list_users(work) if user.status != "Disabled"]
    teams = await identity.teams_of(work, [user.email for user in users])
    wanted = set(rule.teams)
    return [
        user
        for user in users
        if user.email in rule.users
        or (roles and user.role in rule.roles)
        or any(not wanted.isdisjoint((team.identifier, team.name)) for team in teams.get(user.email, ()))
    ]
