"""Durable jobs: work that survives the death of any process, step by step.

    @jobs.job("import", queue=jobs.JOBS)
    async def run(ctx: JobContext, given: Given) -> Given:
        found = await ctx.step("read", partial(_read, ctx, given))
        ...

A feed handler starts a job under the public id of the row it works for (`jobs.start`), so a change that is delivered
twice starts it once. A finished step is never repeated; a step that was interrupted runs again, hence must bear that.
Workers run jobs (`core.jobs.engine`, the only module that knows DBOS); the API process never imports it.
"""

from collections.abc import Mapping
from typing import Any

from seaway.core.jobs.control import cancel, signal, start, statuses
from seaway.core.jobs.protocol import JobContext, Retry
from seaway.core.jobs.registry import JOBS, RUNS, Job, Queue, Status, Statuses, job, watch

Given = Mapping[str, Any]

__all__ = [
    "JOBS",
    "RUNS",
    "Given",
    "Job",
    "JobContext",
    "Queue",
    "Retry",
    "Status",
    "Statuses",
    "cancel",
    "job",
    "signal",
    "start",
    "statuses",
    "watch",
]
