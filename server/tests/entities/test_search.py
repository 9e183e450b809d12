"""Searches over HTTP: both dialects, pages, orders, groups, and what is refused."""

import asyncio
from typing import Any

import httpx
import pytest

Api = httpx.AsyncClient
SERVICES = "/v1/blueprints/service/entities"
SEARCH, COUNT, TOP = f"{SERVICES}/search", f"{SERVICES}/search/count", f"{SERVICES}/top-search"


def rule(name: str, operator: str, value: Any) -> dict[str, Any]:
    return {"property": name, "operator": operator, "value": value}


def both(*rules: Any) -> dict[str, Any]:
    return {"combinator": "and", "rules": list(rules)}


async def add(api: Api, blueprint: str, identifier: str, **parts: Any) -> None:
    path = f"/v1/blueprints/{blueprint}/entities"
    answer = await api.post(path, params={"upsert": "true"}, json={"identifier": identifier, **parts})
    assert answer.status_code == 201, answer.text


@pytest.fixture
async def harbor(catalog: Api) -> Api:
    """Two systems, five services and a deployment."""
    await add(catalog, "system", "commerce", title="Commerce", properties={"tier": "gold"})
    await add(catalog, "system", "ops", title="Operations", properties={"tier": "bronze"})
    for number, (name, system) in enumerate(
        [("checkout", "commerce"), ("catalog", "commerce"), ("ledger", "ops"), ("pager", "ops"), ("mailer", None)]
    ):
        properties = {"replicas": number, "critical": number % 2 == 0, "tags": ["pii"] if number < 2 else []}
        title = {"checkout": "Checkout", "pager": None}.get(name, name.title())
        await add(catalog, "service", name, title=title, properties=properties, relations={"system": system})
    await add(catalog, "service", "checkout", title="Checkout", properties={"replicas": 9, "readme": "long " * 500},
              relations={"system": "commerce", "depends_on": ["catalog", "ledger"]})  # fmt: skip
    await add(catalog, "deployment", "checkout-prod", relations={"service": "checkout"})
    return catalog


async def found(api: Api, query: Any, **params: Any) -> Any:
    answer = await api.post("/v1/entities/search", json=query, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(body: Any) -> list[str]:
    return sorted(entity["identifier"] for entity in body["entities"])


async def test_a_search_over_all_blueprints_tells_which_contributed(harbor: Api) -> None:
    body = await found(harbor, both(rule("$identifier", "beginsWith", "CHECK")))
    assert names(body) == ["checkout", "checkout-prod"]
    assert body["matchingBlueprints"] == ["deployment", "service"]
    assert "failedBlueprints" not in body


async def test_a_property_rule_meets_only_blueprints_that_have_the_property(harbor: Api) -> None:
    body = await found(harbor, both(rule("tier", "!=", "gold")))
    assert names(body) == ["ops"]
    assert names(await found(harbor, both({"property": "replicas", "operator": "isEmpty"}))) == []


async def test_an_empty_query_and_a_bare_array_find_everything(harbor: Api) -> None:
    everything = names(await found(harbor, {"combinator": "and", "rules": []}))
    assert {"commerce", "ops", "checkout", "checkout-prod"} <= set(everything)
    assert names(await found(harbor, [])) == everything


async def test_an_answer_equals_what_reading_each_entity_says(harbor: Api) -> None:
    body = await found(harbor, both(rule("$blueprint", "=", "service")))
    for entity in body["entities"]:
        answer = await harbor.get(f"{SERVICES}/{entity['identifier']}")
        assert answer.json()["entity"] == entity
    assert any(len(entity["properties"].get("readme", "")) > 2_000 for entity in body["entities"])


async def test_include_exclude_and_titles_shape_the_answer(harbor: Api) -> None:
    query = both(rule("$identifier", "=", "checkout"), rule("$blueprint", "=", "service"))
    body = await found(
        harbor, query, include=["properties.replicas", "relations.system"], attach_title_to_relation="0xc0"
    )
    assert body["entities"] == [
        {
            "identifier": "checkout",
            "blueprint": "service",
            "properties": {"replicas": 9},
            "relations": {"system": {"identifier": "commerce", "title": "Commerce"}},
        }
    ]
    body = await found(harbor, query, exclude="properties,relations,team,icon")
    assert set(body["entities"][0]) == {
        "identifier", "blueprint", "title", "createdAt", "createdBy", "updatedAt", "updatedBy",
    }  # fmt: skip


async def test_hundreds_of_pairs_are_answered(harbor: Api) -> None:
    pairs = [
        both(rule("$identifier", "=", name), rule("$blueprint", "=", blueprint))
        for blueprint, name in [("service", "ledger"), ("system", "ops"), ("service", "ops"), ("nowhere", "x")]
        + [("service", f"missing-{n}") for n in range(800)]
    ]
    query = both(
        {"combinator": "or", "rules": pairs},
        rule("$datasource", "contains", "test/"),
        rule("$datasource", "contains", "1.0"),
    )
    body = await found(harbor, query, include=["blueprint", "identifier"], exclude_calculated_properties="true")
    assert body["entities"] == [
        {"identifier": "ledger", "blueprint": "service"},
        {"identifier": "ops", "blueprint": "system"},
    ] or body["entities"] == [
        {"identifier": "ops", "blueprint": "system"},
        {"identifier": "ledger", "blueprint": "service"},
    ]


async def test_a_blueprint_that_the_query_does_not_fit_is_named_or_left_out(harbor: Api) -> None:
    draft = {
        "identifier": "job", "title": "Job", "relations": {},
        "schema": {"properties": {"replicas": {"type": "string"}}, "required": []},
    }  # fmt: skip
    assert (await harbor.post("/v1/blueprints", json=draft)).status_code == 201
    query = both(rule("replicas", ">", 5))
    answer = await harbor.post("/v1/entities/search", json=query)
    assert answer.status_code == 422
    assert '"job"' in answer.json()["message"]
    assert answer.json()["details"] == {"path": "rules.0.operator", "blueprints": ["job"]}
    body = await found(harbor, query, allow_partial_results="true")
    assert (names(body), body["failedBlueprints"], body["matchingBlueprints"]) == (["checkout"], ["job"], ["service"])
    assert names(await found(harbor, both(rule("$blueprint", "=", "service"), *query["rules"]))) == ["checkout"]


async def test_related_entities_are_found_in_both_directions(harbor: Api) -> None:
    related = {"operator": "relatedTo", "blueprint": "service", "value": "catalog"}
    down = await found(harbor, both({**related, "direction": "downstream"}))
    assert names(down) == ["checkout", "checkout-prod"]
    assert names(await found(harbor, both({**related, "direction": "upstream"}))) == ["commerce"]
    assert names(await found(harbor, both(related))) == ["checkout", "checkout-prod", "commerce"]
    required = await found(harbor, both({**related, "value": ["checkout"], "required": True}))
    assert names(required) == ["checkout-prod"]
    answer = await harbor.post("/v1/entities/search", json=both({**related, "blueprint": "nowhere"}))
    assert answer.status_code == 422
    assert answer.json()["details"] == {"path": "rules.0.blueprint"}


async def page(api: Api, body: Any = None, path: str = SEARCH) -> Any:
    answer = await api.post(path, json={} if body is None else body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def pages(api: Api, body: Any, path: str = SEARCH) -> list[str]:
    """Follow `next` to the end and return the identifiers in order."""
    seen: list[str] = []
    start: dict[str, Any] = {}
    while True:
        answer = await page(api, {**body, **start}, path)
        seen += [entity["identifier"] for entity in answer["entities"]]
        if "next" not in answer:
            return seen
        start = {"from": answer["next"]}


async def test_a_blueprint_is_searched_page_by_page(harbor: Api) -> None:
    assert await pages(harbor, {"limit": 2}) == ["catalog", "checkout", "ledger", "mailer", "pager"]
    query = both({"relation": "system", "operator": "=", "value": "commerce"}, rule("tags", "contains", "pii"))
    assert await pages(harbor, {"query": query, "limit": 1}) == ["catalog"]
    titled = both({"relation": "system", "targetProperty": "$title", "operator": "contains", "value": "oper"})
    assert await pages(harbor, {"query": titled}) == ["ledger", "pager"]
    assert (await harbor.post(SEARCH)).json()["ok"] is True


async def test_pages_stand_still_while_others_insert(harbor: Api) -> None:
    first = await page(harbor, {"limit": 2})
    await asyncio.gather(*(add(harbor, "service", name) for name in ("aaa", "bbb", "zzz")))
    seen = [entity["identifier"] for entity in first["entities"]]
    while "next" in first:
        first = await page(harbor, {"limit": 2, "from": first["next"]})
        seen += [entity["identifier"] for entity in first["entities"]]
    assert seen == ["catalog", "checkout", "ledger", "mailer", "pager", "zzz"]


async def test_bodies_name_properties_relations_and_metas_plainly(harbor: Api) -> None:
    body = await page(
        harbor, {"include": ["$title", "replicas", "system"], "query": both(rule("$identifier", "=", "checkout"))}
    )
    assert body["entities"] == [
        {
            "identifier": "checkout",
            "title": "Checkout",
            "blueprint": "service",
            "properties": {"replicas": 9},
            "relations": {"system": "commerce"},
        }
    ]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"from": "x"}, "from"),
        ({"from": "bm9wZQ"}, "from"),
        ({"from": "é"}, "from"),
        ({"limit": 0}, "limit"),
        ({"limit": 1001}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"sort": []}, "sort"),
        ({"query": {"rules": [rule("nothing", "=", 1)]}}, "query.rules.0.property"),
        ({"query": {"rules": [rule("$nothing", "=", 1)]}}, "query.rules.0.property"),
        ({"query": {"rules": [rule("lifecycle", ">", 1)]}}, "query.rules.0.operator"),
        ({"query": {"rules": [rule("replicas", ">", "many")]}}, "query.rules.0.value"),
        ({"query": {"rules": [{"relation": "nothing", "operator": "isEmpty"}]}}, "query.rules.0"),
        ({"query": {"rules": [rule("a", "=", 1)] * 10_000}}, "query"),
        ({"query": 7}, "query"),
    ],
)
async def test_a_search_that_cannot_be_answered_is_refused_by_name(catalog: Api, body: Any, path: str) -> None:
    answer = await catalog.post(SEARCH, json=body)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["ok"] is False
    places = [problem.get("details", {}).get("path"), *(e["path"] for e in problem["details"].get("errors", []))]
    assert path in places, problem


async def test_cursors_of_another_search_are_refused(harbor: Api) -> None:
    cursor = (await page(harbor, {"limit": 1}))["next"]
    others = [
        (SEARCH, {"query": both(rule("replicas", ">", 1))}),
        (TOP, {}),
        ("/v1/blueprints/system/entities/search", {}),
    ]
    for path, body in others:
        answer = await harbor.post(path, json={**body, "from": cursor})
        assert (answer.status_code, answer.json()["details"]["path"]) == (422, "from"), path
    sorted_one = (await page(harbor, {"limit": 1, "sort": [{"property": "replicas", "order": "asc"}]}, TOP))["next"]
    answer = await harbor.post(TOP, json={"from": sorted_one, "sort": [{"property": "replicas", "order": "desc"}]})
    assert answer.status_code == 422


async def test_deep_nesting_is_refused_and_crashes_nothing(catalog: Api) -> None:
    deep: Any = both()
    for _ in range(25):
        deep = both(deep)
    answer = await catalog.post("/v1/entities/search", json=deep)
    assert answer.status_code == 422
    assert "24 levels" in answer.json()["message"]
    bottomless = b'{"rules":[' * 5_000
    json = {"Content-Type": "application/json"}
    assert (await catalog.post("/v1/entities/search", content=bottomless, headers=json)).status_code == 400


async def test_an_unknown_blueprint_is_not_found(catalog: Api) -> None:
    for path in ("search", "search/count", "top-search"):
        answer = await catalog.post(f"/v1/blueprints/nowhere/entities/{path}", json={})
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


async def test_matches_are_counted(harbor: Api) -> None:
    assert (await page(harbor, {}, COUNT))["count"] == 5
    assert (await page(harbor, {"query": both(rule("replicas", ">=", 2))}, COUNT))["count"] == 4
    assert await page(harbor, {"countOnly": True, "query": both(rule("replicas", ">=", 9))}, TOP) == {
        "ok": True,
        "count": 1,
    }


@pytest.mark.parametrize(
    ("key", "ascending"),
    [
        ({"property": "replicas"}, ["catalog", "ledger", "pager", "mailer", "checkout"]),
        ({"property": "$title"}, ["catalog", "checkout", "ledger", "mailer", "pager"]),
        ({"property": "critical"}, ["catalog", "pager", "ledger", "mailer", "checkout"]),
        ({"property": "$identifier"}, ["catalog", "checkout", "ledger", "mailer", "pager"]),
        ({"property": "system"}, ["checkout", "catalog", "ledger", "pager", "mailer"]),
        ({"relation": "system", "targetProperty": "$title"}, ["checkout", "catalog", "ledger", "pager", "mailer"]),
        ({"property": "$createdAt"}, ["checkout", "catalog", "ledger", "pager", "mailer"]),
        ({"property": "tags"}, ["catalog", "checkout", "ledger", "pager", "mailer"]),
    ],
)
async def test_tables_sort_by_anything_and_page_through(harbor: Api, key: Any, ascending: list[str]) -> None:
    for order in ("asc", "desc"):
        for limit in (1, 2, 100):
            body = {"sort": [{**key, "order": order}], "limit": limit}
            assert sorted(await pages(harbor, body, TOP)) == sorted(ascending)
            if limit < 100:
                assert await pages(harbor, body, TOP) == await pages(harbor, {**body, "limit": 100}, TOP)
    assert await pages(harbor, {"sort": [{**key, "order": "asc"}], "limit": 2}, TOP) == ascending


async def test_absent_values_come_last_both_ways_and_several_keys_count(harbor: Api) -> None:
    down = {"sort": [{"property": "$title", "order": "desc"}], "limit": 2}
    assert await pages(harbor, down, TOP) == ["mailer", "ledger", "checkout", "catalog", "pager"]
    keys = [{"property": "critical", "order": "desc"}, {"property": "replicas", "order": "desc"}]
    assert await pages(harbor, {"sort": keys, "limit": 1}, TOP) == ["mailer", "ledger", "pager", "catalog", "checkout"]


async def test_a_table_knows_its_total_on_every_page(harbor: Api) -> None:
    first = await page(harbor, {"limit": 3}, TOP)
    assert first["count"] == 5
    second = await page(harbor, {"limit": 3, "from": first["next"]}, TOP)
    assert (second["count"], len(second["entities"]), "next" in second) == (5, 2, False)


async def test_a_table_may_be_narrowed_to_identifiers(harbor: Api) -> None:
    assert await pages(harbor, {"identifiers": ["ledger", "nothing", "pager"]}, TOP) == ["ledger", "pager"]
    assert await pages(harbor, {"identifiers": []}, TOP) == []


async def test_groups_count_and_list_their_members(harbor: Api) -> None:
    body = {"groupBy": {"property": "critical"}, "include": ["$identifier"], "limit": 2}
    answer = await page(harbor, body, TOP)
    assert [(group["value"], group["count"]) for group in answer["groups"]] == [(False, 2), (True, 2), (None, 1)]
    assert [names(group) for group in answer["groups"]] == [["catalog", "pager"], ["ledger", "mailer"], ["checkout"]]
    assert answer["truncated"] is False
    by_title = {"groupBy": {"relation": "system", "targetProperty": "$title"}, "countOnly": True,
                "groupSort": {"by": "value", "order": "asc"}}  # fmt: skip
    assert (await page(harbor, by_title, TOP))["groups"] == [
        {"value": "Commerce", "count": 2},
        {"value": "Operations", "count": 2},
        {"value": None, "count": 1},
    ]
    by_tag = {"groupBy": {"property": "tags"}, "countOnly": True}
    assert {"value": "pii", "count": 1} in (await page(harbor, by_tag, TOP))["groups"]


@pytest.mark.parametrize(
    "body",
    [
        {"sort": [{"property": "nothing", "order": "asc"}]},
        {"sort": [{"order": "asc"}]},
        {"sort": [{"property": "replicas", "relation": "system", "order": "asc"}]},
        {"sort": [{"property": "replicas", "order": "asc"}] * 6},
        {"groupBy": {"property": "nothing"}},
        {"groupBy": {}},
        {"groupSort": {"by": "size", "order": "asc"}},
        {"identifiers": "ledger"},
    ],
)
async def test_orders_and_groups_that_do_not_exist_are_refused(catalog: Api, body: Any) -> None:
    answer = await catalog.post(TOP, json=body)
    assert answer.status_code == 422, answer.text
    assert "details" in answer.json()


SOURCE = "/v1/blueprints/entities/datasource-entities"


async def test_a_data_source_finds_what_it_wrote_last_and_nothing_else(harbor: Api) -> None:
    mine = {"User-Agent": "port-ocean/git/1.0/inst-1/exporter"}
    for name in ("ledger", "pager", "new-one"):
        answer = await harbor.post(SERVICES, params={"upsert": "true"}, json={"identifier": name}, headers=mine)
        assert answer.status_code == 201
    asked = {"datasource_prefix": "port-ocean/git", "datasource_suffix": "/inst-1/exporter"}
    body = await page(harbor, asked, SOURCE)
    assert sorted(body["entities"], key=str) == [
        {"identifier": name, "blueprint": "service"} for name in ("ledger", "new-one", "pager")
    ]
    assert body["next"] is None
    assert sorted(await source_pages(harbor, {**asked, "limit": 1})) == ["ledger", "new-one", "pager"]
    assert (await page(harbor, {**asked, "datasource_prefix": "Port-ocean"}, SOURCE))["entities"] == []
    assert (await page(harbor, {**asked, "datasource_suffix": "inst_1/exporter"}, SOURCE))["entities"] == []
    assert (await page(harbor, {**asked, "before": "2020-01-01T00:00:00Z"}, SOURCE))["entities"] == []
    assert len((await page(harbor, {**asked, "before": "2100-01-01T00:00:00Z"}, SOURCE))["entities"]) == 3


async def source_pages(api: Api, body: Any) -> list[str]:
    seen: list[str] = []
    start: dict[str, Any] = {}
    while True:
        answer = await page(api, {**body, **start}, SOURCE)
        seen += [entity["identifier"] for entity in answer["entities"]]
        if answer["next"] is None:
            return seen
        start = {"from": answer["next"]}


async def test_a_data_source_list_is_never_everything(catalog: Api) -> None:
    answer = await catalog.post(SOURCE, json={"datasource_prefix": "", "datasource_suffix": ""})
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, "datasource_prefix")
    assert (await catalog.post(SOURCE, json={"datasource_prefix": "a"})).status_code == 422


async def test_organisations_do_not_see_each_other(harbor: Api, member_api: Api, anonymous: Api) -> None:
    assert names(await found(member_api, both(rule("$identifier", "=", "ledger")))) == ["ledger"]
    assert (await anonymous.post("/v1/entities/search", json=both())).status_code == 401
