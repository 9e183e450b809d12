"""The door of blueprints: what other domains and the routes may do with them."""

from seaway.core import events
from seaway.core.work import Work
from seaway.domains.blueprints.census import Census, count_with
from seaway.domains.blueprints.computing import ordered as computed_in_order
from seaway.domains.blueprints.ensure import ensure, ensure_system
from seaway.domains.blueprints.mirrors import definition as computed_definition
from seaway.domains.blueprints.mirrors import route as mirror_route
from seaway.domains.blueprints.past import as_of as all_as_of
from seaway.domains.blueprints.permissions import change as change_permissions
from seaway.domains.blueprints.permissions import of as permissions_of
from seaway.domains.blueprints.planning import plan_change, plan_deletion
from seaway.domains.blueprints.reads import by_ids, find, get, hold, list_all
from seaway.domains.blueprints.renaming import Renamed, rename_mirror, rename_property, rename_relation
from seaway.domains.blueprints.restoring import Deleted, restore
from seaway.domains.blueprints.sections import draft_of, sections
from seaway.domains.blueprints.system import structure
from seaway.domains.blueprints.writes import check_computed, checked, create, delete, patch, replace
from seaway.domains.identity.events import OrganisationCreated


@events.within(OrganisationCreated)
async def furnish(work: Work, _event: OrganisationCreated) -> None:
    """Give a new organisation its system blueprints."""
    await ensure_system(work)


__all__ = [
    "Census",
    "Deleted",
    "Renamed",
    "all_as_of",
    "by_ids",
    "change_permissions",
    "check_computed",
    "checked",
    "computed_definition",
    "computed_in_order",
    "count_with",
    "create",
    "delete",
    "draft_of",
    "ensure",
    "ensure_system",
    "find",
    "furnish",
    "get",
    "hold",
    "list_all",
    "mirror_route",
    "patch",
    "permissions_of",
    "plan_change",
    "plan_deletion",
    "rename_mirror",
    "rename_property",
    "rename_relation",
    "replace",
    "restore",
    "sections",
    "structure",
]  # fmt: skip
