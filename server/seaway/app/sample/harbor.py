"""Builds the documents of the sample organisation from its facts: the same on every call of one day."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import yaml

from seaway.app.sample.blueprints import BLUEPRINTS
from seaway.kit import clock

DEPLOYMENTS_PER_SERVICE = 2
_FACTS: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("facts.yaml").read_text())


def documents(now: datetime) -> list[dict[str, Any]]:
    """Return every blueprint and entity, targets before those that point at them. Times lie before `now`'s midnight."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    entities = [
        *_teams(),
        *_people(),
        *_domains(),
        *_systems(),
        *_resources(),
        *_apis(),
        *_components(day),
        *_environments(),
    ]
    return [*BLUEPRINTS, *entities, *_deployments(day), *_incidents(day)]


def _entity(blueprint: str, identifier: str, title: str, properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "kind": "entity",
        "blueprint": blueprint,
        "identifier": identifier,
        "title": title,
        "properties": properties,
        **more,
    }


def _pick(salt: str, key: str, among: int) -> int:
    """Return a number below `among` that depends on the key alone: variety without chance."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{key}".encode()).digest()[:4], "big") % among


def _mail(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@harbor.example"


def _teams() -> Iterator[dict[str, Any]]:
    for identifier, team in _FACTS["teams"].items():
        yield _entity("_team", identifier, team["title"], {"description": team["description"]})


def _people() -> Iterator[dict[str, Any]]:
    for name, team in _FACTS["people"].items():
        yield _entity("_user", _mail(name), name, {}, team=[team])


def _domains() -> Iterator[dict[str, Any]]:
    for identifier, domain in _FACTS["domains"].items():
        owner = _owned(domain["team"])
        yield _entity("domain", identifier, domain["title"], {"description": domain["description"]}, **owner)


def _systems() -> Iterator[dict[str, Any]]:
    for identifier, system in _FACTS["systems"].items():
        parts = system["components"]
        description = f"{len(parts)} components around {parts[0]['name']}."
        owner = _owned(system["team"], partOfDomain=system["domain"])
        yield _entity("system", identifier, system["title"], {"description": description}, **owner)


def _owned(team: str, **relations: Any) -> dict[str, Any]:
    return {"team": [team], "relations": {"ownedByGroup": team, **relations}}


def _resources() -> Iterator[dict[str, Any]]:
    for identifier, resource in _FACTS["resources"].items():
        system = _FACTS["systems"][resource["system"]]
        properties = {
            "description": f"The {resource['type'].replace('-', ' ')} of {system['title'].lower()}.",
            "type": resource["type"],
            "region": ("eu-west-1", "us-east-1")[_pick("region", identifier, 2)],
            "costPerMonth": 40 + _pick("cost", identifier, 1200),
        }
        yield _entity(
            "resource", identifier, identifier, properties, **_owned(system["team"], partOfSystem=resource["system"])
        )


def _homes() -> dict[str, tuple[str, dict[str, str]]]:
    """Return each component's system and what is written of it."""
    return {part["name"]: (name, part) for name, system in _FACTS["systems"].items() for part in system["components"]}


def _apis() -> Iterator[dict[str, Any]]:
    homes = _homes()
    for component, provided in _FACTS["provides"].items():
        system = homes[component][0]
        for identifier in provided:
            events = identifier.endswith("-events")
            title = identifier.replace("-", " ").capitalize()
            properties = {
                "description": f"{'Events' if events else 'Requests'} of {component}.",
                "type": "asyncapi" if events else "openapi",
                "lifecycle": "production",
                "definition": _asyncapi(title, identifier) if events else _openapi(title, identifier),
            }
            yield _entity(
                "api", identifier, title, properties, **_owned(_FACTS["systems"][system]["team"], partOfSystem=system)
            )


def _asyncapi(title: str, identifier: str) -> str:
    thing = identifier.rsplit("-", 1)[0]
    info = f"asyncapi: 3.0.0\ninfo:\n  title: {title}\n  version: 1.0.0\n"
    payload = "{type: object, properties: {id: {type: string}, at: {type: string, format: date-time}}}"
    message = f"      changed:\n        summary: Something about {thing} has changed\n        payload: {payload}\n"
    channel = f"channels:\n  changes:\n    address: {thing}.changes\n    messages:\n{message}"
    return f"{info}{channel}operations:\n  publish:\n    action: send\n    channel: {{$ref: '#/channels/changes'}}\n"


def _openapi(title: str, identifier: str) -> str:
    thing = identifier.rsplit("-", 1)[0]
    info = f"openapi: 3.1.0\ninfo:\n  title: {title}\n  version: 1.0.0\n"
    answers = "      responses:\n        '200':\n          description: A page of results\n"
    return f"{info}paths:\n  /{thing}:\n    get:\n      summary: List {thing}\n{answers}"


def _components(day: datetime) -> Iterator[dict[str, Any]]:
    for name, (system, part) in _homes().items():
        team = _FACTS["systems"][system]["team"]
        properties: dict[str, Any] = {
            "description": f"{name.replace('-', ' ').capitalize()} of {_FACTS['systems'][system]['title'].lower()}.",
            "type": part["type"],
            "lifecycle": ("production", "production", "production", "experimental", "deprecated")[
                _pick("life", name, 5)
            ],
            "language": part["language"],
            "repository": f"https://git.harbor.example/{team}/{name}",
            "readme": f"# {name}\n\nOwned by **{_FACTS['teams'][team]['title']}**. Start with `make run`.\n",
            "pci": system == "money-movement",
            "tags": sorted({part["language"].lower(), part["type"]}),
        }
        if part["type"] != "library":
            properties |= _running(name, system, day)
        yield _entity(
            "component", name, name, properties, **_owned(team, partOfSystem=system, **_component_relations(name))
        )


def _running(name: str, system: str, day: datetime) -> dict[str, Any]:
    """Return what only a component that runs has."""
    first = _FACTS["systems"][system]["components"][0]["name"] == name
    team = _FACTS["systems"][system]["team"]
    members = [_mail(person) for person, its in _FACTS["people"].items() if its == team]
    return {
        "health": {5: "Degraded", 7: "Down"}.get(_pick("health", name, 8), "Healthy"),
        "tier": "Tier 1" if first else f"Tier {2 + _pick('tier', name, 2)}",
        "replicas": 2 + _pick("replicas", name, 11),
        "monitoring": f"https://grafana.harbor.example/d/{name}",
        "on_call": members[_pick("call", name, len(members))],
        "last_deploy": clock.iso(day - timedelta(minutes=30 + _pick("deploy", name, 20_000))),
    }


def _component_relations(name: str) -> dict[str, Any]:
    calls = _FACTS["calls"].get(name, [])
    consumed = [api for called in calls for api in _FACTS["provides"].get(called, []) if not api.endswith("-events")]
    return {
        "providesApi": _FACTS["provides"].get(name, []),
        "consumesApi": consumed,
        "dependsOnComponent": calls,
        "dependsOnResource": _FACTS["uses"].get(name, []),
    }


def _environments() -> Iterator[dict[str, Any]]:
    for identifier, place in _FACTS["environments"].items():
        properties = {
            "description": f"{place['title']} in {place['region']}.",
            "type": place["type"],
            "region": place["region"],
            "url": f"https://{identifier}.harbor.example",
        }
        yield _entity("environment", identifier, place["title"], properties, team=["developer-experience"])


def _deployments(day: datetime) -> Iterator[dict[str, Any]]:
    for name, (_, part) in _homes().items():
        for turn in range(DEPLOYMENTS_PER_SERVICE if part["type"] == "service" else 0):
            key, environment = f"{name}-{turn}", ("production-eu", "staging")[turn]
            version = f"v{1 + _pick('major', name, 5)}.{_pick('minor', name, 20)}.{turn + _pick('patch', key, 6)}"
            properties = {
                "version": version,
                "status": "Failed" if _pick("failed", key, 9) == 0 else "Succeeded",
                "deployed_at": clock.iso(day - timedelta(minutes=30 + _pick("when", key, 20_000))),
                "duration": 60 + _pick("duration", key, 400),
                "commit": hashlib.sha256(key.encode()).hexdigest()[:10],
            }
            relations = {"component": name, "environment": environment}
            yield _entity("deployment", f"{name}-{environment}", f"{name} {version}", properties, relations=relations)


def _incidents(day: datetime) -> Iterator[dict[str, Any]]:
    for number, told in enumerate(_FACTS["incidents"], 1):
        started = day - timedelta(days=told["days_ago"], minutes=_pick("incident", told["title"], 600))
        properties: dict[str, Any] = {
            "severity": told["severity"],
            "status": told["status"],
            "started_at": clock.iso(started),
            "summary": f"{told['title']}. Affects {told['components'][0]}.",
        }
        if told["minutes"]:
            properties["resolved_at"] = clock.iso(started + timedelta(minutes=told["minutes"]))
        relations = {"components": told["components"]}
        yield _entity("incident", f"inc-{number:03d}", told["title"], properties, relations=relations)
