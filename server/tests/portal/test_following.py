"""Pages and saved views follow a renamed property, mirror or relation; nothing else on them changes."""

from typing import Any

import httpx

from seaway.domains.portal.renaming import Rename, of_view

SERVICE: dict[str, Any] = {
    "identifier": "service",
    "title": "Service",
    "schema": {"properties": {"tier": {"type": "string"}, "type": {"type": "string"}}},
    "relations": {"system": {"target": "service"}},
    "mirrorProperties": {"above": {"path": "system.tier"}},
}
WIDGETS = [
    {
        "id": "pie", "type": "entities-pie-chart", "blueprint": "service", "property": "property#tier", "title": "tier",
        "dataset": {"combinator": "and", "rules": [{"property": "tier", "operator": "=", "value": "tier"}]},
    },
    {"id": "other", "type": "entities-pie-chart", "blueprint": "other", "property": "tier"},
    {
        "id": "table", "type": "table-entities-explorer", "blueprint": "service",
        "columns": {"tier": 120, "system.title": 80}, "excludedFields": ["properties.tier", "notes"],
        "blueprintConfig": {"service": {"propertiesSettings": {"order": ["above", "tier"]}}, "other": {"hidden": ["tier"]}},
    },
]  # fmt: skip


def test_only_what_names_the_part_is_another() -> None:
    pie, other, table = Rename("service", "tier", "level").of(WIDGETS)
    assert (pie["property"], pie["title"]) == ("property#level", "tier")
    assert pie["dataset"]["rules"] == [{"property": "level", "operator": "=", "value": "tier"}]
    assert other == WIDGETS[1]
    assert table["columns"] == {"level": 120, "system.title": 80}
    assert table["excludedFields"] == ["properties.level", "notes"]
    config = table["blueprintConfig"]
    assert config == {"service": {"propertiesSettings": {"order": ["above", "level"]}}, "other": {"hidden": ["tier"]}}


def test_a_part_that_is_called_like_a_setting_does_not_break_it() -> None:
    for name in ("type", "columns", "order", "property", "blueprint"):
        renamed = Rename("service", name, "x").of(WIDGETS)
        assert [list(each) for each in renamed] == [list(each) for each in WIDGETS]
        assert [each["type"] for each in renamed] == [each["type"] for each in WIDGETS]


def test_a_view_names_its_columns_filters_order_and_group() -> None:
    state = {
        "sort": "tier.desc,title", "cols": "$title,rel.system,tier", "w": "tier:120,tiers:80", "group": "tier", "q": "tier",
        "f": [{"join": "any", "of": [{"on": "tier", "op": "is", "v": ["tier"]}]}],
    }  # fmt: skip
    assert of_view(state, "tier", "level") == {
        "sort": "level.desc,title", "cols": "$title,rel.system,level", "w": "level:120,tiers:80", "group": "level", "q": "tier",
        "f": [{"join": "any", "of": [{"on": "level", "op": "is", "v": ["tier"]}]}],
    }  # fmt: skip
    assert of_view(state, "system", "above")["cols"] == "$title,rel.above,tier"


async def test_renames_reach_pages_and_views(api: httpx.AsyncClient) -> None:
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    page = {"identifier": "board", "title": "Board", "type": "dashboard", "widgets": WIDGETS}
    assert (await api.post("/v1/pages", json=page)).status_code < 300
    view = {"title": "By tier", "audience": "page", "state": {"group": "tier", "cols": "above,rel.system"}}
    assert (await api.post("/v1/pages/services/views", json=view)).status_code < 300
    url = "/v1/blueprints/service"
    for path, body in (
        ("properties/tier/rename", {"newPropertyName": "level"}),
        ("mirror/above/rename", {"newMirrorName": "over"}),
        ("relations/system/rename", {"newRelationIdentifier": "part_of"}),
    ):
        answer = await api.patch(f"{url}/{path}", json=body)
        assert answer.status_code == 200, answer.text
    pie, other, table = (await api.get("/v1/pages/board")).json()["page"]["widgets"]
    assert (pie["property"], other["property"]) == ("property#level", "tier")
    assert table["columns"] == {"level": 120, "part_of.title": 80}
    assert table["blueprintConfig"]["service"]["propertiesSettings"]["order"] == ["over", "level"]
    [kept] = (await api.get("/v1/pages/services/views")).json()["views"]
    assert kept["state"] == {"group": "level", "cols": "over,rel.part_of"}
    told = (await api.get("/v1/changes", params={"limit": 20})).json()["changes"]
    assert {"page", "page_view"} <= {each["data"]["kind"] for each in told}
