"""Files of other tools, brought in as blueprints and entities; and `apply`, which brings in Seaway's own."""
