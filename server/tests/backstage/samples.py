"""Invented descriptors, and a short way to read one."""

import json
from typing import Any

from seaway.engines.backstage.reader import read_tree
from seaway.engines.backstage.types import DocumentResult, Origin

SPECS: dict[str, dict[str, Any]] = {
    "Component": {"type": "service", "lifecycle": "production", "owner": "quay-crew"},
    "API": {"type": "grpc", "lifecycle": "production", "owner": "quay-crew", "definition": "service Berths {}"},
    "Resource": {"type": "database", "owner": "quay-crew"},
    "System": {"owner": "quay-crew"},
    "Domain": {"owner": "quay-crew"},
    "Group": {"type": "team", "children": []},
    "User": {"memberOf": []},
    "Location": {},
    "Template": {"type": "service", "steps": [{"action": "debug:log"}]},
}
"""The least that each built-in kind needs."""


def entity(kind: str = "Component", *, metadata: Any = None, spec: Any = None, **root: Any) -> dict[str, Any]:
    """Return a sound entity with the given fields of metadata, spec and root on top."""
    group = "scaffolder.backstage.io/v1beta3" if kind == "Template" else "backstage.io/v1alpha1"
    return {
        "apiVersion": group,
        "kind": kind,
        "metadata": {"name": "berth-planner"} | (metadata or {}),
        "spec": SPECS[kind] | (spec or {}),
    } | root


def without(value: dict[str, Any], *path: str) -> dict[str, Any]:
    """Return a copy without the field at the path."""
    copy: dict[str, Any] = json.loads(json.dumps(value))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return copy


def read(*documents: dict[str, Any] | str, origin: Origin = "file") -> list[DocumentResult]:
    """Read one file of these documents, given as maps or as YAML."""
    texts = [document if isinstance(document, str) else json.dumps(document) for document in documents]
    return list(read_tree({"catalog-info.yaml": "\n---\n".join(texts).encode()}, origin=origin))


def read_one(document: dict[str, Any] | str, *, origin: Origin = "file") -> DocumentResult:
    """Read a file of one document."""
    (result,) = read(document, origin=origin)
    return result
