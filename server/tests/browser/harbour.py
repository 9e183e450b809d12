"""Descriptor files of an invented harbour, enough of them for tables that scroll."""

import io
import tarfile
from collections.abc import Mapping

TEAMS = {"quay-crew": "Quay crew", "tide-desk": "Tide desk", "customs": "Customs", "pilots": "Pilots"}
SYSTEMS = {"port-ops": "Port operations", "cargo-flow": "Cargo flow", "harbour-access": "Harbour access"}
NOUNS = ("berth", "crane", "cargo", "tide", "pilot", "customs", "ferry", "buoy", "depot", "lock")
PARTS = (
    "api",
    "planner",
    "worker",
    "ledger",
    "gateway",
    "monitor",
    "board",
    "sync",
    "archive",
    "quoter",
    "alerts",
    "maps",
)
LIFECYCLES = ("production", "production", "production", "experimental", "deprecated")
TYPES = ("service", "service", "website", "library")


def _head(kind: str, name: str, title: str, text: str) -> str:
    meta = f"  name: {name}\n  namespace: quay\n  title: {title}\n  description: {text}\n"
    return f"apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n{meta}"


def _group(name: str, title: str) -> str:
    return _head("Group", name, title, f"The people of {title.lower()}.") + "spec: {type: team, children: []}\n"


def _system(name: str, title: str) -> str:
    return _head("System", name, title, f"All that {title.lower()} needs.") + "spec: {owner: quay-crew}\n"


def _component(number: int) -> str:
    noun, part = NOUNS[number % len(NOUNS)], PARTS[number // len(NOUNS)]
    name, title = f"{noun}-{part}", f"{noun.capitalize()} {part}"
    team, system = tuple(TEAMS)[number % len(TEAMS)], tuple(SYSTEMS)[number % len(SYSTEMS)]
    spec = {
        "type": TYPES[number % len(TYPES)],
        "lifecycle": LIFECYCLES[number % len(LIFECYCLES)],
        "owner": team,
        "system": system,
        **(
            {"dependsOn": f"['component:{NOUNS[(number + 1) % len(NOUNS)]}-{PARTS[0]}']"}
            if number >= len(NOUNS)
            else {}
        ),
    }
    tags = "  tags: [harbour, " + ("go" if number % 2 else "python") + "]\n"
    links = f"  links: [{{url: 'https://runbooks.example/{name}', title: Runbook}}]\n"
    body = "".join(f"  {key}: {value}\n" for key, value in spec.items())
    return (
        _head("Component", name, title, f"Keeps the {noun}s of the harbour in order.") + tags + links + f"spec:\n{body}"
    )


def files() -> dict[str, str]:
    """Return a harbour: four teams, three systems and 120 components."""
    documents = [_group(name, title) for name, title in TEAMS.items()]
    documents += [_system(name, title) for name, title in SYSTEMS.items()]
    components = {f"components/{number:03}.yaml": _component(number) for number in range(len(NOUNS) * len(PARTS))}
    return {"harbour/catalog-info.yaml": "---\n".join(documents), **components}


NEWCOMERS: Mapping[str, str] = {
    "tugs/catalog-info.yaml": _head("Component", "tug-api", "Tug API", "Finds a tug.")
    + "spec: {type: service, lifecycle: experimental, owner: pilots}\n",
    "tugs/broken.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: 'no spaces allowed'}\n",
}


def archive(members: Mapping[str, str]) -> bytes:
    """Return a .tar.gz of files by name."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()
