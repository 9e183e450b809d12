"""What is wrong with a query."""


class BadQueryError(Exception):
    """A query cannot be read, or does not fit what it asks.

    `path` names the rule, as `rules.2.value`; `message` says what is wrong and what to write instead.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class MisfitError(BadQueryError):
    """A rule is well formed and does not fit the properties of a blueprint."""
