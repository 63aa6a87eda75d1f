"""How one outlet's captures are read."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model import Outlet


@dataclass(frozen=True, slots=True)
class OutletRule:
    """How one outlet's captures are read, as `loader` understands its TOML file.

    Patterns are regular expressions here, whatever the file writes. `address` is searched for in the canonical address;
    its groups are `number` (the article's own), `section`, and `day` (YYYYMMDD) or `year`, `month` and `dom`.
    """

    id: str  # bbc-zh
    name: str
    url: str  # the outlet's home page
    hosts: tuple[str, ...]  # and what ends in them
    paths: str = ""  # which of the host's addresses, where it has other outlets too
    language: str = ""  # of its captures, where the text does not tell
    timezone: str = ""  # what a time without a zone means
    address: str = ""
    article: tuple[str, ...] = ("article", "main", "[role=main]")  # selectors: where a saved page keeps its article
    remove: tuple[tuple[str, str], ...] = ()  # (reason, selector)
    drop_paragraphs: tuple[tuple[str, str], ...] = ()  # (reason, pattern): what a careful person would leave out
    title_suffix: str = ""  # what follows the headline in a page's title
    links: tuple[tuple[str, str], ...] = ()  # (pattern, replacement): a link as readers can open it
    interviewers: tuple[str, ...] = ()  # who asks in its interviews: a bold line that begins so is no heading
    credit: str = ""  # the end of a caption that is a credit
    signs: str = ""  # what only its texts have, for captures without an address
    dashed_dateline: bool = False  # its articles begin `香港——`
    bare_subheads: bool = False  # its feed has lost what marks its subheads

    @property
    def outlet(self) -> Outlet:
        return Outlet(self.id, self.name, self.url, self.language)
