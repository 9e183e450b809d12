"""Runs: what was asked of an action, how far it got, and which agent took it."""
