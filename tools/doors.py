"""An import contract of our own: a domain is entered by its doors only (style: "one door per domain")."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Doors(Contract):
    """From another domain, import only the modules named `doors`."""

    domains = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001  # the library's signature
        """Look at every import between two domains."""
        root: str = self.domains  # type: ignore[assignment]  # the library fills fields in
        doors: list[str] = self.doors  # type: ignore[assignment]
        inside = sorted(module for module in graph.modules if module.startswith(f"{root}."))
        broken = [
            (importer, imported)
            for importer in inside
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.startswith(f"{root}.") and _crosses(root, importer, imported, doors)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which imports to change."""
        broken: list[Any] = check.metadata["broken"]
        for importer, imported in broken:
            output.print_error(f"{importer} imports {imported}: enter by {', '.join(self.doors)}")  # type: ignore[arg-type]


def _crosses(root: str, importer: str, imported: str, doors: list[str]) -> bool:
    source, target = importer.removeprefix(f"{root}.").split("."), imported.removeprefix(f"{root}.").split(".")
    return source[0] != target[0] and (len(target) == 1 or target[1] not in doors)
