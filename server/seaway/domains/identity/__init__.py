"""Organisations, the people and machines in them, and how they prove who they are."""
