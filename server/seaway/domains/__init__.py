"""One folder per product noun, ordered by the ladder (pyproject.toml, import contracts)."""
