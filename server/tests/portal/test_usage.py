"""Which pages a change of a blueprint would touch: found in what they say, and told by the plan."""

from typing import Any

import httpx

from seaway.domains.portal.usage import named, named_by_view

GONE = frozenset({"tier", "system"})
SERVICE: dict[str, Any] = {
    "identifier": "service",
    "title": "Service",
    "schema": {"properties": {"tier": {"type": "string"}, "notes": {"type": "string"}}},
    "relations": {"system": {"target": "service"}},
}
WIDGETS = [
    {"id": "w", "type": "entities-pie-chart", "blueprint": "service", "property": "tier"},
    {"id": "v", "type": "entities-pie-chart", "blueprint": "other", "property": "notes"},
]


def test_a_widget_is_about_the_blueprint_that_it_names() -> None:
    assert named(WIDGETS, "service", GONE) == {"tier"}
    assert named(WIDGETS, "other", GONE) == set()
    assert named(WIDGETS, "other", None) == {"other"}
    assert named(WIDGETS, "elsewhere", None) == set()


def test_outside_of_widgets_a_page_is_about_its_own_blueprint() -> None:
    filters = {"pageFilters": [{"property": "tier", "operator": "=", "value": "gold"}], "columns": {"system.title": 1}}
    assert named(filters, "service", GONE, "service") == {"tier", "system"}
    assert named(filters, "service", GONE) == set()


def test_a_dataset_says_what_its_widget_is_about() -> None:
    about = {"property": "$blueprint", "operator": "=", "value": "service"}
    rule = {"property": "notes", "operator": "=", "value": "tier"}
    pie = {"type": "entities-pie-chart", "property": "property#tier", "dataset": {"rules": [about, rule]}}
    bare = {"property": "relation#system", "dataset": [{**about, "value": "{{blueprint}}"}]}
    assert named([pie], "service", GONE) == {"tier"}
    assert named([pie], "service", None) == {"service"}
    assert named([pie], "other", GONE) == set()
    assert named([bare], "service", GONE, "service") == {"system"}
    assert named([{**pie, "property": "property#notes", "title": "tier"}], "service", GONE) == set()


def test_columns_related_rules_and_texts_name_parts() -> None:
    config = {"service": {"propertiesSettings": {"order": ["notes", "tier"]}}, "other": {"hidden": ["system"]}}
    assert named([{"blueprintConfig": config}], "service", GONE) == {"tier"}
    assert named([{"blueprintConfig": config}], "other", None) == {"other"}
    assert named([{"excludedFields": ["properties.tier"], "blueprint": "service"}], "service", GONE) == {"tier"}
    related = {"operator": "relatedTo", "blueprint": "service", "value": "a"}
    assert named([{"dataset": {"rules": [related]}}], "service", None) == {"service"}
    text = [{"type": "markdown", "markdown": "It is {{ .entity.properties.tier }}."}]
    assert named(text, "service", GONE, "service") == {"tier"}
    assert named(text, "service", GONE) == set()


def test_views_name_what_they_filter_order_group_and_show() -> None:
    group = {"join": "any", "of": [{"on": "tier", "op": "is", "v": ["1"]}]}
    assert named_by_view({"f": [group]}, GONE) == {"tier"}
    assert named_by_view({"sort": "notes,tier.desc", "cols": "$title,rel.system"}, GONE) == {"tier", "system"}
    assert named_by_view({"group": "rel.system", "w": "tier:120", "q": "notes"}, GONE) == {"tier", "system"}
    assert named_by_view({"q": "tier", "f": [{"on": "notes", "op": "is", "v": ["tier"]}]}, GONE) == set()


async def test_the_plan_names_saved_views(api: httpx.AsyncClient) -> None:
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    view = {"title": "By tier", "audience": "page", "state": {"group": "tier"}}
    assert (await api.post("/v1/pages/services/views", json=view)).status_code < 300
    answer = await api.patch("/v1/blueprints/service?dry_run=true", json={"schema": {"properties": {}}})
    [effect] = [each for each in answer.json()["plan"]["others"] if each["kind"] == "view"]
    assert effect["before"] == {"title": "By tier", "page": "Services", "uses": ["tier"]}


async def test_the_plan_of_a_change_names_the_pages_that_use_what_goes(api: httpx.AsyncClient) -> None:
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    assert (await api.patch("/v1/pages/services", json={"widgets": WIDGETS})).status_code == 200

    async def pages(body: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await api.patch("/v1/blueprints/service?dry_run=true", json=body)
        assert answer.status_code == 200, answer.text
        return [effect for effect in answer.json()["plan"]["others"] if effect["kind"] == "page"]

    [effect] = await pages({"schema": {"properties": {}}})
    assert (effect["op"], effect["subject"]) == ("update", "services")
    assert effect["before"] == {"title": "Services", "uses": ["tier"]}
    assert await pages({"title": "Other"}) == []
    assert await pages({"schema": {"properties": {"tier": {"type": "string"}}}}) == []


async def test_the_plan_of_a_deletion_names_the_pages_that_go(api: httpx.AsyncClient) -> None:
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    plan = (await api.delete("/v1/blueprints/service?dry_run=true")).json()["plan"]
    assert [(each["op"], each["kind"], each["subject"]) for each in plan["others"]] == [
        ("delete", "blueprint", "service"),
        ("delete", "page", "services"),
    ]
