"""Charts: the positions of their marks, which templates/parts/charts.html draws as SVG without script or style.

A chart is as wide as its page. Labels take a column of fixed width and the plot takes the rest: a mark at share p of the
plot has x = p percent, shifted to the right by (1 − p) of the column's width.
"""

from dossier.render.charts.company import Company, company
from dossier.render.charts.coverage import Coverage, coverage
from dossier.render.charts.locator import LOW, Locator, locator
from dossier.render.charts.places import Map, places
from dossier.render.charts.strip import Strip, lasted, strip

__all__ = [
    "LOW",
    "Company",
    "Coverage",
    "Locator",
    "Map",
    "Strip",
    "company",
    "coverage",
    "lasted",
    "locator",
    "places",
    "strip",
]
