"""Parsers for what can be imported: saved pages, feeds, feed archives and Markdown exports."""
