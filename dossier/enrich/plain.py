"""Texts as they are compared: one script, one width, one form of each mark; as long as they were."""

from __future__ import annotations

from dossier.script import FOLD

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("｡"): "。", ord("､"): "、"}
_SPACES = {code: " " for code in range(0x3001) if chr(code).isspace()}
_MARKS = {
    ord(mark): plain
    for plain, marks in (('"', "“”„「」『』‘’＂'＇"), ("—", "–―─"), ("·", "•‧・･∙"), ("…", "⋯"))
    for mark in marks
}
_PLAIN = _WIDTH | _SPACES | _MARKS
_TABLE = _PLAIN | {code: character.translate(_PLAIN) for code, character in FOLD.items()}


def plain(text: str) -> str:
    """The text with script, width, white space and quotation marks folded, character by character."""
    return text.translate(_TABLE)
