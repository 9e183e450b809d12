"""Pages of other types over HTTP: dashboards, the home page, templates of entity pages, and their widgets."""

from typing import Any

import httpx
import pytest

from seaway.domains.portal import widgets

# As a shipped default page file writes it: no identifier, and widgets that carry keys nobody here knows.
SHIPPED: dict[str, Any] = {
    "title": "Cost overview",
    "type": "dashboard",
    "icon": "Budget",
    "widgets": [
        {
            "type": "dashboard-widget",
            "layout": [{"height": 400, "columns": [{"id": "byTeam", "size": 8}, {"id": "total", "size": 4}]}],
            "widgets": [
                {
                    "type": "entities-pie-chart",
                    "id": "byTeam",
                    "zeta": {"b": 1, "a": [1.5, None, True]},
                    "property": "property#lifecycle",
                    "dataset": {
                        "rules": [{"value": "service", "operator": "=", "property": "$blueprint"}],
                        "combinator": "and",
                    },
                },
                {"id": "total", "type": "entities-number-chart", "unit": "none", "chartType": "countEntities"},
            ],
        }
    ],
}


async def create(api: httpx.AsyncClient, **body: Any) -> str:
    """Create a page that must succeed, and return its identifier."""
    answer = await api.post("/v1/pages", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["identifier"])


async def page_of(api: httpx.AsyncClient, identifier: str) -> dict[str, Any]:
    """Return a page that must be there."""
    answer = await api.get(f"/v1/pages/{identifier}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["page"])


async def blueprint(api: httpx.AsyncClient, identifier: str = "service") -> None:
    """Create a blueprint without a page."""
    body = {"identifier": identifier, "title": identifier, "schema": {"properties": {}}}
    assert (await api.post("/v1/blueprints?create_catalog_page=false", json=body)).status_code == 201


async def test_a_shipped_page_comes_back_as_it_was_sent(api: httpx.AsyncClient) -> None:
    assert await create(api, **SHIPPED) == "cost_overview"
    answer = await api.get("/v1/pages/cost_overview")
    page = answer.json()["page"]
    assert (page["type"], page["blueprint"], page["count"]) == ("dashboard", None, None)
    [outer] = page["widgets"]
    assert list(outer) == ["type", "layout", "widgets", "id"], "only the missing id is new, and it stands last"
    inner = SHIPPED["widgets"][0]["widgets"]
    assert outer["widgets"] == inner
    assert [list(widget) for widget in outer["widgets"]] == [list(widget) for widget in inner]
    assert '"dataset":{"rules":[{"value":"service"' in answer.text, "keys stay in order at every depth"


async def test_a_resend_changes_nothing(api: httpx.AsyncClient) -> None:
    await create(api, **SHIPPED)
    before = await page_of(api, "cost_overview")
    answer = await api.put("/v1/pages/cost_overview", json=SHIPPED)
    assert answer.json()["page"] == before
    assert (await api.patch("/v1/pages/cost_overview", json={"widgets": SHIPPED["widgets"]})).json()["page"] == before


async def test_put_clears_what_it_leaves_out(api: httpx.AsyncClient) -> None:
    await create(api, **SHIPPED, description="Where money goes", locked=True)
    page = (await api.put("/v1/pages/cost_overview", json={"title": "Cost", "type": "dashboard"})).json()["page"]
    assert (page["identifier"], page["title"], page["icon"]) == ("cost_overview", "Cost", None)
    assert (page["description"], page["locked"], page["widgets"]) == (None, False, [])
    assert (await api.put("/v1/pages/cost_overview", json={"type": "dashboard"})).status_code == 422
    assert (await api.put("/v1/pages/cost_overview", json={"title": "C", "type": "home"})).status_code == 422


async def test_there_is_one_home_page_and_one_template_per_blueprint(api: httpx.AsyncClient) -> None:
    await blueprint(api)
    await blueprint(api, "port")
    assert await create(api, type="home", widgets=[]) == "$home"
    assert (await page_of(api, "$home"))["title"] == "Home"
    assert (await api.post("/v1/pages", json={"type": "home", "title": "H"})).json()["error"] == "identifier_taken"
    assert await create(api, type="entity", blueprint="service") == "serviceEntity"
    assert await create(api, type="entity", blueprint="port") == "portEntity"
    second = {"type": "entity", "blueprint": "service", "identifier": "other"}
    assert (await api.post("/v1/pages", json=second)).json()["error"] == "identifier_taken"
    assert (await api.delete("/v1/blueprints/service")).status_code == 200
    assert (await api.get("/v1/pages/serviceEntity")).status_code == 404


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"type": "dashboard"}, "title"),
        ({"type": "dashboard", "title": "D", "blueprint": "service"}, "blueprint"),
        ({"type": "entity", "title": "E"}, "blueprint"),
        ({"type": "blueprint-entities"}, "blueprint"),
        ({"title": "No type"}, "type"),
        ({"type": "dashboard", "title": "D", "widgets": [{"type": "grouper", "groups": [{"widgets": 1}]}]}, "widgets"),
    ],
)
async def test_a_bad_page_is_refused_where_it_stands(api: httpx.AsyncClient, body: dict[str, Any], path: str) -> None:
    await blueprint(api)
    answer = await api.post("/v1/pages", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["message"].startswith(path)
    assert (await api.get("/v1/pages")).json()["pages"] == []


async def test_a_protected_page_stays_until_it_is_released(api: httpx.AsyncClient) -> None:
    await create(api, type="dashboard", title="Kept", protected=True)
    answer = await api.delete("/v1/pages/kept")
    assert (answer.status_code, answer.json()["error"]) == (409, "page_protected")
    assert (await api.patch("/v1/pages/kept", json={"protected": False})).status_code == 200
    assert (await api.delete("/v1/pages/kept")).status_code == 200


async def test_widgets_are_changed_and_removed_where_they_stand(api: httpx.AsyncClient) -> None:
    grouper = {"type": "grouper", "id": "g", "groups": [{"title": "One", "widgets": [{"type": "markdown", "id": "m"}]}]}
    await create(api, **{**SHIPPED, "widgets": [*SHIPPED["widgets"], grouper]})
    answer = await api.patch("/v1/pages/cost_overview/widgets/m", json={"markdown": "# Hi", "type": "markdown"})
    assert answer.json() == {"ok": True, "identifier": "m"}
    assert (await api.delete("/v1/pages/cost_overview/widgets/total")).json() == {"ok": True}
    outer, group = (await page_of(api, "cost_overview"))["widgets"]
    assert group["groups"][0]["widgets"] == [{"type": "markdown", "id": "m", "markdown": "# Hi"}]
    assert [widget["id"] for widget in outer["widgets"]] == ["byTeam"]
    assert outer["layout"] == [{"height": 400, "columns": [{"id": "byTeam", "size": 8}]}]
    assert (await api.delete("/v1/pages/cost_overview/widgets/byTeam")).status_code == 200
    assert (await page_of(api, "cost_overview"))["widgets"][0]["layout"] == []
    assert (await api.delete("/v1/pages/cost_overview/widgets/byTeam")).status_code == 404
    assert (await api.patch("/v1/pages/cost_overview/widgets/m", json={"id": "n"})).status_code == 422
    assert (await api.patch("/v1/pages/nope/widgets/m", json={"title": "x"})).status_code == 404


async def test_a_widget_is_added_to_the_dashboard_of_its_page(api: httpx.AsyncClient) -> None:
    await create(api, **SHIPPED)
    added = await api.post("/v1/pages/cost_overview/widgets", json={"widget": {"type": "markdown", "markdown": "x"}})
    assert added.status_code == 201
    name = added.json()["identifier"]
    [outer] = (await page_of(api, "cost_overview"))["widgets"]
    assert outer["widgets"][-1] == {"type": "markdown", "markdown": "x", "id": name}
    assert outer["layout"][-1] == {"height": 400, "columns": [{"id": name, "size": 12}]}
    taken = {"widget": {"type": "markdown", "id": name}}
    assert (await api.post("/v1/pages/cost_overview/widgets", json=taken)).json()["error"] == "identifier_taken"
    wrong = {"widget": {"type": "markdown"}, "parentWidgetId": "total"}
    assert (await api.post("/v1/pages/cost_overview/widgets", json=wrong)).status_code == 422
    lost = {"widget": {"type": "markdown"}, "parentWidgetId": "nope"}
    assert (await api.post("/v1/pages/cost_overview/widgets", json=lost)).status_code == 404


async def test_a_member_reads_and_changes_no_dashboard(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await create(api, **SHIPPED)
    assert (await page_of(member_api, "cost_overview"))["title"] == "Cost overview"
    page = "/v1/pages/cost_overview"
    for call in (
        member_api.put(page, json=SHIPPED),
        member_api.post(f"{page}/widgets", json={"widget": {"type": "markdown"}}),
        member_api.patch(f"{page}/widgets/total", json={"title": "x"}),
        member_api.delete(f"{page}/widgets/total"),
    ):
        assert (await call).json()["error"] == "forbidden"


async def test_another_organisation_reaches_no_widget(api: httpx.AsyncClient, stranger_api: httpx.AsyncClient) -> None:
    await create(api, **SHIPPED)
    page = "/v1/pages/cost_overview"
    assert (await stranger_api.patch(f"{page}/widgets/total", json={"title": "x"})).status_code == 404
    assert (await stranger_api.delete(f"{page}/widgets/total")).status_code == 404
    assert await create(stranger_api, **SHIPPED) == "cost_overview", "names are free in each organisation"


def test_widgets_without_an_id_get_one_that_none_has() -> None:
    twins = [{"type": "markdown"}, {"type": "markdown"}]
    once = widgets.named(twins)
    assert len({widget["id"] for widget in once}) == 2
    assert widgets.named(twins) == once, "the same content gets the same ids"
    assert widgets.named(once) == once
    clash = [{"type": "markdown", "id": once[1]["id"]}, {"type": "markdown"}]
    assert len({widget["id"] for widget in widgets.named(clash)}) == 2


async def test_pages_are_listed_by_type_and_blueprint(api: httpx.AsyncClient) -> None:
    await blueprint(api)
    await create(api, type="entity", blueprint="service")
    await create(api, type="blueprint-entities", blueprint="service", title="Services")
    await create(api, type="dashboard", title="Cost")

    async def listed(**query: str) -> list[str]:
        answer = await api.get("/v1/pages", params=query)
        assert answer.status_code == 200, answer.text
        return sorted(page["identifier"] for page in answer.json()["pages"] if page["blueprint"] in (None, "service"))

    assert await listed(type="entity", blueprint="service") == ["serviceEntity"]
    assert await listed(blueprint="service") == ["serviceEntity", "services"]
    assert await listed(type="dashboard") == ["cost"]
    assert (await api.get("/v1/pages", params={"type": "poster"})).status_code == 422


async def test_a_write_holds_only_over_the_version_that_was_read(api: httpx.AsyncClient) -> None:
    url = f"/v1/pages/{await create(api, **SHIPPED)}"
    read = await api.get(url)
    held = {"if-match": read.headers["etag"]}
    inner = f"{url}/widgets/total"
    changed = await api.patch(inner, json={"unit": "custom"}, headers=held)
    assert changed.status_code == 200, changed.text
    for answer in (
        await api.patch(url, json={"title": "Costs"}, headers=held),
        await api.put(url, json={"title": "Costs"}, headers=held),
        await api.patch(inner, json={"unit": "none"}, headers=held),
        await api.delete(inner, headers=held),
        await api.post(f"{url}/widgets", json={"widget": {"type": "markdown"}}, headers=held),
    ):
        assert (answer.status_code, answer.json()["error"]) == (412, "outdated"), answer.text
    again = {"if-match": (await api.get(url)).headers["etag"]}
    written = await api.patch(url, json={"title": "Costs"}, headers=again)
    assert written.status_code == 200, written.text
    assert written.headers["etag"] == (await api.get(url)).headers["etag"]
    assert (await api.patch(url, json={"title": "Any"})).status_code == 200


async def test_a_place_in_the_sidebar_is_no_other_version(api: httpx.AsyncClient) -> None:
    first, second = await create(api, type="dashboard", title="One"), await create(api, type="dashboard", title="Two")
    before = (await api.get(f"/v1/pages/{first}")).headers["etag"]
    assert (await api.patch(f"/v1/pages/{first}", json={"after": second})).status_code == 200
    assert (await api.get(f"/v1/pages/{first}")).headers["etag"] == before
