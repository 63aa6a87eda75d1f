"""Names of entities in running text."""
