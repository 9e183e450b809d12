"""What workers run: the domains' `jobs` modules, whose import registers feed handlers, jobs and watches."""

from types import ModuleType

from seaway.app import listeners
from seaway.domains.entities import jobs as entity_jobs
from seaway.domains.imports import jobs as import_jobs
from seaway.domains.integrations import jobs as integration_jobs
from seaway.domains.migrations import jobs as migration_jobs
from seaway.domains.notify import jobs as notify_jobs
from seaway.domains.scorecards import jobs as scorecard_jobs
from seaway.domains.webhooks import jobs as webhook_jobs

MODULES: tuple[ModuleType, ...] = (
    entity_jobs, scorecard_jobs, integration_jobs, migration_jobs, import_jobs, notify_jobs, webhook_jobs,
)  # fmt: skip
LISTENING = listeners.MODULES
"""Who follows what a job writes, in its transaction."""
