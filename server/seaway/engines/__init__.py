"""Machines without product nouns."""
