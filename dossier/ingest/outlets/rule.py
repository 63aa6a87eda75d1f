"""What an outlet file says."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model import Outlet


@dataclass(frozen=True, slots=True)
class OutletRule:
    """How one outlet's captures are read. Everything but the first four lines has a default that suits most.

    `address` is a regular expression over the canonical address, with groups for what it tells: `number` (the article's
    own), `section`, `day` (YYYYMMDD).
    """

    id: str  # bbc-zh
    name: str
    url: str  # the outlet's home page
    hosts: tuple[str, ...]  # and what ends in them
    only: str = ""  # a pattern: which of the host's addresses, where it has other outlets too
    language: str = ""  # of its captures, where the text does not tell
    zone: str = ""  # what a time without a zone means
    address: str = ""
    article: tuple[str, ...] = ("article", "main", "[role=main]")  # where a saved page keeps its article; selectors
    remove: tuple[tuple[str, str], ...] = ()  # (rule, selector)
    unsaid: tuple[tuple[str, str], ...] = ()  # (rule, pattern): paragraphs that a careful person would leave out
    suffix: str = ""  # a pattern: what follows the headline in a page's title
    links: tuple[tuple[str, str], ...] = ()  # (pattern, replacement): a link as readers can open it
    speakers: tuple[str, ...] = ()  # who asks in its interviews: a bold line that begins so is no heading
    credit: str = ""  # a pattern: the end of a caption that is a credit
    signs: str = ""  # a pattern that only its texts have, for captures without an address
    dashed_dateline: bool = False  # its articles begin `香港——`
    bare_subheads: bool = False  # its feed has lost what marks its subheads

    @property
    def outlet(self) -> Outlet:
        return Outlet(self.id, self.name, self.url, self.language)
