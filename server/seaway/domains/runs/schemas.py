"""Wire shapes of runs (semantics 13)."""

from typing import Annotated, Any, Literal, get_args

import pydantic
from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema

from seaway.core.errors import Invalid
from seaway.core.http_shape import Flag
from seaway.domains.runs import leases
from seaway.domains.runs.types import Affected, Claim, Line, RunFilter, RunLog, RunUpdate, Source, Status, Version
from seaway.kit import clock

Text = Annotated[str, Field(max_length=1_000)]
Long = Annotated[str, Field(max_length=65_536)]
Links = Annotated[list[Annotated[str, Field(max_length=2_000)]], Field(max_length=100)]
At = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
SOURCES: tuple[str, ...] = get_args(Source)


def _bounded(value: float | None) -> float | None:
    if value is not None and not value > 0:
        raise ValueError("must be over 0")
    return value


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd")


Asked = Annotated[str, Field(max_length=1_000), AfterValidator(_storable)]
"""A text to look for; what no stored text holds matches nothing."""
Positive = Annotated[float, AfterValidator(_bounded), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]


class RunFlags(pydantic.BaseModel):
    """Which runs to list; all conditions hold. Values that may repeat are repeated or comma-joined."""

    action: Asked = ""
    blueprint: Asked = ""
    entity: Asked = ""
    active: Flag = Field(default=False, description="Only runs that have not ended.")
    user_email: Asked = Field(default="", description="Only runs of the person with this e-mail.")
    user_id: Asked = ""
    external_run_id: Asked = ""
    source: list[str] = Field(default=[], description="Only runs that came from here: UI, API, AUTOMATION.")
    exclude: list[str] = Field(default=[], description="Fields to leave out of each run.")
    limit: int = Field(default=50, ge=1, le=1_000)
    version: Version = Field(default="v1", description="v1 shows the action of a run by its identifier alone.")

    def asked(self, sources: list[str]) -> RunFilter:
        """Return the conditions; empty is absent.

        Raises:
            Invalid: a source is none.
        """
        if unknown := [each for each in sources if each not in SOURCES]:
            raise Invalid(f'source: "{unknown[0][:80]}" is not one of {", ".join(SOURCES)}', details={"path": "source"})
        return RunFilter(
            action=self.action or None,
            blueprint=self.blueprint or None,
            entity=self.entity or None,
            active=self.active,
            user_email=self.user_email or None,
            user_id=self.user_id or None,
            external_run_id=self.external_run_id or None,
            sources=sources,
            limit=self.limit,
        )


class RunPatch(pydantic.BaseModel):
    """What to report of a run. A whole run sent back is taken too: what it says besides is ignored."""

    model_config = ConfigDict(
        extra="ignore", hide_input_in_errors=True, json_schema_extra={"examples": [{"statusLabel": "Building"}]}
    )

    status: Status | None = None
    statusLabel: Text | None = None  # noqa: N815  # the wire's spelling
    link: Text | Links | None = None
    summary: Long | None = None
    externalRunId: Text | None = None  # noqa: N815  # the wire's spelling

    def update(self) -> RunUpdate:
        """Return what the body says."""
        given = self.model_fields_set
        fields: dict[str, Any] = {"status": self.status} if self.status is not None else {}
        if "statusLabel" in given:
            fields["status_label"] = self.statusLabel
        if "link" in given:
            links = [self.link] if isinstance(self.link, str) else self.link or []
            fields["links"] = tuple(link for link in links if link)
        if "summary" in given:
            fields["summary"] = self.summary or ""
        if "externalRunId" in given:
            fields["external_run_id"] = self.externalRunId or None
        return RunUpdate(fields)


class LogIn(pydantic.BaseModel):
    """A line for the log of a run; with a status it ends the run."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    message: Long
    terminationStatus: Literal["SUCCESS", "FAILURE"] | None = None  # noqa: N815  # the wire's spelling
    statusLabel: Text | None = None  # noqa: N815  # the wire's spelling

    def line(self) -> Line:
        """Return the line."""
        return Line(self.message, self.terminationStatus, self.statusLabel, "statusLabel" in self.model_fields_set)


class ClaimIn(pydantic.BaseModel):
    """What an agent asks for. Unacknowledged runs come back after the visibility timeout."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    installationId: Annotated[str, Field(min_length=1, max_length=200)]  # noqa: N815  # the wire's spelling
    limit: Positive
    visibilityTimeoutMs: Positive | None = None  # noqa: N815  # the wire's spelling
    exclude: Annotated[list[Text], Field(max_length=1_000)] = []
    invocationMethod: Literal["WEBHOOK"] | None = None  # noqa: N815  # the wire's spelling

    def claim(self) -> Claim:
        """Return the claim, kept within what one may lease at once and for how long."""
        asked = leases.USUAL_LEASE if self.visibilityTimeoutMs is None else self.visibilityTimeoutMs / 1000
        seconds = min(max(asked, leases.SHORTEST_LEASE), leases.MAX_LEASE)
        count = int(min(max(self.limit, 1), leases.MAX_CLAIM))
        return Claim(self.installationId, count, seconds, self.exclude)


class AckIn(pydantic.BaseModel):
    """Which leased runs are taken for good: one, or several."""

    model_config = ConfigDict(
        extra="ignore", hide_input_in_errors=True, json_schema_extra={"examples": [{"runId": "r_Qz81LmN0pRs2TuVw"}]}
    )

    runId: Annotated[str, Field(min_length=1, max_length=200)] | None = None  # noqa: N815  # the wire's spelling
    runIds: Annotated[list[Text], Field(max_length=1_000)] | None = None  # noqa: N815  # the wire's spelling

    @pydantic.model_validator(mode="after")
    def _one_form(self) -> "AckIn":
        if (self.runId is None) == (self.runIds is None):
            raise ValueError("send either `runId` or `runIds`")
        return self


class ResponseIn(pydantic.BaseModel):
    """What the backend of a run answered, any JSON."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    response: Any


class SubjectShape(pydantic.BaseModel):
    """What a run is about, as it was called when the run began; `deleted` when it is gone since."""

    identifier: str
    title: str | None
    icon: str | None
    deleted: bool


class RunShape(pydantic.BaseModel):
    """A run."""

    id: str | None = None
    status: Status | None = None
    statusLabel: str | None = None  # noqa: N815  # the wire's spelling
    summary: str | None = None
    link: list[str] | None = None
    action: str | SubjectShape | None = None
    blueprint: SubjectShape | None = None
    entity: SubjectShape | None = None
    properties: dict[str, Any] | None = None
    rawProperties: dict[str, Any] | None = None  # noqa: N815  # the wire's spelling
    source: Source | None = None
    requiredApproval: bool | dict[str, Any] | None = None  # noqa: N815  # the wire's spelling
    approval: dict[str, Any] | None = None
    payload: dict[str, Any] | None = None
    response: Any = None
    externalRunId: str | None = None  # noqa: N815  # the wire's spelling
    pendingExecution: bool | None = None  # noqa: N815  # the wire's spelling
    claimedUntil: At | None = None  # noqa: N815  # the wire's spelling
    installationId: str | None = None  # noqa: N815  # the wire's spelling
    endedAt: At | None = None  # noqa: N815  # the wire's spelling
    createdAt: At | None = None  # noqa: N815  # the wire's spelling
    createdBy: str | None = None  # noqa: N815  # the wire's spelling
    impersonatedBy: str | None = None  # noqa: N815  # the wire's spelling
    updatedAt: At | None = None  # noqa: N815  # the wire's spelling
    updatedBy: str | None = None  # noqa: N815  # the wire's spelling


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


class RunAnswer(Done):
    """A run."""

    run: RunShape


class RunsAnswer(Done):
    """Runs, the newest first; those that were claimed, the oldest first."""

    runs: list[RunShape]


class LogShape(pydantic.BaseModel):
    """A line of a run's log."""

    id: str
    runId: str  # noqa: N815  # the wire's spelling
    message: str
    createdAt: At  # noqa: N815  # the wire's spelling
    createdBy: str  # noqa: N815  # the wire's spelling


class LogAnswer(Done):
    """The line that was added."""

    runLog: LogShape  # noqa: N815  # the wire's spelling


class LogsAnswer(Done):
    """Lines of a run's log, the oldest first."""

    runLogs: list[LogShape]  # noqa: N815  # the wire's spelling


class AckAnswer(Done):
    """How many of the runs were taken, where several were named."""

    ackedCount: int  # noqa: N815  # the wire's spelling


class AffectedShape(pydantic.BaseModel):
    """An entity that a run wrote. Of one that is gone, its last name."""

    op: Literal["created", "updated", "deleted"]
    blueprint: str | None
    identifier: str | None
    title: str | None
    at: At


class AffectedAnswer(Done):
    """Entities that a run wrote, in the order in which it did, and the cursor to the next ones."""

    entities: list[AffectedShape]
    next: str | None


def log_shown(line: RunLog) -> dict[str, Any]:
    """Return a line of a log as the API shows it."""
    return {
        "id": line.id,
        "runId": line.run,
        "message": line.message,
        "createdAt": clock.iso(line.created_at),
        "createdBy": line.created_by or "",
    }


def affected_shown(found: Affected) -> dict[str, Any]:
    """Return an entity that a run wrote as the API shows it."""
    return {
        "op": found.op,
        "blueprint": found.blueprint,
        "identifier": found.identifier,
        "title": found.title,
        "at": clock.iso(found.at),
    }
