"""Pictures of numbers: where each mark goes. templates/parts/charts.html draws them, as SVG made of attributes alone.

A chart is as wide as its page. Its labels take a fixed column, its plot the rest: a place at share p of the plot
is at p percent of the whole, and moved right by (1 − p) of the column. So no script and no style is needed.
"""

from dossier.render.charts.company import Company, company
from dossier.render.charts.coverage import Coverage, coverage
from dossier.render.charts.locator import Locator, locator
from dossier.render.charts.places import Map, places
from dossier.render.charts.strip import Strip, lasted, strip

__all__ = [
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
