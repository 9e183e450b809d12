"""Where an answer of one operation leads: OpenAPI links, by which clients and tests follow from it to the next call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Led:
    """Operations that take what an answer says: `given` holds a runtime expression for each of their parameters."""

    targets: tuple[str, ...]
    given: Mapping[str, str]


_BLUEPRINT = {"blueprint": "$response.body#/blueprint/identifier"}
_ENTITY = {"blueprint": "$response.body#/entity/blueprint", "entity": "$response.body#/entity/identifier"}
_PAGE = {"page": "$response.body#/identifier"}
_SCORECARD = {
    "blueprint": "$response.body#/scorecard/blueprint",
    "scorecard": "$response.body#/scorecard/identifier",
}
_APP = {"id": "$response.body#/app/id"}
_IMPORT = {"import_id": "$response.body#/import/id"}
_AS_ENTITIES = ("get_entity", "replace_entity", "patch_entity", "delete_entity", "entity_history", "entity_graph")

LINKS: Mapping[tuple[str, str], tuple[Led, ...]] = {
    ("create_blueprint", "201"): (
        Led(
            (
                "get_blueprint", "replace_blueprint", "patch_blueprint", "delete_blueprint",
                "create_entity", "write_bulk", "list_entities", "count_entities", "search_blueprint",
            ),
            _BLUEPRINT,
        ),
    ),
    ("create_entity", "201"): (
        Led(_AS_ENTITIES, _ENTITY),
        Led(("list_entities", "count_entities"), {"blueprint": _ENTITY["blueprint"]}),
    ),
    ("replace_entity", "200"): (Led(("get_entity", "delete_entity"), _ENTITY),),
    ("patch_entity", "200"): (Led(("get_entity", "delete_entity"), _ENTITY),),
    ("delete_all", "200"): (Led(("get_migration",), {"migration": "$response.body#/migrationId"}),),
    ("start_migration", "200"): (
        Led(("get_migration", "cancel_migration"), {"migration": "$response.body#/migration/id"}),
    ),
    ("create_page", "200"): (Led(("get_page", "patch_page", "delete_page"), _PAGE),),
    ("patch_page", "200"): (Led(("get_page", "delete_page"), _PAGE),),
    ("create_scorecard", "201"): (
        Led(("get_scorecard", "patch_scorecard", "delete_scorecard"), _SCORECARD),
        Led(("scorecard_summary", "scorecard_results"), {"scorecard": _SCORECARD["scorecard"]}),
    ),
    ("patch_scorecard", "200"): (Led(("get_scorecard", "delete_scorecard"), _SCORECARD),),
    ("create_app", "200"): (Led(("update_app", "rotate_secret", "delete_app"), _APP),),
    ("create_import", "202"): (Led(("get_import", "list_import_documents", "cancel_import"), _IMPORT),),
    ("cancel_import", "200"): (Led(("get_import", "list_import_documents"), _IMPORT),),
}  # fmt: skip


def add_links(document: dict[str, Any]) -> None:
    """Write the links into an OpenAPI document."""
    operations = {each["operationId"]: each for methods in document["paths"].values() for each in methods.values()}
    for (source, status), ways in LINKS.items():
        answer = operations[source]["responses"][status]
        answer["links"] = {
            target: {"operationId": operations[target]["operationId"], "parameters": dict(led.given)}
            for led in ways
            for target in led.targets
        }
