"""Parses HTML within limits, finds the article in it, and converts it into pieces."""
