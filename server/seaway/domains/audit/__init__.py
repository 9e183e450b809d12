"""What was done in the organisation, by whom, and what was refused: a view over the change log and the audit."""
