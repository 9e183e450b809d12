"""What is done to a program before anybody looks at it (`port-api` semantics 10.1)."""

import re

_QUOTES = re.compile(r"(^|\s)'(?!\s|\")|(?<!\s|\")'(\s|$)")


def normal(program: str) -> str:
    """Return the program as jq reads it: single quotes that open or close a token are double quotes.

    `'https://x/' + .identifier` works so; an apostrophe within a text stays. The length does not change, so that
    the place of an error is the place in what was written.
    """
    return _QUOTES.sub(lambda match: f'{match[1] or ""}"{match[2] or ""}', program)
