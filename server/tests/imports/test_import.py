"""What an import makes of invented files, and what the next one changes."""

import pytest

from seaway.core.db import sql
from tests.imports.conftest import Importer
from tests.imports.files import ANONYMOUS, COMPONENT, GROUP, SYSTEM, USER, component, documents

EDGES = sql("""
  select r.name, d.ident as target from edge g join relation r on r.id = g.rel join entity s on s.id = g.src
    join entity d on d.id = g.dst where s.org = :org and s.ident = :ident order by 1, 2""")


async def _edges(importer: Importer, identifier: str) -> list[tuple[str, str]]:
    async with importer.database.reading(importer.organisation.id) as db:
        rows = await db.all(EDGES, org=importer.organisation.id, ident=identifier)
        return [(row["name"], row["target"]) for row in rows]


async def test_a_component_is_kept_with_all_it_says(importer: Importer) -> None:
    """Known fields become properties, references relations split by target kind, the rest is kept."""
    state = await importer.files({"a/catalog-info.yaml": COMPONENT})
    assert (state["status"], state["error"]) == ("completed", None)
    assert state["progress"] == {"done": 1, "total": 1}
    entity = await importer.entity("component", "quay/berth-planner")
    assert entity is not None
    assert entity["title"] == "Berth planner"
    assert entity["team"] == []  # the group is not known
    expected = {
        "description": "Assigns ships to berths.",
        "tags": ["go", "core"],
        "labels": {"tier": "gold"},
        "annotations": {"harbour.example/slug": "quay/berth-planner"},
        "type": "service",
        "lifecycle": "production",
        "spec": {"extra": {"shifts": 3}},
    }
    assert {name: value for name, value in entity["properties"].items() if value is not None} == expected
    assert {name: value for name, value in entity["relations"].items() if value} == {
        "ownedByGroup": "quay/crew",
        "partOfSystem": "quay/port-ops",
        "providesApi": ["quay/berths"],
        "dependsOnResource": ["quay/tide-db"],
        "dependsOnComponent": ["default/clock"],
    }
    assert await _edges(importer, "quay/berth-planner") == []


async def test_the_verdict_on_each_document_is_told(importer: Importer) -> None:
    """File relative to the parent of the root, number in the file, reference, reason, relations as Backstage's."""
    broken = COMPONENT.replace("owner: crew", "owner: 7")
    state = await importer.files({"catalog-info.yaml": documents(SYSTEM, broken), "b/catalog-info.yaml": GROUP})
    assert (state["counts"]["accepted"], state["counts"]["rejected"]) == (2, 1)
    group, system, refused = await importer.documents(state["id"], limit=1)
    assert (group["file"], group["index"], group["ref"]) == ("harbour/b/catalog-info.yaml", 0, "group:quay/crew")
    assert (system["file"], system["index"], system["change"]) == ("harbour/catalog-info.yaml", 0, "created")
    assert ["system:quay/port-ops", "ownedBy", "user:quay/ada"] in system["relations"]
    assert (refused["result"], refused["index"], refused["ref"], refused["change"]) == ("rejected", 1, None, None)
    assert "spec.owner" in refused["reason"]
    rejected = await importer.documents(state["id"], result="rejected")
    assert rejected == [refused]


async def test_references_become_edges_when_their_targets_appear(importer: Importer) -> None:
    """Nothing is made up for a target that is not there; a later import of another source settles it."""
    await importer.files({"catalog-info.yaml": COMPONENT})
    assert await importer.entity("system", "quay/port-ops") is None
    await importer.files({"catalog-info.yaml": documents(SYSTEM, GROUP)}, source="other")
    edges = await _edges(importer, "quay/berth-planner")
    assert edges == [("ownedByGroup", "quay/crew"), ("partOfSystem", "quay/port-ops")]
    await importer.files({"catalog-info.yaml": COMPONENT})
    entity = await importer.entity("component", "quay/berth-planner")
    assert entity is not None
    assert entity["team"] == ["quay/crew"]  # known by now


async def test_a_user_with_an_address_is_an_account_and_another_is_not(importer: Importer) -> None:
    """The address names the user, its account is staged, membership in either direction is its team."""
    files = {"catalog-info.yaml": documents(GROUP, USER, ANONYMOUS, SYSTEM)}
    state = await importer.files(files)
    assert state["status"] == "completed", state["error"]
    ada = await importer.entity("_user", "ada@quay.example")
    assert ada is not None
    assert (ada["title"], ada["properties"]["status"], ada["team"]) == ("Ada Quay", "Staged", ["quay/crew"])
    assert ada["properties"]["picture"] == "https://quay.example/ada.png"
    bo = await importer.entity("backstage_user", "quay/bo")
    assert bo is not None
    assert bo["relations"]["memberOfGroup"] == ["quay/crew"]
    assert await _edges(importer, "quay/port-ops") == [("ownedByUser", "ada@quay.example")]
    group = await importer.entity("_team", "quay/crew")
    assert group is not None
    assert group["relations"]["hasMemberUser"] == ["ada@quay.example"]
    before = await importer.fingerprint()
    await importer.files(files)
    assert await importer.fingerprint() == before


async def test_a_user_of_an_earlier_import_is_found_by_reference(importer: Importer) -> None:
    """`user:quay/ada` in another source means the account that the first one made."""
    await importer.files({"catalog-info.yaml": USER})
    await importer.files({"catalog-info.yaml": SYSTEM}, source="other")
    assert await _edges(importer, "quay/port-ops") == [("ownedByUser", "ada@quay.example")]


async def test_a_new_address_is_a_new_account(importer: Importer) -> None:
    """The account of the old address, never more than staged, is gone."""
    await importer.files({"catalog-info.yaml": USER})
    await importer.files({"catalog-info.yaml": USER.replace("Ada@", "countess@")})
    assert await importer.entity("_user", "ada@quay.example") is None
    assert await importer.entity("_user", "countess@quay.example") is not None


async def test_a_file_takes_no_account_away_from_somebody_who_was_invited(importer: Importer) -> None:
    await importer.files({"catalog-info.yaml": documents(GROUP, USER)})
    invited = {"properties": {"status": "Invited"}}
    assert (await importer.api.patch("/v1/blueprints/_user/entities/ada@quay.example", json=invited)).is_success
    await importer.files({"catalog-info.yaml": GROUP})
    assert await importer.entity("_user", "ada@quay.example") is not None


async def test_an_address_of_a_service_account_makes_none(importer: Importer) -> None:
    machine = USER.replace("Ada@Quay.example", "ci@serviceaccounts.example")
    await importer.files({"catalog-info.yaml": machine})
    assert await importer.entity("_user", "ci@serviceaccounts.example") is None
    assert await importer.entity("backstage_user", "quay/ada") is not None


async def test_what_others_wrote_stays_and_what_the_file_drops_goes(importer: Importer) -> None:
    """An import takes back its own statements only."""
    path = "/v1/blueprints/component/entities/quay%2Fberth-planner"
    await importer.files({"catalog-info.yaml": COMPONENT})
    own = {"icon": "Ship", "properties": {"links": [{"url": "https://quay.example"}]}}
    assert (await importer.api.patch(path, json=own)).is_success
    shorter = COMPONENT.replace("  description: Assigns ships to berths.\n", "").replace("  system: port-ops\n", "")
    state = await importer.files({"catalog-info.yaml": shorter})
    assert state["counts"]["updated"] == 1
    entity = await importer.entity("component", "quay/berth-planner")
    assert entity is not None
    assert entity["icon"] == "Ship"
    assert entity["properties"]["links"] == [{"url": "https://quay.example"}]
    assert entity["properties"]["description"] is None
    assert entity["relations"]["partOfSystem"] is None
    assert entity["relations"]["providesApi"] == ["quay/berths"]
    before = await importer.fingerprint()
    await importer.files({"catalog-info.yaml": shorter})
    assert await importer.fingerprint() == before


async def test_of_documents_with_one_reference_the_last_in_path_order_wins(importer: Importer) -> None:
    """Both are accepted and printed; one entity holds what the winner says."""
    files = {"a/catalog-info.yaml": component("crane", lifecycle="old"), "b/catalog-info.yaml": component("Crane")}
    state = await importer.files(files)
    first, second = await importer.documents(state["id"])
    assert (first["ref"], first["result"]) == (second["ref"], second["result"]) == ("component:quay/crane", "accepted")
    assert "wins" in first["warnings"][0]
    entity = await importer.entity("component", "quay/crane")
    assert entity is not None
    assert entity["properties"]["lifecycle"] == "production"


async def test_what_vanished_is_removed_and_what_another_source_states_stays(importer: Importer) -> None:
    both = documents(component("crane"), component("tug"))
    await importer.files({"catalog-info.yaml": both})
    await importer.files({"catalog-info.yaml": component("tug")}, source="other")
    state = await importer.files({"catalog-info.yaml": component("pilot")})
    assert (state["status"], state["counts"]["removed"]) == ("completed", 1)
    assert await importer.entity("component", "quay/crane") is None
    assert await importer.entity("component", "quay/tug") is not None


@pytest.mark.parametrize("broken", ["owner: 7", "owner: [", "owner: crew\nrogue: 1"])
async def test_a_document_that_is_only_broken_now_has_not_vanished(importer: Importer, broken: str) -> None:
    """The last good state stays, whether the document can still be named or not."""
    await importer.files({"catalog-info.yaml": COMPONENT})
    state = await importer.files({"catalog-info.yaml": COMPONENT.replace("owner: crew", broken)})
    assert (state["counts"]["rejected"], state["counts"]["removed"]) == (1, 0)
    assert await importer.entity("component", "quay/berth-planner") is not None


def _fleet(size: int) -> dict[str, str | bytes]:
    return {"catalog-info.yaml": documents(*(component(f"ship-{number:03d}") for number in range(size)))}


async def test_many_removals_are_held_until_somebody_agrees(importer: Importer) -> None:
    """Over ten documents and over a tenth: nothing at all is written, and the plan shows what would go."""
    await importer.files(_fleet(30))
    before = await importer.fingerprint()
    fewer = {"catalog-info.yaml": documents(*(component(f"ship-{number:03d}", type="tug") for number in range(19)))}
    held = await importer.files(fewer)
    assert held["status"] == "held"
    assert held["plan"]["counts"]["entities"] == {"create": 0, "update": 0, "delete": 11}
    assert held["plan"]["policies"][0]["outcome"] == "hold"
    assert await importer.fingerprint() == before
    confirmed = await importer.files(fewer, confirmRemovals="true")
    assert (confirmed["status"], confirmed["counts"]["removed"], confirmed["counts"]["updated"]) == (
        "completed",
        11,
        19,
    )


@pytest.mark.parametrize(("before", "after"), [(30, 20), (120, 108)])
async def test_few_removals_are_done(importer: Importer, before: int, after: int) -> None:
    """Ten documents, or a tenth of the source, are not many."""
    await importer.files(_fleet(before))
    state = await importer.files(_fleet(after))
    assert (state["status"], state["counts"]["removed"]) == ("completed", before - after)


async def test_a_dry_run_plans_all_and_keeps_nothing(importer: Importer) -> None:
    """Creations, updates and removals with what changes, edges, and blueprints; the deed agrees with it."""
    await importer.files({"catalog-info.yaml": documents(component("crane"), component("tug"))})
    before = await importer.fingerprint()
    files = {"catalog-info.yaml": documents(component("crane", lifecycle="old"), GROUP)}
    state = await importer.files(files, dryRun="true")
    assert (state["status"], state["dryRun"]) == ("completed", True)
    effects = {effect["subject"]: effect for effect in state["plan"]["entities"]}
    assert set(effects) == {"_team/quay/crew", "component/quay/crane", "component/quay/tug"}
    assert effects["component/quay/crane"]["after"] == {"properties.lifecycle": "old", "team": ["quay/crew"]}
    assert effects["component/quay/tug"]["op"] == "delete"
    assert await importer.fingerprint() == before
    done = await importer.files(files)
    assert done["counts"] == state["counts"]


async def test_a_blueprint_that_contradicts_stops_the_import_before_any_write(importer: Importer) -> None:
    """The error names the property; entities and blueprints stay as they are."""
    body = {"identifier": "system", "title": "System", "schema": {"properties": {"tags": {"type": "string"}}}}
    assert (await importer.api.post("/v1/blueprints", json=body)).status_code == 201
    before = await importer.fingerprint()
    state = await importer.files({"catalog-info.yaml": documents(GROUP, COMPONENT)})
    assert state["status"] == "failed"
    assert state["error"]["code"] == "incompatible_blueprint"
    assert "tags" in state["error"]["message"]
    assert await importer.fingerprint() == before


async def test_a_document_that_the_catalog_refuses_is_rejected_alone(importer: Importer) -> None:
    """The blueprint's own rules hold for imports too; the rest goes on."""
    properties = {"lifecycle": {"type": "string", "enum": ["production"]}}
    body = {"identifier": "component", "title": "Component", "schema": {"properties": properties}}
    assert (await importer.api.post("/v1/blueprints", json=body)).status_code == 201
    state = await importer.files(
        {"catalog-info.yaml": documents(component("crane"), component("tug", lifecycle="old"))}
    )
    assert (state["status"], state["counts"]["accepted"], state["counts"]["rejected"]) == ("completed", 1, 1)
    refused = (await importer.documents(state["id"]))[1]
    assert (refused["result"], refused["change"]) == ("rejected", "failed")
    assert "lifecycle" in refused["reason"]


async def test_a_single_file_is_taken_whatever_it_is_called(importer: Importer) -> None:
    answer = await importer.post(COMPONENT.encode(), "planner.yaml")
    state = await importer.run(answer.json()["import"]["id"])
    [document] = await importer.documents(state["id"])
    assert (document["file"], document["result"]) == ("planner.yaml", "accepted")


async def test_the_documents_of_a_source_come_out_as_they_went_in(importer: Importer) -> None:
    await importer.files({"catalog-info.yaml": documents(COMPONENT, GROUP)})
    page = (await importer.api.get("/v1/imports/sources/harbour/documents", params={"limit": 1})).json()
    assert page["documents"][0]["document"]["spec"]["extra"] == {"shifts": 3}
    assert page["documents"][0]["file"] == "harbour/catalog-info.yaml"
    following = {"limit": 1, "cursor": page["next"]}
    page = (await importer.api.get("/v1/imports/sources/harbour/documents", params=following)).json()
    assert page["documents"][0]["ref"] == "group:quay/crew"
    sources = (await importer.api.get("/v1/imports/sources")).json()["sources"]
    assert [(each["name"], each["documents"], each["last"]["status"]) for each in sources] == [
        ("harbour", 2, "completed")
    ]
    assert (await importer.api.get("/v1/imports/sources/nobody/documents")).status_code == 404
