"""Integrations: programs elsewhere that fill the catalog, what they say of themselves and how their syncs go."""
