"""Which spellings are names: by the share of their places at which something around them says so.

A word that the tagger takes for a name may be any word (卫星 is a person to it, 上市 a place); but offices, verbs of
speech and prepositions of place stand beside names again and again.
"""

from __future__ import annotations

import rjieba

from dossier.enrich.suggest.found_name import Spelling

_FEW = 10  # places, of which one with a sign is enough
_NAME_TAGS = {"nr", "nrt", "nrfg", "ns", "nt", "nz"}


def is_a_name(spelling: Spelling) -> bool:
    """Whether enough speaks for a spelling."""
    signs = spelling.signs
    if spelling.known or spelling.listed or not spelling.places:
        return bool(spelling.places)
    if signs["gloss"] + signs["dots"] + signs["quoted"]:
        return not _is_common_word(spelling.plain) or spelling.share("gloss", "dots", "quoted") >= 0.2
    if signs["suffix"]:
        return spelling.share("suffix") >= 0.3
    if spelling.plain.isascii() or not "\u3400" <= spelling.plain[0] <= "\u9fff":
        return _is_latin_name(spelling)
    return _is_person(spelling) if spelling.type == "person" else _is_place(spelling)


def _is_common_word(plain: str) -> bool:
    """Whether the tagger's dictionary has a word that is no name."""
    tagged = rjieba.tag(plain)
    return len(tagged) == 1 and rjieba.has_word(plain) and tagged[0][1] not in _NAME_TAGS


def _is_person(spelling: Spelling) -> bool:
    signs, around = spelling.signs, spelling.share("title", "speech")
    if _is_common_word(spelling.plain):
        return False
    if signs["sounds"] and len(spelling.plain) > 2 and signs["tag"]:
        return bool(signs["title"] or signs["speech"] or len(spelling.places) > 2)
    if len(spelling.plain) == 2 and rjieba.has_word(spelling.plain):
        return signs["title"] > 0 and around >= 0.12
    return bool(signs["title"] or signs["speech"] > 1) and (around >= 0.07 or len(spelling.places) < _FEW)


def _is_place(spelling: Spelling) -> bool:
    signs, before = spelling.signs, spelling.share("place")
    if signs["ending"] and len(spelling.plain) > 2:
        return True
    if not signs["word"]:
        return signs["place"] > 1 and before >= 0.2
    return signs["place"] > 0 and before >= (0.12 if len(spelling.places) >= _FEW else 0.2)


def _is_latin_name(spelling: Spelling) -> bool:
    signs, places = spelling.signs, len(spelling.places)
    if signs["full"] or " " in spelling.plain:
        return True
    if signs["capital"] == places or not (signs["title"] or signs["speech"] or signs["place"] or signs["tag"]):
        return places > 2
    return signs["title"] > 0 or places > 1
