"""A capture becomes a draft: front matter and Markdown."""
