"""Wire shapes of the bin."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.core.actor import TYPE_OF_CODE
from seaway.core.errors import Invalid
from seaway.domains.bin.types import Filters, Gone, Item, Json, Kind, Restored, State, Wish
from seaway.kit import clock

MAX_ITEMS = 100
SHOWN = 1_000
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class BinFlags(pydantic.BaseModel):
    """Which deletions to list."""

    kind: Kind | None = Field(default=None, description="With an object of this kind.")
    blueprint: Annotated[str | None, Field(max_length=100, description="With an object of this blueprint.")] = None
    by: Annotated[str | None, Field(max_length=200, description="Deleted by this user, machine or system.")] = None
    since: datetime | None = Field(default=None, description="Not before this moment.")
    q: Annotated[str | None, Field(max_length=200, description="With this text in an identifier or title.")] = None
    cursor: Annotated[str | None, Field(max_length=20, description="The `next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def filters(self, days: int) -> Filters:
        """Return what is asked for, no older than what the bin keeps."""
        since = kept(days).since
        if self.since is not None:
            given = self.since if self.since.tzinfo else self.since.replace(tzinfo=since.tzinfo)
            since = max(since, given)
        text = self.q.strip() if self.q else None
        return Filters(since, self.kind, _clean(self.blueprint), _clean(self.by), _clean(text or None))


def _clean(text: str | None) -> str | None:
    """Return a text of the query without NUL, which no name holds."""
    return text.replace("\0", "\ufffd") if text is not None else None


def kept(days: int) -> Filters:
    """Return the filter of everything that the bin still keeps."""
    return Filters(clock.now() - timedelta(days=days))


class BinObjectShape(pydantic.BaseModel):
    """An object that was deleted. `blueprint` is that of an entity or page; `state` tells whether it came back."""

    id: str
    kind: Kind
    blueprint: str | None
    identifier: str
    title: str | None
    state: State


class ByShape(pydantic.BaseModel):
    """Who deleted."""

    id: str | None
    name: str | None
    type: str


class BinItemShape(pydantic.BaseModel):
    """One deletion: all that went for one cause. `first` stands for it, `counts` says how much went with it."""

    id: str
    deletedAt: Moment  # noqa: N815  # the wire's spelling
    expiresAt: Moment  # noqa: N815  # the wire's spelling
    deletedBy: ByShape  # noqa: N815  # the wire's spelling
    source: str | None
    cause: str | None
    first: BinObjectShape
    counts: dict[str, int]


class ItemsAnswer(pydantic.BaseModel):
    """Deletions, the latest first; `next` is the cursor of the following page, null at the end."""

    ok: Literal[True]
    items: list[BinItemShape]
    next: str | None


class ItemAnswer(pydantic.BaseModel):
    """One deletion."""

    ok: Literal[True]
    item: BinItemShape


class ObjectsAnswer(pydantic.BaseModel):
    """What went in a deletion, in the order in which it went; `next` is null at the end."""

    ok: Literal[True]
    objects: list[BinObjectShape]
    next: str | None


class ObjectAnswer(pydantic.BaseModel):
    """An object as it was last."""

    ok: Literal[True]
    object: BinObjectShape
    last: dict[str, Any]


class RestoreIn(pydantic.BaseModel):
    """What to restore, and how."""

    model_config = ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [{"dryRun": True}]}
    )

    dryRun: Annotated[StrictBool, Field(description="Only find out what would happen.")] = False  # noqa: N815
    digest: Annotated[str, Field(max_length=64, description="The digest of the plan that was confirmed.")] | None = None
    objects: (
        Annotated[list[str], Field(min_length=1, max_length=SHOWN, description="Only these objects, by id.")] | None
    ) = None
    references: Annotated[
        StrictBool, Field(description="Put back the references of others that the deletion cleared, where still empty.")
    ] = True
    skip: Annotated[StrictBool, Field(description="Restore the rest when something cannot come back.")] = False

    def wish(self) -> Wish:
        """Return how to restore."""
        return Wish(self.references, self.skip)

    def only(self) -> list[int] | None:
        """Return the numbers of the objects that are named."""
        return None if self.objects is None else [number(each, "objects") for each in self.objects]


class ManyIn(pydantic.BaseModel):
    """Several deletions to restore, each by itself."""

    model_config = ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [{"items": ["bin_" + "0" * 32]}]}
    )

    items: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=MAX_ITEMS)]
    references: StrictBool = True
    skip: StrictBool = False


class ObstacleShape(pydantic.BaseModel):
    """Why an object cannot come back."""

    object: str
    error: str
    message: str


class LostShape(pydantic.BaseModel):
    """Values that stay behind, since the blueprint has no place for them any more."""

    object: str
    paths: list[str]


class RestoredShape(pydantic.BaseModel):
    """What came back, or would. `references` counts those who name it again; `left` is for a further call."""

    restored: bool
    objects: list[str]
    obstacles: list[ObstacleShape]
    lost: list[LostShape]
    references: int
    left: int
    plan: dict[str, Any]


class RestoredAnswer(RestoredShape):
    """What came back, or would."""

    ok: Literal[True]


class OneOfMany(pydantic.BaseModel):
    """What became of one of several deletions."""

    id: str
    restored: bool
    objects: int
    error: str | None
    message: str | None


class ManyAnswer(pydantic.BaseModel):
    """What became of each deletion, in the order given."""

    ok: Literal[True]
    items: list[OneOfMany]


class Done(pydantic.BaseModel):
    """It is done."""

    ok: Literal[True] = True


def shown(item: Item, days: int) -> dict[str, Any]:
    """Return a deletion as the API shows it."""
    return {
        "id": item.id,
        "deletedAt": clock.iso(item.at),
        "expiresAt": clock.iso(item.at + timedelta(days=days)),
        "deletedBy": {"id": item.by, "name": item.by_name, "type": TYPE_OF_CODE.get(item.by_type, "system")},
        "source": item.source,
        "cause": item.cause,
        "first": shown_object(item.first),
        "counts": dict(item.counts),
    }


def shown_object(gone: Gone) -> dict[str, Any]:
    """Return a deleted object as the API shows it."""
    return {
        "id": str(gone.seq),
        "kind": gone.kind,
        "blueprint": gone.blueprint,
        "identifier": gone.identifier,
        "title": gone.title,
        "state": gone.state,
    }


_HIDDEN = frozenset({"createdBy", "updatedBy", "source", "order", "erased"})


def shown_last(last: Json) -> dict[str, Any]:
    """Return a last state without what only the change log understands: interned numbers and the order of names."""
    return {name: value for name, value in last.items() if name not in _HIDDEN}


def shown_restored(done: Restored) -> dict[str, Any]:
    """Return what came back, at most SHOWN objects of it."""
    return {
        "restored": done.done,
        "objects": done.objects[:SHOWN],
        "obstacles": [
            {"object": each.object, "error": each.error, "message": each.message} for each in done.obstacles[:SHOWN]
        ],
        "lost": [{"object": name, "paths": list(paths)} for name, paths in done.lost[:SHOWN]],
        "references": done.references,
        "left": done.left,
        "plan": done.plan.wire(),
    }


def number(text: str, path: str) -> int:
    """Return the number that an id or a cursor stands for.

    Raises:
        Invalid: it is none of ours.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid(f"{path}: give what an answer gave, unchanged", details={"path": path})
    return int(text)
