"""Rules for outlets: one TOML file each, in this package or in a dossier's `outlets/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from dossier.ingest.outlets.loader import OutletRule, outlet_schema, parse_outlet
from dossier.model import Outlet
from dossier.problems import Failure, Problem

_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "or", "org"}


@dataclass(frozen=True)
class OutletRules:
    """The rules of an import; the dossier's own precede those of the package."""

    rules: tuple[OutletRule, ...]

    @property
    def outlets(self) -> Mapping[str, Outlet]:
        return {rule.id: rule.outlet for rule in reversed(self.rules)}

    def for_address(self, url: str) -> OutletRule | None:
        """The rule of the outlet to which an address belongs."""
        host = _host(url)
        for rule in self.rules:
            is_its_host = any(host == own or host.endswith(f".{own}") for own in rule.hosts)
            if is_its_host and (not rule.paths or re.search(rule.paths, url)):
                return rule
        return None

    def for_text(self, text: str) -> OutletRule | None:
        """The rule of the outlet whose signs occur in a text without an address; None if there are several."""
        signed = [rule for rule in self.rules if rule.signs and re.search(rule.signs, text)]
        return signed[0] if len(signed) == 1 else None


@cache
def packaged_rules() -> OutletRules:
    """The rules of this package."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return OutletRules(tuple(parse_outlet(file.read_text("utf-8"), file.name, file.stem, regex=True) for file in files))


def rules_with(files: Mapping[str, tuple[str, str]]) -> tuple[OutletRules, tuple[Problem, ...]]:
    """The package's rules with those of a dossier's own files, {id: (name in messages, text)}, and their problems."""
    own: list[OutletRule] = []
    problems: list[Problem] = []
    for id_, (name, text) in sorted(files.items()):
        try:
            own.append(parse_outlet(text, name, id_))
        except Failure as failure:
            problems += failure.problems
    replaced = {rule.id for rule in own}
    packaged = (rule for rule in packaged_rules().rules if rule.id not in replaced)
    return OutletRules((*own, *packaged)), tuple(problems)


def rule_for_unknown(url: str) -> OutletRule:
    """A default rule for an outlet without one, named after its host."""
    host = _host(url).removeprefix("www.")
    labels = host.split(".")[:-1] or [host]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    name = re.sub(r"[^\w.-]+", "-", "-".join(filter(None, labels)))[:60].strip("-._") or "unknown"
    return OutletRule(id=name, name=host or name, url=f"https://{_host(url)}" if host else "", hosts=(host,))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


__all__ = ["OutletRule", "OutletRules", "outlet_schema", "packaged_rules", "rule_for_unknown", "rules_with"]
