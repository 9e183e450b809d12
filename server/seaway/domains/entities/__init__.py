"""Entities: the things of the catalog, their relations and what happened to them."""
