"""Collects the fields of the front matter from headers, bylines, embedded data and the text."""
