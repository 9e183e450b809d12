"""Why an import is refused or fails."""

from typing import Any

from seaway.core.errors import Conflict, Invalid, SeawayError


class BadArchive(Invalid):
    """The upload is no archive that Seaway opens, or holds what it does not take."""

    error = "bad_archive"


class BadFile(Invalid):
    """The upload is no table of rows that Seaway reads; the message names the line."""

    error = "bad_file"


class BadDocument(Invalid):
    """A document of `apply` is wrong; `details.document` is its number, from 1, and `details.path` the field."""

    error = "invalid_document"

    def __init__(self, number: int, path: str, fix: str, **details: Any) -> None:
        place = f"documents[{number}]" + (f".{path}" if path else "")
        super().__init__(f"{place}: {fix}", details={"document": number, "path": path, **details})

    @classmethod
    def of(cls, number: int, error: SeawayError) -> "BadDocument":
        """Return the refusal of a document by a domain below; `details.cause` holds that one's code and details."""
        given = error.details or {}
        path = f"properties.{given['property']}" if "property" in given else str(given.get("path", ""))
        return cls(number, path, error.message, cause={"error": error.error, "details": given})


class SourceBusy(Conflict):
    """An import of the source is under way; wait for its end, or cancel it."""

    error = "source_busy"


class ImportEnded(Conflict):
    """The import has ended; start another one."""

    error = "import_ended"
