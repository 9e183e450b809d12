"""Finding anything by words: entities, pages, blueprints, people and teams."""
