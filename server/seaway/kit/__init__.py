"""Pure helpers: clock, identifiers, paging, backoff."""
