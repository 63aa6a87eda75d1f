"""Dates in an article's text, resolved to EDTF against the article's date."""

from __future__ import annotations

from dossier.enrich.dates.resolve import find_dates

__all__ = ["find_dates"]
