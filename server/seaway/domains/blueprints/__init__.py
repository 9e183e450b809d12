"""What entities look like: blueprints, their properties and relations."""
