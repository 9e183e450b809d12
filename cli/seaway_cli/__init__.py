"""The `seaway` command: what a person or a pipeline says to Seaway."""
