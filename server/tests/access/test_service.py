"""Access, first cut: organisation and role."""

import dataclasses

import pytest

from seaway.core import changes, origin
from seaway.core.actor import Actor
from seaway.core.db import Database, sql
from seaway.core.work import Cause, Work, writing
from seaway.domains.access import service as access
from seaway.domains.access.errors import PermissionMissing

COUNT = sql("select count(*) from change c where {scope:c}")
UNSCOPED = sql("select count(*) from change c")


async def test_a_member_may_read_and_not_write(work: Work) -> None:
    member = work.acting(dataclasses.replace(work.actor, role="Member"))
    await access.require(member, "read", "entities")
    with pytest.raises(PermissionMissing) as refusal:
        await access.require(member, "update", "entities")
    assert refusal.value.details == {"permission": "update:entities", "grantedBy": "Admin"}


async def test_a_read_sees_its_own_organisation_only(database: Database, admin: Actor) -> None:
    async with writing(database, admin, Cause("test:x"), "test") as work:
        await changes.record(work, "note", [changes.Change(ref=1, op="C"), changes.Change(ref=2, op="C")])
        assert await work.db.value(COUNT, access.filter(work, "read", "entities")) == 2
        assert await work.db.value(UNSCOPED) == 2


async def test_what_a_role_may_not_read_is_empty(work: Work) -> None:
    member = work.acting(dataclasses.replace(work.actor, role="Member"))
    await changes.record(work, "note", [changes.Change(ref=1, op="C")])
    assert await work.db.value(COUNT, access.filter(member, "read", "audit")) == 0


async def test_a_statement_with_a_scope_refuses_to_run_without_one(work: Work) -> None:
    with pytest.raises(LookupError, match="under a scope"):
        await work.db.value(COUNT)


async def test_an_actor_is_interned_once(work: Work) -> None:
    assert await origin.actor_id(work) == await origin.actor_id(work)
