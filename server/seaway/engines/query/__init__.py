"""The search language: rule trees read into typed nodes and compiled to SQL. Pure: no product nouns, no I/O."""
