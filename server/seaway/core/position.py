"""A place in the change log: the pair (xid, seq). Ordering by seq alone loses changes that commit late."""

from dataclasses import dataclass

from seaway.core.errors import Invalid


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """After which change a reader stands. `Position(0, 0)` is before everything."""

    xid: int
    seq: int

    def token(self, epoch: str) -> str:
        """Write the position for the outside; `epoch` is the installation's, which a restore changes."""
        return f"{epoch}.{self.xid}.{self.seq}"


def parse(token: str) -> tuple[str, Position]:
    """Read a token back into its epoch and position.

    Raises:
        Invalid: it is not a position that Seaway handed out.
    """
    epoch, _, rest = token.partition(".")
    xid, _, seq = rest.partition(".")
    if not (epoch.isalnum() and _number(xid) and _number(seq)):
        raise Invalid(
            f'"{token[:80]}" is not a position; pass one that an earlier answer gave', details={"position": token[:80]}
        )
    return epoch, Position(int(xid), int(seq))


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
