"""The harbour of the tests of actions."""

from tests.actions.conftest import harbour, machine, person

__all__ = ["harbour", "machine", "person"]
