"""Workflows: graphs of steps, kept for the clients that define them."""
