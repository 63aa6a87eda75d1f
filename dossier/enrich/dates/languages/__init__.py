"""The languages in which dates are found; what combines them knows none of them."""

from __future__ import annotations

from dossier.enrich.dates.languages.chinese import CHINESE
from dossier.enrich.dates.languages.english import ENGLISH
from dossier.enrich.dates.languages.language import Language

LANGUAGES: tuple[Language, ...] = (CHINESE, ENGLISH)
