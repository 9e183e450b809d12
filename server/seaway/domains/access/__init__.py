"""Who may do what: the one evaluator that every verb and every store read asks."""
