"""The outlets we know: one file each, a rule that is data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from dossier.ingest.outlets.rule import OutletRule
from dossier.model import Outlet


def _rules() -> Iterator[OutletRule]:
    """The RULE of every module here, so that a new file is all that a new outlet needs."""
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        rule = getattr(import_module(f"{__name__}.{module.name}"), "RULE", None)
        if isinstance(rule, OutletRule):
            yield rule


RULES: tuple[OutletRule, ...] = tuple(_rules())

OUTLETS: Mapping[str, Outlet] = {rule.id: rule.outlet for rule in RULES}

_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "or", "org"}


def rule_for(url: str) -> OutletRule | None:
    """The rule of the outlet that an address belongs to."""
    host = _host(url)
    for rule in RULES:
        ours = any(host == own or host.endswith(f".{own}") for own in rule.hosts)
        if ours and (not rule.only or re.search(rule.only, url)):
            return rule
    return None


def rule_by_signs(text: str) -> OutletRule | None:
    """The rule of the one outlet whose signs a text without an address bears."""
    found = [rule for rule in RULES if rule.signs and re.search(rule.signs, text)]
    return found[0] if len(found) == 1 else None


def rule_for_unknown(url: str) -> OutletRule:
    """What stands in for a rule where there is none: the outlet is named after its host."""
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


__all__ = ["OUTLETS", "RULES", "OutletRule", "rule_by_signs", "rule_for", "rule_for_unknown"]
