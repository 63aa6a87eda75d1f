"""Combines pieces and metadata into the draft of an article, with its links and pictures."""
