"""The catalog of the entities' tests, and a worker's part."""

from tests.entities.conftest import catalog, writer

__all__ = ["catalog", "writer"]
