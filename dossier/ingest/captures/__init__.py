"""Which captures and articles content/ already has, and what an import changes there."""
