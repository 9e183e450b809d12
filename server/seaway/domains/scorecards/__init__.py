"""How entities do by rules, in levels, now and over time."""
