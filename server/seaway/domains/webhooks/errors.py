"""Failures of webhooks."""

from seaway.core.errors import Invalid


class InvalidMapping(Invalid):
    """A program of a mapping does not compile; `details` says which (`path`) and where (`line`, `column`)."""

    error = "invalid_mapping"


class PayloadGone(Invalid):
    """The payload of a delivery was not kept, so it cannot be replayed."""

    error = "payload_gone"
