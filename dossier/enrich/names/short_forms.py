"""What an article itself says of the names in it: who its surnames are, and whose Chinese name a Latin one explains.

Senator John Reed … Reed said          Reed, where no other Reed is named
科瓦克斯（Anna Kovacs）… 科瓦克斯        of whoever is known as Anna Kovacs
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dossier.enrich.names.hits import SpellingHit
from dossier.enrich.names.shape import kind, name_before
from dossier.enrich.names.spellings import SpellingIndex
from dossier.enrich.normalise import BLOCK_SEPARATOR

_HAN = re.compile("[\u3400-\u9fff]")
_TITLE_END = re.compile(
    "(?:总统|总理|首相|主席|部长|外长|防长|国务卿|大臣|议员|州长|市长|省长|发言人|大使|教授|博士|研究员|专家|学者|主任|院长|记者|将军|上将|司令|领导人|女士|先生|律师|作家|官)$"
)
_OFFICES = {
    *(
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Sir",
        "President",
        "Senator",
        "Sen",
        "Secretary",
        "Minister",
        "Chancellor",
        "General",
        "Gen",
    ),
    *(
        "Justice",
        "Judge",
        "King",
        "Queen",
        "Lord",
        "Premier",
        "Governor",
        "Gov",
        "Professor",
        "Prof",
        "Mayor",
        "Rep",
        "The",
    ),
}


def with_short_forms(names: SpellingIndex, text: str, hits: list[SpellingHit]) -> list[SpellingHit]:
    """The hits in a normalised text, with the short forms of people and the glossed names that it explains."""
    explained = dict(_glossed(names, text, hits))
    if explained:
        hits = [explained.get(hit, hit) for hit in hits]
    more = {text[hit.start : hit.end]: hit.entities[0] for hit in explained.values()} | _surnames(names, text, hits)
    if not more:
        return hits
    taken = {place for hit in hits for place in range(hit.start, hit.gloss[1] if hit.gloss else hit.end)}
    pattern = re.compile("|".join(re.escape(name) for name in sorted(more, key=len, reverse=True)))
    for match in pattern.finditer(text):
        if taken.isdisjoint(range(*match.span())) and _stands_for_itself(text, *match.span()):
            hits.append(SpellingHit(*match.span(), (more[match[0]],), "name"))
    return sorted(hits, key=lambda hit: hit.start)


def _surnames(names: SpellingIndex, text: str, hits: Sequence[SpellingHit]) -> dict[str, str]:
    """The last words of the whole Latin names in the text, each of one person alone, and of no name that is known."""
    people: dict[str, set[str]] = {}
    for hit in hits:
        whole = text[hit.start : hit.end]
        first, _, surname = whole.rpartition(" ")
        is_name = len(surname) > 2 and surname.isalpha() and not surname.isupper() and surname not in names.meanings
        if first and is_name and any(meaning.is_person for meaning in names.meanings.get(whole, ())):
            people.setdefault(surname, set()).add(hit.entities[0])
    return {surname: min(of) for surname, of in people.items() if len(of) == 1}


def _stands_for_itself(text: str, start: int, end: int) -> bool:
    """Whether a Latin surname is no part of another name: Melania Reed, Reed Tower."""
    if _HAN.match(text[start]):
        return True
    before, after = re.search(r"([A-Za-z.\"-]*)( ?)$", text[max(start - 20, 0) : start]), text[end : end + 2]
    if after[:1].isalnum() or (after[:1] in " -" and after[1:2].isupper()) or before is None:
        return False
    word, blank = before[1], before[2]
    if not blank:
        return not word[-1:].isalnum() and not word.endswith(("-", "."))
    return not word[:1].isupper() or word.rstrip(".") in _OFFICES or word.endswith((".", '"'))


def _glossed(names: SpellingIndex, text: str, hits: Sequence[SpellingHit]) -> Iterator[tuple[SpellingHit, SpellingHit]]:
    """The Latin names in brackets behind an unknown Chinese one, each with the hit of that."""
    for nth, hit in enumerate(hits):
        if hit.kind != "name" or text[hit.start - 1 : hit.start] != "(" or text[hit.end : hit.end + 1] != ")":
            continue
        latin = text[hit.start : hit.end]
        people = [m for m in names.meanings.get(latin, ()) if m.is_person]
        end = hit.start - 1 - (text[hit.start - 2 : hit.start - 1] == " ")
        after = max(hits[nth - 1].end if nth else 0, text.rfind(BLOCK_SEPARATOR, 0, end) + 1)
        start = name_before(text, end, latin, after) if people and kind(latin) == "person" else end
        name = text[start:end]
        if 1 < end - start < 12 and name not in names.meanings and _begins(text, start, name, after):
            yield hit, SpellingHit(start, end, hit.entities, "name", (hit.start, hit.end))


def _begins(text: str, start: int, name: str, after: int) -> bool:
    """Whether a name begins here: behind a mark, a known name or an office, or because other words stand before it elsewhere."""
    if start == after or not _HAN.match(text[start - 1]) or _TITLE_END.search(text, max(start - 4, 0), start):
        return True
    return len({text[m.start() - 1 : m.start()] for m in re.finditer(re.escape(name), text)}) > 1
