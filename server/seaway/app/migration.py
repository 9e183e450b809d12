"""The process that migrates: `python -m seaway.app.migration`, the address of the database on standard input."""

import sys

from seaway.core.errors import StartError
from seaway.core.migrate import migrate


def main() -> int:
    """Bring the database to this version's schema; return the exit code."""
    try:
        migrate(sys.stdin.readline().strip())
    except StartError as error:
        sys.stderr.write(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
