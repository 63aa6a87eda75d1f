"""Finds captures: files, folders, feeds and web addresses; and checks links."""
