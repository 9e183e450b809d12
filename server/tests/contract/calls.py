"""One valid call of every operation. A route without one fails the tests: what nobody can call right is not checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.contract.seed import ARCHIVE, BERTH, DEPTHS, DREDGE, FLOW, ROWS, SERVICE, WEBHOOK, Seed
from tests.factories.clients import PASSWORD


@dataclass(frozen=True)
class Call:
    """A request: `path` names what the seed holds unless it says otherwise."""

    body: Any = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    media_type: str = "application/json"


Maker = Callable[[Seed], Call]
PLAIN = Call()
EVERYTHING = {"combinator": "and", "rules": []}
BERTHS = {"combinator": "and", "rules": [{"property": "$blueprint", "operator": "=", "value": "berth"}]}
EVENTS = "follow_events"
"""Never ends, and sends frames rather than a document: it has tests of its own (core/test_stream.py, app)."""


def always(call: Call) -> Maker:
    """Return a call that needs nothing of the seed."""
    return lambda _seed: call


def _of_berth(body: Any = None, **query: Any) -> Maker:
    return always(Call(body, query=query))


IDENTITY: dict[str, Maker] = {
    "issue_token": lambda seed: Call({"clientId": seed.machine, "clientSecret": seed.secret}),
    "get_permissions": always(PLAIN),
    "get_organization": always(PLAIN),
    "put_organization": always(Call({"name": "Harbour"})),
    "patch_organization": always(Call({"name": "Harbour"})),
    "list_apps": always(Call(query={"fields": ["id", "name", "secret"]})),
    "create_app": always(Call({"name": "Tug"})),
    "update_app": always(Call({"name": "Tug", "enabled": True})),
    "rotate_secret": always(PLAIN),
    "delete_app": always(PLAIN),
    "list_users": always(PLAIN),
    "invite_user": lambda seed: Call({"invitee": {"email": f"new.{seed.email}", "roles": ["Member"]}}),
    "get_user": always(PLAIN),
    "patch_user": always(Call({"teams": []})),
    "delete_user": lambda seed: Call(path={"user_email": f"invited.{seed.email}"}),
    "rotate_credentials": always(Call(path={"user_email": SERVICE})),
    "list_teams": always(Call(query={"fields": ["id", "name", "users.email"]})),
    "create_team": always(Call({"name": "Night shift", "description": "After ten", "users": []})),
    "get_team": always(PLAIN),
    "replace_team": always(Call({"name": "Harbour crew", "users": [SERVICE]})),
    "patch_team": always(Call({"description": "Whoever is there"})),
    "delete_team": always(PLAIN),
    "list_secrets": always(PLAIN),
    "create_secret": always(Call({"secretName": "TUG_TOKEN", "secretValue": "t0k3n", "description": "of the tug"})),
    "get_secret": always(PLAIN),
    "patch_secret": always(Call({"secretValue": "n3w"})),
    "delete_secret": always(PLAIN),
    "get_audit_log": always(Call(query={"blueprint": "berth", "limit": 5})),
    "get_session": always(PLAIN),
    "sign_in": lambda seed: Call({"email": seed.email, "password": PASSWORD}),
    "sign_out": always(PLAIN),
    "get_setup": always(PLAIN),
    "get_invitation": always(PLAIN),
    "accept_invitation": lambda seed: Call({"token": seed.invitation, "name": "Bo Quay", "password": PASSWORD}),
}
BLUEPRINTS: dict[str, Maker] = {
    "list_blueprints": always(PLAIN),
    "create_blueprint": always(Call({**BERTH, "identifier": "pier", "title": "Pier"})),
    "get_system_structure": always(Call(path={"blueprint": "_user"})),
    "get_blueprint": always(PLAIN),
    "blueprint_history": always(Call(query={"limit": 2})),
    "get_blueprint_yaml": always(PLAIN),
    "replace_blueprint": _of_berth(BERTH),
    "patch_blueprint": _of_berth({"title": "Quay wall"}, dry_run=True),
    "delete_blueprint": always(Call(path={"blueprint": "port"}, query={"dry_run": True})),
    "get_blueprint_permissions": always(PLAIN),
    "patch_blueprint_permissions": _of_berth({"entities": {"update": {"teams": ["harbour_crew"]}}}),
    "rename_property": always(Call({"newPropertyName": "draught"}, {"name": "depth"})),
    "rename_mirror": always(Call({"newMirrorName": "country"}, {"name": "land"})),
    "rename_relation": always(Call({"newRelationIdentifier": "near"}, {"name": "nearby"})),
}
ENTITIES: dict[str, Maker] = {
    "ingest_entities": always(Call('{"identifier": "b4"}\n{"identifier": "b5"}', media_type="application/x-ndjson")),
    "create_entity": _of_berth({"identifier": "b4", "properties": {"depth": 3}, "relations": {"port": "quay"}}),
    "list_entities": _of_berth(include=["$title", "depth"]),
    "replace_entity": _of_berth({"title": "New"}),
    "patch_entity": _of_berth({"properties": {"depth": 4}}),
    "delete_entity": always(PLAIN),
    "get_entity": always(PLAIN),
    "write_bulk": _of_berth({"entities": [{"identifier": "b4"}, {"identifier": "b1"}]}, upsert=True),
    "delete_bulk": _of_berth({"entities": ["b2", "b3"]}),
    "search_entities": always(Call(BERTHS)),
    "search_blueprint": _of_berth({"query": EVERYTHING, "limit": 2}),
    "count_search": _of_berth({"query": EVERYTHING}),
    "top_search": _of_berth({"groupBy": {"relation": "port"}}),
    "datasource_entities": always(Call({"datasource_prefix": "test", "datasource_suffix": "0"})),
    "aggregate_entities": always(Call({"func": "average", "property": "depth", "averageOf": "day", "query": BERTHS})),
    "aggregate_over_time": _of_berth(
        {
            "blueprint": "berth",
            "aggregationType": "countEntities",
            "timeInterval": "day",
            "timeRange": {"preset": "lastWeek", "timeZone": "Europe/Paris"},
            "breakdownProperty": "open",
            "query": EVERYTHING,
        }
    ),
    "properties_history": _of_berth(
        {
            "blueprintIdentifier": "berth",
            "entityIdentifier": "b1",
            "propertyNames": ["depth"],
            "timeRange": {"preset": "lastWeek"},
        }
    ),
    "start_bulk_operation": _of_berth({"query": EVERYTHING, "change": {"properties": {"depth": 4}}}),
    "get_bulk_operation": always(PLAIN),
    "undo_bulk_operation": always(PLAIN),
    "top_search_stops": _of_berth({"query": EVERYTHING}),
    "export_entities": _of_berth({"format": "csv"}),
    "related_groups": always(PLAIN),
    "related_entities": always(Call(query={"path": "port"})),
    "entity_sources": always(PLAIN),
    "entity_computed": always(PLAIN),
    "blueprint_computed": always(PLAIN),
    "preview_computed": _of_berth(
        {"section": "calculationProperties", "definition": {"type": "string", "calculation": ".identifier"}}
    ),
    "count_entities": always(PLAIN),
    "delete_all": always(PLAIN),
    "get_migration": always(PLAIN),
    "list_migrations": always(Call(query={"status": ["COMPLETED", "RUNNING"], "blueprint": "berth"})),
    "start_migration": always(
        Call({"sourceBlueprint": "berth", "mapping": {"entity": {"identifier": ".identifier", "title": ".title"}}})
    ),
    "cancel_migration": always(Call({"reason": "Not now"})),
    "undo_migration": lambda seed: Call(path={"migration": seed.copied}),
    "search_words": always(Call(query={"q": "berth", "limit": 5})),
    "entity_graph": always(Call(query={"depth": 2})),
    "entity_history": always(PLAIN),
    "entity_difference": always(Call(query={"since": "2020-01-01T00:00:00Z", "hops": 1})),
    "blueprint_difference": always(Call(query={"since": "2020-01-01T00:00:00Z", "limit": 2})),
    "recent_changes": always(Call(query={"limit": 10})),
}
SCORECARDS: dict[str, Maker] = {
    "list_scorecards": always(PLAIN),
    "list_blueprint_scorecards": always(PLAIN),
    "create_scorecard": always(Call({**DEPTHS, "identifier": "tides"})),
    "replace_scorecards": always(Call([DEPTHS])),
    "get_scorecard": always(PLAIN),
    "replace_scorecard": always(Call({**DEPTHS, "title": "How deep"})),
    "patch_scorecard": always(Call({"title": "How deep"})),
    "delete_scorecard": always(PLAIN),
    "preview_scorecard": always(Call({"rules": DEPTHS["rules"]})),
    "scorecard_summary": always(PLAIN),
    "scorecard_results": always(Call(query={"level": "Gold", "limit": 5})),
    "scorecard_over_time": always(Call(query={"preset": "lastWeek"})),
    "entity_scorecards": always(PLAIN),
    "entity_scorecard_history": always(Call(query={"limit": 5})),
}
_CLAIM = {"installationId": "_PORT_EXEC_AGENT", "limit": 2, "visibilityTimeoutMs": 1_000}
ACTIONS: dict[str, Maker] = {
    "list_actions": always(Call(query={"trigger_type": "self-service"})),
    "create_action": always(Call({**DREDGE, "identifier": "deepen"})),
    "get_action": always(PLAIN),
    "replace_action": always(Call({**DREDGE, "title": "Deepen"})),
    "delete_action": always(PLAIN),
    "get_action_permissions": always(PLAIN),
    "patch_action_permissions": always(Call({"execute": {"roles": ["Admin"]}})),
    "start_run": always(Call({"entity": "b1", "properties": {"depth": 4}})),
    "list_runs": always(Call(query={"version": "v2", "active": True})),
    "get_run": always(PLAIN),
    "patch_run": always(Call({"statusLabel": "Digging"})),
    "decide_run": lambda seed: Call({"status": "APPROVE"}, {"run": seed.waiting}),
    "list_approvers": always(Call(query={"include_pending_approvers": True})),
    "add_run_log": always(Call({"message": "digging"})),
    "list_run_logs": always(PLAIN),
    "list_affected_entities": always(PLAIN),
    "put_run_response": always(Call({"response": {"code": 200}})),
    "claim_runs": always(Call(_CLAIM)),
    "acknowledge_runs": lambda seed: Call({"runId": seed.run}),
    "create_workflow": always(Call({**FLOW, "identifier": "ship"})),
    "get_workflow": always(PLAIN),
    "replace_workflow": always(Call(FLOW)),
    "delete_workflow": always(PLAIN),
    "claim_node_runs": always(Call(_CLAIM)),
    "list_node_runs": always(PLAIN),
}
OTHERS: dict[str, Maker] = {
    "list_pages": always(PLAIN),
    "create_page": always(Call({"title": "More berths", "type": "blueprint-entities", "blueprint": "berth"})),
    "get_page": always(PLAIN),
    "patch_page": always(Call({"title": "All berths"})),
    "replace_page": always(Call({"title": "All berths", "type": "blueprint-entities", "blueprint": "berth"})),
    "add_widget": always(Call({"widget": {"type": "markdown", "markdown": "# Hello"}})),
    "patch_widget": always(Call({"title": "All"})),
    "delete_widget": always(PLAIN),
    "get_page_permissions": always(PLAIN),
    "patch_page_permissions": always(Call({"read": {"roles": ["Admin", "Member"]}})),
    "delete_page": always(PLAIN),
    "list_views": always(PLAIN),
    "create_view": always(Call({"title": "Shallow berths", "audience": "page", "state": {"sort": "depth"}})),
    "patch_view": always(Call({"title": "Deepest berths"})),
    "delete_view": always(PLAIN),
    "list_home_defaults": always(PLAIN),
    "put_home_default": always(Call({"main": ["mine"], "side": [], "hidden": ["changes"]})),
    "delete_home_default": always(PLAIN),
    "get_sidebar": always(Call(query={"hidden": True})),
    "create_folder": always(Call({"title": "Yard", "parent": None, "after": "berths"})),
    "patch_folder": always(Call({"title": "Office", "after": "berths"})),
    "delete_folder": always(PLAIN),
    "create_import": always(
        Call({"file": ARCHIVE, "source": "harbour", "dryRun": "true"}, media_type="multipart/form-data")
    ),
    "inspect_table": always(Call({"file": ROWS, "blueprint": "berth"}, media_type="multipart/form-data")),
    "download_rejected": always(PLAIN),
    "list_imports": always(PLAIN),
    "list_import_sources": always(PLAIN),
    "remove_import_source": always(Call(query={"dry_run": True})),
    "list_stated_documents": always(PLAIN),
    "get_import": always(PLAIN),
    "list_import_documents": always(PLAIN),
    "cancel_import": lambda seed: Call(path={"import_id": seed.queued_import}),
    "apply_documents": always(
        Call({"documents": [{"kind": "entity", "blueprint": "port", "identifier": "quay"}], "dryRun": True})
    ),
    "list_webhooks": always(PLAIN),
    "create_webhook": always(Call({**WEBHOOK, "identifier": "radar"})),
    "test_webhook_mapping": always(Call({"mappings": WEBHOOK["mappings"], "payload": {"body": {"id": "b9"}}})),
    "list_webhook_metadata": always(PLAIN),
    "get_webhook": always(PLAIN),
    "replace_webhook": always(Call(WEBHOOK)),
    "patch_webhook": always(Call({"enabled": False})),
    "delete_webhook": always(PLAIN),
    "list_deliveries": always(Call(query={"limit": 10})),
    "get_delivery": always(PLAIN),
    "replay_delivery": always(PLAIN),
    "ingest_webhook_event": always(Call({"id": "b9"})),
    "list_bin": always(Call(query={"limit": 10})),
    "get_bin_item": always(PLAIN),
    "list_bin_objects": always(PLAIN),
    "get_bin_object": lambda seed: Call(path={"object": seed.sunk}),
    "restore_bin_item": always(Call({"dryRun": True})),
    "restore_bin_items": lambda seed: Call({"items": [seed.deletion], "skip": True}),
    "erase_bin_item": always(Call(query={"confirm": "sunk"})),
    "load_sample": always(Call(query={"dry_run": True})),
    "remove_sample": always(Call(query={"dry_run": True})),
    "live": always(PLAIN),
    "ready": always(PLAIN),
    "metrics": always(PLAIN),
}
OWN: dict[str, Maker] = {
    "get_preferences": always(PLAIN),
    "patch_preferences": always(Call({"theme": "dark"})),
    "list_favourites": always(PLAIN),
    "arrange_favourites": always(Call({"order": [{"kind": "page", "identifier": "berths"}]})),
    "add_favourite_entity": always(PLAIN),
    "remove_favourite_entity": always(PLAIN),
    "add_favourite_page": always(PLAIN),
    "remove_favourite_page": always(PLAIN),
    "list_recent": always(PLAIN),
    "note_recent_entity": always(PLAIN),
    "note_recent_page": always(PLAIN),
    "clear_recent": always(PLAIN),
    "list_my_entities": always(PLAIN),
    "patch_profile": always(Call({"name": "Ada Quay"})),
    "change_password": always(Call({"current": PASSWORD, "new": f"{PASSWORD} 2"})),
    "list_sessions": always(PLAIN),
    "end_sessions": always(PLAIN),
    "end_session": always(PLAIN),
    "list_watches": always(PLAIN),
    "watch_entity": always(PLAIN),
    "unwatch_entity": always(PLAIN),
    "watch_blueprint": always(PLAIN),
    "unwatch_blueprint": always(PLAIN),
    "list_notifications": always(PLAIN),
    "count_unread": always(PLAIN),
    "read_notifications": always(PLAIN),
    "patch_notification": always(Call({"read": True})),
}
"""What people keep for themselves: called as a person, for a machine is refused; any person may."""
FIGURES = {"eventId": "e1", "kindIdentifier": "ship-0", "syncState": "completed", "metrics": {"phase": {}}}
CURSOR = {"kind": "ship", "index": 0}
INTEGRATIONS: dict[str, Maker] = {
    "list_integrations": always(Call(query={"actionsProcessingEnabled": "false"})),
    "create_integration": always(Call({"installationId": "tides", "installationAppType": "tides", "config": {}})),
    "list_integration_names": always(PLAIN),
    "list_provisioned": always(PLAIN),
    "get_integration": always(PLAIN),
    "patch_integration": always(Call({"title": "Ships in sight"})),
    "delete_integration": always(PLAIN),
    "patch_integration_config": always(Call({"config": {"resources": []}})),
    "get_resync_request": always(PLAIN),
    "patch_resync_state": always(Call({"status": "running", "lastResyncStart": "2026-03-01T00:00:00Z"})),
    "list_kinds": always(PLAIN),
    "add_examples": always(Call({"examples": [{"name": "Argo"}]})),
    "get_cursor": always(Call(query=CURSOR)),
    "move_cursor": always(Call({"primary": "2026-03-02T00:00:00Z"}, query=CURSOR)),
    "create_cursor": always(Call({"primary": "2026-03-01T00:00:00Z"}, query=CURSOR)),
    "list_logs": always(Call(query={"limit": 10, "level": ["INFO"]})),
    "get_sync_metrics": always(PLAIN),
    "list_syncs": always(PLAIN),
    "ingest_logs": always(Call({"logs": [{"message": "m", "level": "INFO", "timestamp": "2026-03-01T00:00:00Z"}]})),
    "ingest_sync_metrics": always(Call({"syncKindsMetrics": [FIGURES]})),
    "ingest_kind_metrics": always(Call({"syncKindMetrics": FIGURES})),
    "ingest_heartbeat": always(Call({"eventId": "e1"})),
}
CALLS = IDENTITY | BLUEPRINTS | ENTITIES | SCORECARDS | ACTIONS | OTHERS | OWN | INTEGRATIONS
"""By operation id. `set_up` is called in its own test: it concerns the whole installation."""
