"""Entity references: `[kind:][namespace/]name`."""

from dataclasses import dataclass


class BadReference(ValueError):
    """A text is not an entity reference."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A complete reference, in the spelling of its source."""

    kind: str
    namespace: str
    name: str

    @property
    def canonical(self) -> str:
        """The form for comparison, storage and the API: `kind:namespace/name` in lower case."""
        return f"{self.kind}:{self.namespace}/{self.name}".lower()


def parse(text: str, *, kind: str | None, namespace: str) -> Reference:
    """Return the reference that the text means, with the given kind and namespace where it names none.

    Raises:
        BadReference: A part is empty, or the kind is neither written nor given.
    """
    colon, slash = text.find(":"), text.find("/")
    if -1 < slash < colon:
        colon = -1  # a colon after the slash is part of the name
    written = Reference(
        kind=text[:colon] if colon >= 0 else kind or "",
        namespace=text[colon + 1 : slash] if slash >= 0 else namespace,
        name=text[max(colon, slash) + 1 :],
    )
    if colon < 0 and not kind:
        raise BadReference(f"{text[:80]!r} names no kind: write it in front, such as 'component:{text[:80]}'")
    if not (written.kind and written.namespace and written.name):
        raise BadReference(f"{text[:80]!r} has an empty part: write it as [kind:][namespace/]name")
    return written
