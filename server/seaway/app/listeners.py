"""Who listens inside a unit of work: the domains whose import registers it.

Whatever writes through the domains, the API, a worker or a command, imports this: a user who is added by a command is
followed by an entity as one who was invited is.
"""

from types import ModuleType

from seaway.domains.actions import service as actions
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.notify import service as notify
from seaway.domains.portal import service as portal
from seaway.domains.portal import shelf, views
from seaway.domains.scorecards import service as scorecards

MODULES: tuple[ModuleType, ...] = (blueprints, entities, scorecards, actions, notify, portal, shelf, views)
