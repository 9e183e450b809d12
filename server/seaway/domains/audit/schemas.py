"""Wire shapes of the audit log (semantics 22)."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.core.errors import Invalid
from seaway.domains.audit.types import Filters, Record
from seaway.kit import clock

MAX = 1_000
FIELDS = (
    "action", "context", "diff", "identifier", "resourceType", "status", "trigger", "additionalData", "message",
)  # fmt: skip
_CHANGE = re.compile(r"event_([0-9a-f]{1,15})z([0-9a-f]{1,15})")
_REFUSAL = re.compile(r"event_r([0-9a-f]{1,15})")
_RUN_KINDS = ("run", "action")
Text = Annotated[str, Field(max_length=1_000)]
Texts = Annotated[list[Text], Field(max_length=100)]


class AuditFlags(pydantic.BaseModel):
    """Which records; all that is given must hold. An empty value is one that was not given."""

    model_config = pydantic.ConfigDict(extra="ignore", populate_by_name=True)

    identifier: Text | None = Field(default=None, description="The record itself.")
    entity: Text | None = Field(default=None, description="Of entities of this identifier, deleted ones too.")
    blueprint: Text | None = None
    include_deleted_entities: str | None = Field(default=None, description="Accepted; they are always included.")
    run_id: Text | None = None
    webhookId: Text | None = None  # noqa: N815  # the wire's spelling
    webhookEventId: Text | None = None  # noqa: N815
    origin: Texts = Field(default=[], description="`UI`, `API`, `AUTOMATION`, or a client's User-Agent.")
    InstallationId: Text | None = None
    resources: Texts = Field(default=[], description="Kinds of objects, such as `entity` and `blueprint`.")
    includes: Texts = Field(default=[], description="Only these fields of a record.")
    since: datetime | None = Field(default=None, alias="from")
    to: datetime | None = None
    action: Text | None = Field(default=None, description="`CREATE`, `UPDATE` or `DELETE`.")
    status: Literal["SUCCESS", "FAILURE"] | None = None
    limit: Annotated[int, Field(ge=1, description=f"At most {MAX}.")] = 100
    actionType: Literal["automation", "self-service"] | None = Field(  # noqa: N815
        default=None, description="Only records of runs and of what is run."
    )

    @pydantic.model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value not in ("", [""])} if given else given

    def filters(self) -> Filters:
        """Return what is asked for.

        Raises:
            Invalid: `identifier` is that of no record.
        """
        change, refusal = _numbers(self.identifier)
        kinds = _listed(self.resources)
        if self.actionType is not None:
            kinds = [kind for kind in _RUN_KINDS if not kinds or kind in kinds] or ["none"]
        return Filters(
            limit=min(self.limit, MAX),
            change=change,
            refusal=refusal,
            entity=self.entity,
            blueprint=self.blueprint,
            causes=self._causes(),
            installation=self.InstallationId,
            origins=_listed(self.origin, commas=False),
            kinds=kinds,
            since=_zoned(self.since),
            until=_zoned(self.to),
            action=self.action,
            status=self.status,
        )

    def _causes(self) -> list[str] | None:
        """Return the one cause that is asked for; no record has two."""
        named = {"run": self.run_id, "webhook": self.webhookId, "webhook_event": self.webhookEventId}
        given = [f"{kind}:{value}" for kind, value in named.items() if value is not None]
        return given[:1] if len(given) == 1 else ([] if given else None)

    def fields(self) -> list[str]:
        """Return the fields that are asked for.

        Raises:
            Invalid: there is no such field.
        """
        asked = _listed(self.includes)
        if unknown := [name for name in asked if name not in FIELDS]:
            raise Invalid(
                f'includes: "{unknown[0][:80]}" is not one of {", ".join(FIELDS)}', details={"path": "includes"}
            )
        return asked


def _numbers(identifier: str | None) -> tuple[tuple[int, int] | None, int | None]:
    if identifier is None:
        return None, None
    if found := _CHANGE.fullmatch(identifier):
        return (int(found[1], 16), int(found[2], 16)), None
    if found := _REFUSAL.fullmatch(identifier):
        return None, int(found[1], 16)
    raise Invalid("identifier: pass that of a record, such as event_1f2z3a", details={"path": "identifier"})


def _listed(texts: Sequence[str], *, commas: bool = True) -> list[str]:
    return [part for text in texts for part in (text.split(",") if commas else [text]) if part]


def _zoned(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=moment.tzinfo or UTC)


class Trigger(pydantic.BaseModel):
    """Who did it, when, and from where."""

    by: dict[str, Any]
    origin: str
    at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Diff(pydantic.BaseModel):
    """What a record changed; `after` is known for entities."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


class RecordShape(pydantic.BaseModel):
    """A record; with `includes`, only what was asked for."""

    identifier: str = ""
    action: Literal["CREATE", "UPDATE", "DELETE"] = "CREATE"
    resourceType: str = ""  # noqa: N815
    status: Literal["SUCCESS", "FAILURE"] = "SUCCESS"
    trigger: Trigger | None = None
    context: dict[str, str | None] = {}
    diff: Diff | None = None
    message: str | None = None
    additionalData: dict[str, Any] | None = None  # noqa: N815


class AuditAnswer(pydantic.BaseModel):
    """Records, the newest first."""

    ok: Literal[True]
    audits: list[RecordShape]


def shown(record: Record, org: str) -> dict[str, Any]:
    """Return a record as the API shows it."""
    return {
        "identifier": record.id,
        "action": record.action,
        "resourceType": record.kind,
        "status": record.status,
        "trigger": {"by": _by(record, org), "origin": record.origin, "at": clock.iso(record.at)},
        "context": {"blueprint": record.blueprint, "entity": record.entity, **_context(record.cause)},
        "diff": {"before": _plain(record.before), "after": _plain(record.after)},
        "message": record.message,
        "additionalData": _plain(record.details),
    }


def _by(record: Record, org: str) -> dict[str, Any]:
    who = record.who
    first, _, last = (who.name or "").partition(" ")
    person = None if who.email is None else {"email": who.email, "firstName": first, "lastName": last}
    return {"orgId": org, "userId": who.id, "user": person}


def _context(cause: str | None) -> dict[str, str | None]:
    kind, _, name = (cause or "").partition(":")
    named = {"runId": "run", "webhookId": "webhook", "webhookEventId": "webhook_event", "integrationId": "integration"}
    return {key: name if kind == word else None for key, word in named.items()}


def _plain(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if value is None else dict(value)
