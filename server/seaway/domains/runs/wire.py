"""Runs as JSON, in the words of the API."""

from typing import Any

from seaway.domains.runs.types import Run, Version
from seaway.kit import clock


def shown(run: Run, version: Version = "v2") -> dict[str, Any]:
    """Return a run as the API shows it."""
    subjects = {name: _subject(run, name) for name in ("action", "blueprint", "entity")}
    action = subjects["action"]
    if version == "v1" and action is not None:
        subjects["action"] = action["identifier"]
    return {
        "id": run.id,
        "status": run.status,
        "statusLabel": run.status_label,
        "summary": run.summary,
        "link": list(run.links),
        **subjects,
        "properties": run.properties,
        "rawProperties": run.properties,
        "source": run.source,
        "requiredApproval": run.required_approval,
        "approval": run.approval,
        "payload": run.payload,
        "response": run.response,
        "externalRunId": run.external_run_id,
        "endedAt": _at(run.ended_at),
        "pendingExecution": run.pending,
        "claimedUntil": _at(run.claimed_until),
        "installationId": run.queue,
        "createdBy": run.created_by or "",
        "impersonatedBy": run.impersonated_by,
        "updatedBy": run.updated_by or "",
        "createdAt": clock.iso(run.created_at),
        "updatedAt": clock.iso(run.updated_at),
    }


def _subject(run: Run, name: str) -> Any:
    about = run.about[name]
    return None if about is None else {**about, "deleted": name in run.gone}


def _at(moment: Any) -> str | None:
    return None if moment is None else clock.iso(moment)
