"""Wire shapes of integrations (semantics 18.1 to 18.4)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field, StrictBool, StrictFloat, StrictInt

from seaway.core.errors import Invalid
from seaway.domains.integrations.types import Integration
from seaway.kit import clock

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Config = dict[str, Any] | None
Short = Annotated[str, Field(max_length=200)]
InstallationId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[a-z0-9-]+$")]
Origin = Literal["Empty", "Ocean", "Default", "Port"]
NULLABLE = frozenset({"title", "config"})
COMPUTED = frozenset(
    {
        "_id", "_orgId", "identifier", "installationId", "integrationType", "installationType", "resyncState",
        "statusInfo", "logAttributes", "metricAttributes", "ingestAttributes", "clientId", "createdAt", "createdBy",
        "updatedAt", "updatedBy", "ok",
    }
)  # fmt: skip
"""What Seaway says of an integration; clients that read, change and write a whole one send it back."""


def _utc(moment: datetime) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise ValueError("lies outside the years 1 to 9999") from None


Moment = Annotated[datetime, pydantic.AfterValidator(_utc)]


class Destination(pydantic.BaseModel):
    """Where an integration wants to hear of resync requests; empty when it asks for them itself."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    type: Literal["KAFKA", "WEBHOOK"] | None = None
    url: Annotated[str, Field(max_length=2_000, pattern=r"^https?://")] | None = None
    agent: StrictBool | None = None

    @pydantic.model_validator(mode="after")
    def _reached(self) -> "Destination":
        if (self.type == "WEBHOOK") != (self.url is not None):
            raise ValueError("a WEBHOOK needs a url, and nothing else has one")
        return self


class IntegrationPatch(pydantic.BaseModel):
    """What to change of an integration: each key replaces the one of its name. An empty body asks for a resync."""

    model_config = ConfigDict(
        extra="allow", hide_input_in_errors=True, json_schema_extra={"examples": [{"title": "Issues"}]}
    )

    installationId: Short | None = None  # noqa: N815  # the wire's spelling, here and below
    title: Short | None = None
    installationAppType: Short | None = None  # noqa: N815
    version: Short | None = None
    config: Config = None
    changelogDestination: Destination | None = None  # noqa: N815
    spec: dict[str, Any] | None = None
    actionsProcessingEnabled: StrictBool | None = None  # noqa: N815
    incrementalSyncEnabled: StrictBool | None = None  # noqa: N815
    arePortResourcesInitialized: StrictBool | None = None  # noqa: N815
    createPortResourcesOrigin: Origin | None = None  # noqa: N815
    processingMode: Literal["ocean-core", "dsp"] | None = None  # noqa: N815

    @property
    def empty(self) -> bool:
        """Whether the body says nothing at all."""
        return not self.model_fields_set and not self.model_extra

    def said(self) -> dict[str, Any]:
        """Return what the body says, unknown keys too; null clears a title and a config, and says nothing elsewhere."""
        found = {name: getattr(self, name) for name in self.model_fields_set} | (self.model_extra or {})
        if self.changelogDestination is not None:
            found["changelogDestination"] = self.changelogDestination.model_dump(exclude_unset=True)
        return {
            name: value
            for name, value in found.items()
            if name not in COMPUTED and (value is not None or name in NULLABLE or name in (self.model_extra or {}))
        }

    def check_same(self, identifier: str) -> None:
        """Let through a body that leaves the identifier as it is.

        Raises:
            Invalid: `installationId` would change.
        """
        if self.installationId not in (None, identifier):
            raise Invalid(
                f'installationId: stays "{identifier}"; register another integration instead',
                details={"path": "installationId"},
            )


class IntegrationIn(IntegrationPatch):
    """A new integration."""

    model_config = ConfigDict(
        extra="allow", hide_input_in_errors=True, json_schema_extra={"examples": [{"installationId": "issues"}]}
    )

    installationId: InstallationId  # noqa: N815


class ResyncStateIn(pydantic.BaseModel):
    """How a resync goes; what is left out stays. The misspelling is the wire's."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    status: Literal["running", "completed", "failed", "aborted"] | None = None
    lastResyncStart: Moment | None = None  # noqa: N815
    lastResyncEnd: Moment | None = None  # noqa: N815
    nextResync: Moment | None = None  # noqa: N815
    intervalInMinuets: Annotated[StrictInt | StrictFloat, Field(ge=0)] | None = None  # noqa: N815

    def said(self) -> dict[str, Any]:
        """Return what the body says, times as the wire writes them."""
        given = {name: getattr(self, name) for name in self.model_fields_set if name != "status" or self.status}
        return {name: clock.iso(value) if isinstance(value, datetime) else value for name, value in given.items()}


class ResyncState(pydantic.BaseModel):
    """How the last resync went, empty when there was none. `updatedAt` is that of the integration when it was told."""

    status: Literal["running", "completed", "failed", "aborted"] | None = None
    lastResyncStart: Instant | None = None  # noqa: N815
    lastResyncEnd: Instant | None = None  # noqa: N815
    nextResync: Instant | None = None  # noqa: N815
    intervalInMinuets: float | None = None  # noqa: N815
    updatedAt: Instant | None = None  # noqa: N815


class IngestPoint(pydantic.BaseModel):
    """Where an integration sends what it tells of itself."""

    ingestId: str  # noqa: N815
    ingestUrl: str  # noqa: N815


class IngestRoot(pydantic.BaseModel):
    """Where all such addresses begin."""

    ingestUrl: str  # noqa: N815


class StatusInfo(pydantic.BaseModel):
    """When the integration last gave a sign of life."""

    updatedAt: Instant  # noqa: N815


class IntegrationShape(pydantic.BaseModel):
    """An integration. Keys that clients added are shown as they sent them."""

    model_config = ConfigDict(extra="allow", serialize_by_alias=True)

    id_: str = Field(alias="_id")
    org_id: str = Field(alias="_orgId")
    identifier: str
    installationId: str  # noqa: N815
    title: str | None
    version: str
    integrationType: str  # noqa: N815
    installationAppType: str  # noqa: N815
    installationType: str  # noqa: N815
    config: Config
    changelogDestination: dict[str, Any]  # noqa: N815
    actionsProcessingEnabled: bool  # noqa: N815
    incrementalSyncEnabled: bool  # noqa: N815
    processingMode: str  # noqa: N815
    createPortResourcesOrigin: str | None = None  # noqa: N815
    arePortResourcesInitialized: bool  # noqa: N815
    resyncState: ResyncState  # noqa: N815
    statusInfo: StatusInfo  # noqa: N815
    spec: dict[str, Any]
    logAttributes: IngestPoint  # noqa: N815
    metricAttributes: IngestPoint  # noqa: N815
    ingestAttributes: IngestRoot  # noqa: N815
    clientId: str  # noqa: N815
    createdAt: Instant  # noqa: N815
    createdBy: str  # noqa: N815
    updatedAt: Instant  # noqa: N815
    updatedBy: str  # noqa: N815


class IntegrationAnswer(pydantic.BaseModel):
    """One integration."""

    ok: Literal[True]
    integration: IntegrationShape


class IntegrationsAnswer(pydantic.BaseModel):
    """Every integration, by identifier."""

    ok: Literal[True]
    integrations: list[IntegrationShape]


class IntegrationName(pydantic.BaseModel):
    """What everybody who reads the catalog may know of an integration."""

    identifier: str
    installationId: str  # noqa: N815
    integrationType: str  # noqa: N815
    updatedAt: Instant  # noqa: N815


class NamesAnswer(pydantic.BaseModel):
    """The names of all integrations."""

    ok: Literal[True]
    integrations: list[IntegrationName]


class ProvisionedAnswer(pydantic.BaseModel):
    """The types of integration whose blueprints the server makes: none, they bring their own."""

    ok: Literal[True] = True
    integrations: list[str]


class ResyncRequest(pydantic.BaseModel):
    """When a resync was last asked for; empty when it never was."""

    updatedAt: Instant | None = None  # noqa: N815


class ResyncRequestAnswer(pydantic.BaseModel):
    """The last request for a resync."""

    ok: Literal[True]
    request: ResyncRequest


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


def config_of(body: Mapping[str, Any]) -> Config:
    """Return the config of a body that wraps it in `config`, or is it.

    Raises:
        Invalid: it holds none, or something beside it.
    """
    if not body or (len(body) > 1 and "config" in body):
        raise Invalid("config: give it alone, as an object or null", details={"path": "config"})
    config = body.get("config") if "config" in body else dict(body)
    if config is not None and not isinstance(config, dict):
        raise Invalid("config: give an object or null", details={"path": "config"})
    return config


def shown(integration: Integration, url: str, org: str) -> dict[str, Any]:
    """Return an integration as the API shows it; `url` is where Seaway is reached."""
    state, at = integration.resync_state, integration.resync_state_at
    return {
        "title": None,
        "version": "",
        "installationAppType": "",
        "config": {},
        "changelogDestination": {},
        "actionsProcessingEnabled": False,
        "incrementalSyncEnabled": False,
        "processingMode": "ocean-core",
        "arePortResourcesInitialized": False,
        "spec": {},
        **integration.stated,
        "_id": integration.public_id,
        "_orgId": org,
        **named(integration),
        "installationType": "OnPrem",
        "resyncState": {} if state is None or at is None else {**state, "updatedAt": clock.iso(at)},
        "statusInfo": {"updatedAt": clock.iso(integration.seen_at)},
        "logAttributes": _ingest(integration, url, "integration-logs"),
        "metricAttributes": _ingest(integration, url, "integration-metrics"),
        "ingestAttributes": {"ingestUrl": f"{url}/ingest"},
        "clientId": "",
        "createdAt": clock.iso(integration.created_at),
        "createdBy": integration.created_by or "",
        "updatedBy": integration.updated_by or "",
    }


def named(integration: Integration) -> dict[str, Any]:
    """Return what everybody who reads the catalog may know of an integration."""
    return {
        "identifier": integration.identifier,
        "installationId": integration.identifier,
        "integrationType": integration.type,
        "updatedAt": clock.iso(integration.updated_at),
    }


def _ingest(integration: Integration, url: str, what: str) -> dict[str, str]:
    return {"ingestId": integration.ingest_id, "ingestUrl": f"{url}/ingest/{what}/{integration.ingest_id}"}
