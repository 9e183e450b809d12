"""What a read may see, as a SQL predicate. Made by `access.filter`, taken by every store read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Scope:
    """A predicate over one table, written with `{t}` for the table's alias and named parameters.

    Example: `Scope("{t}.org = :scope_org", {"scope_org": 7})`.
    """

    sql: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def on(self, alias: str) -> str:
        """Return the predicate for a table's alias."""
        return self.sql.replace("{t}", alias)
