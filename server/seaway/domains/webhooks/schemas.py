"""Wire shapes of webhooks (semantics 17)."""

from typing import Annotated, Any, Literal

import orjson
import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.domains.entities.types import EntityDraft
from seaway.domains.webhooks.types import Algorithm, Delivery, Payload, Status, Webhook, WebhookDraft
from seaway.kit import clock

MAX_MAPPINGS, MAX_PARTS = 50, 200
Name = Annotated[str, Field(min_length=1, max_length=100)]
Program = Annotated[str, Field(min_length=1, max_length=10_000)]
Title = Annotated[str, Field(min_length=1, max_length=30)]
_EXAMPLE: dict[str, Any] = {
    "title": "Builds",
    "mappings": [{"blueprint": "build", "entity": {"identifier": ".body.id | tostring"}}],
}


class _Strict(pydantic.BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class QueryIn(_Strict):
    """A query in place of an identifier; each text in it is a program."""

    combinator: Program
    rules: Annotated[list[dict[str, Any]], Field(max_length=50)]


class MappedIn(_Strict):
    """The entity that a mapping makes; each text in it is a program."""

    identifier: Program | QueryIn
    title: Program | None = None
    icon: Program | None = None
    team: Program | QueryIn | None = None
    properties: Annotated[dict[Name, Any], Field(max_length=MAX_PARTS)] | None = None
    relations: Annotated[dict[Name, Any], Field(max_length=MAX_PARTS)] | None = None


class OperationIn(_Strict):
    """What a mapping does; deletions take along whoever requires the entity, unless told otherwise."""

    type: Literal["create", "delete"]
    deleteDependents: StrictBool | None = None  # noqa: N815  # the wire's spelling


class MappingIn(_Strict):
    """How items of a payload become entities of a blueprint, or remove them."""

    blueprint: Annotated[str, Field(min_length=1, max_length=110)]
    operation: Literal["create", "delete"] | OperationIn = "create"
    filter: Program | None = None
    itemsToParse: Program | None = None  # noqa: N815
    entity: MappedIn


class SecurityIn(_Strict):
    """How the sender proves itself, and how it names a delivery."""

    secret: Annotated[str, Field(max_length=500)] | None = None
    signatureHeaderName: Annotated[str, Field(max_length=200)] | None = None  # noqa: N815
    signatureAlgorithm: Algorithm | None = None  # noqa: N815
    signaturePrefix: Annotated[str, Field(max_length=100)] | None = None  # noqa: N815
    requestIdentifierPath: Annotated[str, Field(max_length=10_000)] | None = None  # noqa: N815


Mappings = Annotated[list[MappingIn], Field(max_length=MAX_MAPPINGS)]


class WebhookPatch(_Strict):
    """What to change of a webhook; what is left out stays, what is given replaces."""

    model_config = ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [{"enabled": False}]}
    )

    identifier: Annotated[str, Field(min_length=1, max_length=30)] | None = None
    title: Title | None = None
    icon: Annotated[str, Field(max_length=1_000)] | None = None
    description: Annotated[str, Field(max_length=200)] | None = None
    enabled: StrictBool | None = None
    mappings: Mappings | None = None
    security: SecurityIn | None = None
    integrationType: Literal["custom", "template"] | None = None  # noqa: N815

    def changed(self) -> dict[str, Any]:
        """Return the fields of a draft that were given."""
        given = self.model_dump(include=self.model_fields_set, exclude_unset=True)
        found = {name: value for name, value in given.items() if name in {"icon", "description"} or value is not None}
        if "security" in found:
            found["secret"] = found["security"].pop("secret", None) or None
        if "integrationType" in found:
            found["type"] = found.pop("integrationType")
        return found


class WebhookIn(WebhookPatch):
    """A webhook as a whole. An identifier is made up where none is given."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [_EXAMPLE]})

    title: Title
    enabled: StrictBool = True

    def draft(self) -> WebhookDraft:
        """Return it as the service takes it."""
        return WebhookDraft(**{"identifier": "", **self.changed()})

    def replacing(self) -> dict[str, Any]:
        """Return every field of a draft: what is absent is cleared."""
        cleared: dict[str, Any] = {"icon": None, "description": None, "enabled": True, "type": "custom", "mappings": []}
        return {**cleared, "security": {}, "secret": None, **self.changed()}


class PayloadIn(_Strict):
    """A payload as it would come in; header names in any case."""

    body: Any = None
    headers: dict[str, str] = Field(default_factory=dict)
    queryParams: dict[str, str | list[str]] = Field(default_factory=dict)  # noqa: N815

    def payload(self) -> Payload:
        """Return it as it would be kept."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Payload(orjson.dumps(self.body), {**headers, "content-type": "application/json"}, self.queryParams)


class TestIn(_Strict):
    """Mappings to be tried on a payload."""

    __test__ = False
    model_config = ConfigDict(
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={"examples": [{"mappings": _EXAMPLE["mappings"], "payload": {"body": {"id": 7}}}]},
    )

    mappings: Mappings
    payload: PayloadIn


class WebhookOut(pydantic.BaseModel):
    """A webhook. `url` is where the other system sends to; it never changes."""

    identifier: str
    title: str
    icon: str | None = None
    description: str | None = None
    enabled: bool
    integrationType: str  # noqa: N815
    mappings: list[dict[str, Any]]
    security: dict[str, Any]
    webhookKey: str  # noqa: N815
    url: str
    id: str
    createdAt: str  # noqa: N815
    createdBy: str  # noqa: N815
    updatedAt: str  # noqa: N815
    updatedBy: str  # noqa: N815


class WebhookAnswer(pydantic.BaseModel):
    """One webhook."""

    ok: Literal[True] = True
    integration: WebhookOut


class WebhooksAnswer(pydantic.BaseModel):
    """All webhooks, under both names that clients read."""

    ok: Literal[True] = True
    integrations: list[WebhookOut]
    webhooks: list[WebhookOut]


class MetaOut(pydantic.BaseModel):
    """What Members may know of a webhook."""

    identifier: str
    title: str
    icon: str | None
    updatedAt: str  # noqa: N815


class MetasAnswer(pydantic.BaseModel):
    """All webhooks, as Members see them."""

    ok: Literal[True] = True
    integrations: list[MetaOut]


class Done(pydantic.BaseModel):
    """It was done."""

    ok: Literal[True] = True


class DeliveryOut(pydantic.BaseModel):
    """What came in, and what became of it."""

    id: str
    status: Status
    reason: str | None
    identifier: str | None = Field(description="What the sender calls it, by `requestIdentifierPath`.")
    replayOf: str | None  # noqa: N815
    counts: dict[str, int] = Field(description="Items by result.")
    receivedAt: str  # noqa: N815
    endedAt: str | None  # noqa: N815


class DeliveryFull(DeliveryOut):
    """A delivery with its payload and the end of each item; failures first, at most 200."""

    headers: dict[str, str]
    queryParams: dict[str, Any]  # noqa: N815
    body: str
    outcomes: list[dict[str, Any]]


class DeliveriesAnswer(pydantic.BaseModel):
    """Deliveries, the latest first."""

    ok: Literal[True] = True
    deliveries: list[DeliveryOut]
    next: str | None


class DeliveryAnswer(pydantic.BaseModel):
    """One delivery."""

    ok: Literal[True] = True
    delivery: DeliveryFull


class TestAnswer(pydantic.BaseModel):
    """What the mappings would make; nothing was written."""

    __test__ = False
    ok: Literal[True] = True
    results: list[dict[str, Any]]


def shown(found: Webhook, url: str) -> dict[str, Any]:
    """Return a webhook as it is answered; Terraform compares the secret that it set with the one it reads."""
    draft = found.draft
    secret = {} if draft.secret is None else {"secret": draft.secret}
    return {
        "identifier": draft.identifier,
        "title": draft.title,
        "icon": draft.icon,
        "description": draft.description,
        "enabled": draft.enabled,
        "integrationType": draft.type,
        "mappings": list(draft.mappings),
        "security": {**secret, **draft.security},
        "webhookKey": found.key,
        "url": f"{url}/ingest/webhook/{found.key}",
        "id": f"wh_{found.id}",
        "createdAt": clock.iso(found.created_at),
        "createdBy": found.created_by,
        "updatedAt": clock.iso(found.updated_at),
        "updatedBy": found.updated_by,
    }


def shown_meta(found: dict[str, Any]) -> dict[str, Any]:
    """Return what Members may know of a webhook."""
    named = {"identifier": found["ident"], "title": found["title"], "icon": found["icon"]}
    return {**named, "updatedAt": clock.iso(found["updated_at"])}


def shown_delivery(found: Delivery) -> dict[str, Any]:
    """Return a delivery as lists show it."""
    return {
        "id": found.public_id,
        "status": found.status,
        "reason": found.reason,
        "identifier": found.name,
        "replayOf": found.replay_of,
        "counts": dict(found.counts),
        "receivedAt": clock.iso(found.received_at),
        "endedAt": clock.iso(found.ended_at) if found.ended_at else None,
    }


def shown_in_full(found: Delivery) -> dict[str, Any]:
    """Return a delivery with its payload and outcomes."""
    return {
        **shown_delivery(found),
        "headers": dict(found.payload.headers),
        "queryParams": dict(found.payload.query),
        "body": found.payload.body.decode(errors="replace"),
        "outcomes": list(found.outcomes),
    }


def shown_result(found: dict[str, Any]) -> dict[str, Any]:
    """Return what a mapping would make."""
    items = [{**each, "entity": _entity(each["entity"])} for each in found["items"]]
    return {"mapping": found["mapping"], "counts": dict(found["counts"]), "items": items}


def _entity(draft: EntityDraft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    told = {"title": draft.title, "icon": draft.icon, "team": draft.team}
    given = {name: value for name, value in told.items() if name in draft.present}
    return {"identifier": draft.identifier, **given, "properties": draft.properties, "relations": draft.relations}
