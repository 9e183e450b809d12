"""Lays out a domain or an integration as the house wants it: `make new-domain NAME=x`, `make new-integration NAME=x`."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

DOMAIN = {
    "__init__.py": '"""{title}."""\n',
    "types.py": '"""Values of {name} that others may hold."""\n',
    "events.py": '"""Facts that {name} announces."""\n',
    "errors.py": '"""Failures that {name} raises."""\n',
    "store.py": '"""All SQL of {name}; rows stop here."""\n',
    "service.py": '"""The door of {name}: its verbs."""\n',
    "schemas.py": '"""The wire shapes of {name}."""\n',
    "routes.py": '"""The HTTP routes of {name}."""\n\nfrom fastapi import APIRouter\n\nfrom seaway.core.http import WorkRoute\n\n'
    'router = APIRouter(route_class=WorkRoute, tags=["{name}"])\n',
}
INTEGRATION = {
    "manifest.yaml": "name: {name}\ntitle: {title}\nkinds: []\nactions: []\n",
    "quality.yaml": "# done, todo, or exempt with a reason\ntests: todo\ndocs: todo\nretries: todo\nrate_limits: todo\n",
    "README.md": "# {title}\n\nWhat it brings in, which permissions it needs, and how to set it up.\n",
    "seaway_{name}/__init__.py": '"""The {title} integration."""\n',
    "seaway_{name}/client.py": '"""The vendor\'s API: its limits and errors are known here alone."""\n',
    "seaway_{name}/kinds.py": '"""The kinds of records it yields."""\n',
    "tests/test_kinds.py": '"""Captured payloads in, changes out."""\n',
}


def lay_out(folder: Path, files: dict[str, str], name: str) -> list[Path]:
    """Write the files that do not exist yet and return them."""
    written = []
    for relative, text in files.items():
        path = folder / relative.format(name=name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(name=name, title=name.replace("_", " ").capitalize()))
            written.append(path)
    return written


def main(kind: str, name: str) -> int:
    """Lay out one; complain about a name that is not a Python identifier in lower case."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        print(f"NAME={name!r} must be lower case letters, digits and underscores, such as NAME=campaigns")
        return 2
    folder = ROOT / ("server/seaway/domains" if kind == "domain" else "integrations") / name
    for path in lay_out(folder, DOMAIN if kind == "domain" else INTEGRATION, name):
        print(f"wrote {path.relative_to(ROOT)}")
    if kind == "domain":
        print("Now give it its rung on the ladder: pyproject.toml, contract 2, with a sentence.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
