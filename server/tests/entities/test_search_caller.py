"""Queries that speak of the caller: contexts, and the strings that old pages hold."""

from typing import Any

import httpx
import pytest

from seaway.core.actor import Actor
from seaway.core.db import Database
from seaway.core.work import Cause, reading
from seaway.domains.entities import find, service
from seaway.domains.entities.reads import Wanted
from seaway.domains.entities.types import EntityDraft, WriteMode
from tests.entities.conftest import Writer

MINE = {"context": "userTeams", "property": "$identifier"}


def rule(name: Any, operator: str, value: Any) -> dict[str, Any]:
    return {"rules": [{"property": name, "operator": operator, "value": value}]}


@pytest.fixture
async def teams(writer: Writer, database: Database) -> Writer:
    """The caller is of `core`; services of `core`, of `other` and of nobody."""
    email = writer.actor.email
    assert email is not None
    async with writer.work() as work:
        for name in ("core", "other"):
            draft = EntityDraft(name, title=name.title(), properties={"description": "blue"})
            await service.write(work, "_team", draft, WriteMode())
        await service.write(
            work, "_user", EntityDraft(email, title="Test admin", team=["core"]), WriteMode(upsert=True)
        )
        for name, team in (("a", ["core"]), ("b", ["other"]), ("c", [])):
            draft = EntityDraft(name, title=email if name == "b" else None, team=team, properties={"lifecycle": "ga"})
            await service.write(work, "service", draft, WriteMode())
    return writer


async def ask(writer: Writer, query: Any, actor: Actor | None = None) -> list[str]:
    query = {"rules": [{"property": "$blueprint", "operator": "=", "value": "service"}, query]}
    async with reading(writer.database, actor or writer.actor, Cause("test:ask")) as work:
        found = await find.everywhere(work, query, Wanted(include=["identifier"]), 1_000)
    return sorted(entity["identifier"] for entity in found.entities)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (rule("$team", "containsAny", MINE), ["a"]),
        (rule("$team", "in", MINE), ["a"]),
        (rule("$team", "notIn", MINE), ["b", "c"]),
        (rule("$team", "in", ["{{getUserTeams()}}"]), ["a"]),
        (rule("$team", "in", ["other", "My Teams"]), ["a", "b"]),
        (rule("$team", "containsAny", "{{getUserTeams()}}"), ["a"]),
        (rule("$title", "=", "{{getUserEmail()}}"), ["b"]),
        (rule("$title", "=", {"context": "user", "property": "$identifier"}), ["b"]),
        (rule("lifecycle", "=", {"context": "user", "property": "port_role"}), []),
        (rule({"context": "userTeams", "property": "$identifier"}, "contains", "core"), ["a", "b", "c"]),
        (rule({"context": "userTeams", "property": "description"}, "containsAny", ["blue"]), ["a", "b", "c"]),
        (rule({"context": "userTeams", "property": "$title"}, "containsAny", ["Other"]), []),
        (rule({"context": "user", "property": "$title"}, "=", "Test admin"), ["a", "b", "c"]),
        (rule({"context": "user", "property": "$createdAt"}, ">", "2020-01-01T00:00:00Z"), ["a", "b", "c"]),
        (rule({"context": "user", "property": "$createdAt"}, "<", "2020-01-01T00:00:00Z"), []),
    ],
)
async def test_the_caller_stands_in_the_query(teams: Writer, query: Any, names: list[str]) -> None:
    assert await ask(teams, query) == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (rule("$team", "containsAny", MINE), []),
        (rule("$title", "=", {"context": "user", "property": "$identifier"}), []),
        (rule("$title", "!=", {"context": "user", "property": "$identifier"}), ["a", "b", "c"]),
        (rule({"context": "user", "property": "$title"}, "=", "Test admin"), []),
        (rule("$title", "=", "{{getUserEmail()}}"), []),
    ],
)
async def test_a_machine_has_no_user_and_no_teams_and_gains_nothing_by_it(
    teams: Writer, query: Any, names: list[str]
) -> None:
    """A machine's missing value equals nothing: not even the title that entities a and c do not have."""
    machine = Actor("m1", "machine", "Machine", teams.actor.org_id, teams.actor.org, "Admin")
    assert await ask(teams, query, machine) == names


async def test_a_team_named_like_the_template_elsewhere_stays_a_text(catalog: httpx.AsyncClient) -> None:
    query = {"rules": [{"property": "$title", "operator": "in", "value": ["My Teams"]}]}
    body = {"identifier": "t", "title": "My Teams"}
    assert (await catalog.post("/v1/blueprints/note/entities", json=body)).status_code == 201
    answer = await catalog.post("/v1/entities/search", json=query)
    assert [entity["identifier"] for entity in answer.json()["entities"]] == ["t"]
