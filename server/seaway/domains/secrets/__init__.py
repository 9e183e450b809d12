"""Secrets of an organisation: values that actions and integrations use and nobody reads back."""
