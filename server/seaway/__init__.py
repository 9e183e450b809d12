"""Seaway: the open, self-hosted internal developer platform."""
