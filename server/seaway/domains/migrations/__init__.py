"""Entities moved in the background: copied by a mapping, removed, and what was copied taken back."""
