"""The bin: what was deleted, to be looked at and brought back; a view over the change log."""
