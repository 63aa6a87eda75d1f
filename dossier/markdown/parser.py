"""The Markdown we speak: CommonMark without HTML, with tables, strikethrough, footnotes and three containers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from unicodedata import category

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from dossier.markdown.plain_paragraphs import LONGEST, has_no_markup

CONTAINERS = ("figure", "gallery", "video")
DEEPEST = 20  # levels of lists, quotes and containers; a list and its item are two

# Han, kana, hangul, and the punctuation that is set with them.
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)

_LABEL = re.compile(r"\[\^[^\s\]]{1,100}\]")


class LostText(NamedTuple):
    """Something that the text says and the tokens do not, and the line it is on."""

    line: int
    message: str
    hint: str


def parse_tokens(text: str) -> tuple[list[Token], list[LostText]]:
    """The tokens of a text, its footnotes last, and what had to be left out or left as plain words."""
    env: dict[str, list[LostText]] = {"lost": []}
    tokens = _markdown().parse(text, env)
    lost = env["lost"] + list(_unused_addresses(tokens, env))
    return _footnotes_last(tokens, env, lost), lost


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 2}).enable(["table", "strikethrough"])
    markdown.use(footnote_plugin, move_to_end=False)
    for name in CONTAINERS:
        markdown.use(container_plugin, name, validate=lambda info, _, name=name: info.strip() == name)
    markdown.inline.ruler.at("footnote_ref", _footnote_ref)
    markdown.block.ruler.before("table", "too_deep", _too_deep)
    markdown.core.ruler.at("inline", _inlines)
    markdown.inline = _moved(markdown.inline, _Inline())
    # Addresses are judged where a problem can be told, in `run`; here they stay as written.
    markdown.validateLink = _any  # type: ignore[method-assign]  # its documented way to be replaced
    markdown.normalizeLink = _unchanged  # type: ignore[method-assign]  # likewise
    return markdown


def _any(url: str) -> bool:  # noqa: ARG001  # markdown-it passes it by this name
    return True


def _unchanged(url: str) -> str:
    return url


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    """The plugin's rule, which would look for each `]` to the paragraph's end, where a label ends soon."""
    return bool(_LABEL.match(state.src, state.pos)) and footnote_ref(state, silent)


def _moved(old: ParserInline, new: ParserInline) -> ParserInline:
    """The new inline parser with the old one's rules, so that plugins and presets count."""
    new.ruler, new.ruler2 = old.ruler, old.ruler2
    return new


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """As the base class has it, but for the state's class."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803  # the base class's names
        """Whether a run of stars may open or close, in Chinese too.

        CommonMark asks for spaces around emphasis that ends in punctuation; Chinese has none. So Chinese punctuation
        counts as a letter here, and a Chinese neighbour is as good as a space.
        (github.com/tats-u/markdown-cjk-friendly argues it through.)
        """
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        left = not after.isspace() and (not _parts(after) or _loose(before))
        right = not before.isspace() and (not _parts(before) or _loose(after))
        if canSplitWord:
            return Scanned(left, right, end - start)
        return Scanned(left and (not right or _symbol(before)), right and (not left or _symbol(after)), end - start)


def _symbol(character: str) -> bool:
    return category(character)[0] in "PS"


def _parts(character: str) -> bool:
    """Whether it is punctuation that stands apart from words: “ and ( do, ， and 「 do not."""
    return _symbol(character) and not CJK.match(character)


def _loose(character: str) -> bool:
    return character.isspace() or _symbol(character) or bool(CJK.match(character))


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: what is nested beyond the cap stays, as one paragraph of its words."""
    if silent or state.level < DEEPEST:
        return False
    state.push("paragraph_open", "p", 1).map = [start, end]
    words = state.push("inline", "", 0)
    words.content, words.children, words.map = (
        state.getLines(start, end, state.blkIndent, False).strip(),
        [],
        [start, end],
    )
    state.push("paragraph_close", "p", -1)
    state.line = end
    state.env["lost"].append(
        LostText(start, f"nested more than {DEEPEST} levels deep; shown as plain text", "quote or list it less deeply")
    )
    return True


def _inlines(state: StateCore) -> None:
    """The core rule that reads every paragraph's inside, unless there is nothing to find or it is too long to read."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if has_no_markup(token.content):
            token.children = [Token("text", "", 0, content=token.content)]
            continue
        token.children = []
        if len(token.content) <= LONGEST:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        for line in token.content.split("\n"):
            token.children += [Token("text", "", 0, content=line), Token("softbreak", "br", 0)]
        message = f"a paragraph of {len(token.content)} characters; its emphasis and links are not read"
        state.env["lost"].append(LostText((token.map or [0])[0], message, f"divide it: at most {LONGEST} characters"))


def _unused_addresses(tokens: list[Token], env: EnvType) -> Iterator[LostText]:
    """The lines `[label]: address` that no link of the text leads to."""
    inner = (child for token in tokens for child in token.children or ())
    used = {child.attrs.get("href", child.attrs.get("src")) for child in inner}
    for label, reference in env.get("references", {}).items():
        if reference["href"] not in used:
            message = f"the line “[{label.lower()}]: …” is an address that no link uses; its words are not shown"
            yield LostText(reference["map"][0], message, r"delete it, or write \[ where it is text")
    for reference in env.get("duplicate_refs", ()):
        message = f"“[{reference['label'].lower()}]: …” is said a second time; the first counts"
        yield LostText(reference["map"][0], message, "delete one of them")


def _footnotes_last(tokens: list[Token], env: EnvType, lost: list[LostText]) -> list[Token]:
    """The tokens with each footnote, in the order of its first reference, after the text."""
    body: list[Token] = []
    defined: dict[str, list[Token]] = {}
    lines: dict[str, int] = {}
    into = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            line = (token.map or [0])[0]
            if label in defined:
                lost.append(LostText(line, f"the footnote [^{label}] is written twice; the first counts", "rename one"))
            into.append(defined.setdefault(label, []) if label not in defined else [])
            lines.setdefault(label, line)
        elif token.type == "footnote_reference_close":
            into.pop()
        else:
            into[-1].append(token)
    for index, note in env.get("footnotes", {}).get("list", {}).items():
        body.append(Token("footnote_open", "", 1, meta={"id": index}))
        if "label" in note and not defined.get(note["label"]):
            message = f"the footnote [^{note['label']}] has no text"
            lost.append(LostText(lines.get(note["label"], 0), message, "write it on the same line, behind the colon"))
        body += defined.pop(note["label"], []) if "label" in note else _paragraph(note["tokens"])
        body.append(Token("footnote_close", "", -1))
    for label in defined:
        message = f"nothing refers to the footnote [^{label}]; it is not shown"
        lost.append(LostText(lines[label], message, f"write [^{label}] where it belongs, or delete it"))
    return body


def _paragraph(children: list[Token]) -> list[Token]:
    return [
        Token("paragraph_open", "p", 1),
        Token("inline", "", 0, children=children),
        Token("paragraph_close", "p", -1),
    ]
