"""What a change or a deletion of a blueprint would do, found by the same checks, and not done."""

from collections.abc import Collection, Mapping
from typing import Any

from seaway.core import events
from seaway.core.plan import Draft, Effect, Plan, Policy
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import reads, renames, writes
from seaway.domains.blueprints.census import census
from seaway.domains.blueprints.events import ChangePlanned
from seaway.domains.blueprints.sections import differing, draft_of, patched, sections
from seaway.domains.blueprints.types import COMPUTED, Blueprint, BlueprintDraft, BlueprintPatch, Relation


async def plan_change(
    work: Work, identifier: str, change: BlueprintDraft | BlueprintPatch, versions: Collection[int] | None = None
) -> Plan:
    """Return what replacing or patching a blueprint would do: to it, to those that refer to it, to stored values.

    Domains above add what they keep about the parts that go, such as pages (`ChangePlanned`).

    Raises what the change itself would raise.
    """
    await access.require(work, "update", "blueprints")
    others = await writes.everything(work)
    before = await reads.get(work, identifier)
    writes.check_version(before, versions)
    asked = patched(before, change) if isinstance(change, BlueprintPatch) else change
    after = await writes.settled(work, before, asked, others)
    plan = _started(others)
    _add_difference(plan, before, after)
    gone = [relation for name, relation in before.relations.items() if name not in after.relations]
    dropped = [name for name in before.properties if name not in after.properties]
    await _add_losses(work, plan, before, dropped, gone)
    lost = {name for name in before.computed() if name not in _computed(after)}
    if names := frozenset({*dropped, *lost, *(relation.name for relation in gone)}):
        await events.announce(work, ChangePlanned(before, names, plan))
    if after.identifier != before.identifier:
        for other in others.values():
            if other.id != before.id:
                _add_difference(plan, other, renames.retargeted(draft_of(other), before.identifier, after.identifier))
    return plan.finish()


async def plan_deletion(work: Work, identifier: str, *, delete_actions: bool = False) -> Plan:
    """Return what deleting a blueprint would do. What bars it stands among the policies, as denied.

    Raises:
        PermissionMissing, NotFound, ProtectedResource: as they say.
    """
    await access.require(work, "delete", "blueprints")
    others = await writes.everything(work)
    before = await reads.get(work, identifier)
    plan = _started(others)
    plan.others.append(Effect("delete", "blueprint", identifier, sections(draft_of(before))))
    await events.announce(work, ChangePlanned(before, None, plan, delete_actions))
    for reason in await writes.blockers(work, before, others):
        plan.policies.append(Policy("has_dependents", "deny", reason))
    return plan.finish()


def _started(others: Mapping[str, Blueprint]) -> Draft:
    """Begin a plan that stands on every definition as it is: any change of one makes it another plan."""
    plan = Draft()
    for other in others.values():
        plan.read(f"blueprint/{other.identifier}", other.version)
    return plan


def _add_difference(plan: Draft, before: Blueprint, draft: BlueprintDraft) -> None:
    old, new = draft_of(before), sections(draft)
    changed = differing(old, draft)
    if changed:
        after: dict[str, Any] = {name: new.get(name) for name in changed}
        plan.others.append(Effect("update", "blueprint", before.identifier, changed, after))


def _computed(draft: BlueprintDraft) -> set[str]:
    return {name for section in COMPUTED for name in draft.extra.get(section) or {}}


async def _add_losses(
    work: Work, plan: Draft, before: Blueprint, properties: list[str], relations: list[Relation]
) -> None:
    values = await census().values(work, before, properties) if properties else {}
    links = await census().links(work, before, relations) if relations else {}
    for sort, counts in (("values", values), ("links", links)):
        for name, count in counts.items():
            if count:
                plan.others.append(Effect("delete", sort, f"{before.identifier}.{name}", {"count": count}))
