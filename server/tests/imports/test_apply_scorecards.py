"""`apply` of scorecards: planned, written once, refused by document and field."""

from typing import Any

import httpx

PIER = {
    "kind": "blueprint",
    "identifier": "pier",
    "title": "Pier",
    "schema": {"properties": {"berths": {"type": "number"}}, "required": []},
}
SOUND: dict[str, Any] = {
    "kind": "scorecard",
    "blueprint": "pier",
    "identifier": "sound",
    "title": "Sound",
    "rules": [
        {
            "identifier": "used",
            "title": "Used",
            "level": "Gold",
            "query": {"combinator": "and", "conditions": [{"property": "berths", "operator": ">", "value": 0}]},
        }
    ],
}


async def _apply(api: httpx.AsyncClient, *documents: Any, **more: Any) -> dict[str, Any]:
    answer = await api.post("/v1/apply", json={"documents": documents, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_scorecard_is_planned_with_its_blueprint_and_applied(api: httpx.AsyncClient) -> None:
    planned = await _apply(api, SOUND, PIER, dryRun=True)
    assert {(effect["op"], effect["kind"]) for effect in planned["plan"]["others"]} == {
        ("create", "blueprint"),
        ("create", "scorecard"),
    }
    assert (await api.get("/v1/scorecards")).json()["scorecards"] == []

    applied = await _apply(api, SOUND, PIER, digest=planned["plan"]["digest"])

    assert applied["applied"]
    [scorecard] = (await api.get("/v1/blueprints/pier/scorecards")).json()["scorecards"]
    assert scorecard["rules"] == SOUND["rules"]
    again = await _apply(api, {**scorecard, "kind": "scorecard"}, PIER)
    assert again["plan"]["others"] == []


async def test_a_change_is_told_by_what_differs(api: httpx.AsyncClient) -> None:
    await _apply(api, SOUND, PIER)

    planned = await _apply(api, {**SOUND, "title": "Safe and sound"}, dryRun=True)

    [effect] = planned["plan"]["others"]
    assert (effect["op"], effect["subject"]) == ("update", "sound")
    assert (effect["before"], effect["after"]) == ({"title": "Sound"}, {"title": "Safe and sound"})


async def test_a_wrong_scorecard_is_refused_by_document_and_field(api: httpx.AsyncClient) -> None:
    rule = SOUND["rules"][0]
    cases = [
        ({**SOUND, "rules": [{**rule, "level": "Tin"}]}, "rules.0.level"),
        ({**SOUND, "rules": "none"}, "rules"),
        ({**SOUND, "more": 1}, "more"),
        ({**SOUND, "blueprint": ""}, "blueprint"),
    ]
    for document, path in cases:
        answer = await api.post("/v1/apply", json={"documents": [PIER, document]})
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid_document"), answer.text
        assert (answer.json()["details"]["document"], answer.json()["details"]["path"]) == (2, path)
    twice = await api.post("/v1/apply", json={"documents": [PIER, SOUND, SOUND]})
    assert twice.json()["details"]["document"] == 3
    assert (await api.get("/v1/blueprints/pier")).status_code == 404
