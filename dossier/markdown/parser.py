"""The Markdown dialect: CommonMark without HTML, with tables, strikethrough, footnotes and three containers."""

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

from dossier.markdown.plain_paragraphs import MAX_LENGTH, has_no_markup

CONTAINERS = ("figure", "gallery", "video")
MAX_DEPTH = 20  # levels of lists, quotes and containers; a list and its item are two levels

# Han, kana and hangul, with their punctuation.
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)

_LABEL = re.compile(r"\[\^[^\s\]]{1,100}\]")


class LostMarkup(NamedTuple):
    """Markup of the text that is not in the tokens, with a message for the editor."""

    line: int
    message: str
    hint: str


def parse_tokens(text: str) -> tuple[list[Token], list[LostMarkup]]:
    """The tokens of a text, footnotes last, and the markup that was left out or left as plain text."""
    env: dict[str, list[LostMarkup]] = {"lost": []}
    tokens = _markdown().parse(text, env)
    lost = env["lost"] + list(_unused_definitions(tokens, env))
    return _footnotes_last(tokens, env, lost), lost


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_DEPTH + 2}).enable(["table", "strikethrough"])
    markdown.use(footnote_plugin, move_to_end=False)
    for name in CONTAINERS:
        markdown.use(container_plugin, name, validate=lambda info, _, name=name: info.strip() == name)
    markdown.inline.ruler.at("footnote_ref", _footnote_ref)
    markdown.block.ruler.before("table", "too_deep", _too_deep)
    markdown.core.ruler.at("inline", _parse_inlines)
    markdown.inline = _with_rules_of(markdown.inline, _CjkInlineParser())
    # Addresses stay as written here: `inline` checks them, where problems can be reported.
    markdown.validateLink = _accept_any_link  # type: ignore[method-assign]  # the documented way to replace it
    markdown.normalizeLink = _unchanged  # type: ignore[method-assign]  # likewise
    return markdown


def _accept_any_link(url: str) -> bool:  # noqa: ARG001  # markdown-it passes it by keyword
    return True


def _unchanged(url: str) -> str:
    return url


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    """The plugin's rule, except that labels are short: the plugin searches the whole paragraph for every `]`."""
    return bool(_LABEL.match(state.src, state.pos)) and footnote_ref(state, silent)


def _with_rules_of(old: ParserInline, new: ParserInline) -> ParserInline:
    """The new parser with the rules of the old one, so that plugins and presets apply."""
    new.ruler, new.ruler2 = old.ruler, old.ruler2
    return new


class _CjkInlineParser(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Copied from the base class, with another state class."""
        state = _CjkInlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _CjkInlineState(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803  # the base class's names
        """Whether a run of stars may open or close emphasis, also in Chinese.

        CommonMark requires spaces around emphasis that begins or ends with punctuation, but Chinese has no spaces. So
        Chinese punctuation counts as a letter here, and a Chinese character beside the stars counts as a space.
        (github.com/tats-u/markdown-cjk-friendly gives the reasons.)
        """
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        left = not after.isspace() and (not _separates(after) or _may_adjoin_emphasis(before))
        right = not before.isspace() and (not _separates(before) or _may_adjoin_emphasis(after))
        if canSplitWord:
            return Scanned(left, right, end - start)
        return Scanned(
            left and (not right or _is_symbol(before)), right and (not left or _is_symbol(after)), end - start
        )


def _is_symbol(character: str) -> bool:
    return category(character)[0] in "PS"


def _separates(character: str) -> bool:
    """Whether it is punctuation that is set apart from words by spaces: “ and ( are, ， and 「 are not."""
    return _is_symbol(character) and not CJK.match(character)


def _may_adjoin_emphasis(character: str) -> bool:
    return character.isspace() or _is_symbol(character) or bool(CJK.match(character))


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule that turns everything beyond the nesting limit into one paragraph of plain text."""
    if silent or state.level < MAX_DEPTH:
        return False
    state.push("paragraph_open", "p", 1).map = [start, end]
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = (
        state.getLines(start, end, state.blkIndent, False).strip(),
        [],
        [start, end],
    )
    state.push("paragraph_close", "p", -1)
    state.line = end
    state.env["lost"].append(
        LostMarkup(
            start, f"nested more than {MAX_DEPTH} levels deep; shown as plain text", "quote or list it less deeply"
        )
    )
    return True


def _parse_inlines(state: StateCore) -> None:
    """The core rule that parses inline markup, except in paragraphs that have none or are too long."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if has_no_markup(token.content):
            token.children = [Token("text", "", 0, content=token.content)]
            continue
        token.children = []
        if len(token.content) <= MAX_LENGTH:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        for line in token.content.split("\n"):
            token.children += [Token("text", "", 0, content=line), Token("softbreak", "br", 0)]
        message = f"a paragraph of {len(token.content)} characters; its emphasis and links are not read"
        state.env["lost"].append(
            LostMarkup((token.map or [0])[0], message, f"divide it: at most {MAX_LENGTH} characters")
        )


def _unused_definitions(tokens: list[Token], env: EnvType) -> Iterator[LostMarkup]:
    """The lines `[label]: address` that no link uses."""
    children = (child for token in tokens for child in token.children or ())
    used = {child.attrs.get("href", child.attrs.get("src")) for child in children}
    for label, reference in env.get("references", {}).items():
        if reference["href"] not in used:
            message = f"the line “[{label.lower()}]: …” is an address that no link uses; its words are not shown"
            yield LostMarkup(reference["map"][0], message, r"delete it, or write \[ where it is text")
    for reference in env.get("duplicate_refs", ()):
        message = f"“[{reference['label'].lower()}]: …” is said a second time; the first counts"
        yield LostMarkup(reference["map"][0], message, "delete one of them")


def _footnotes_last(tokens: list[Token], env: EnvType, lost: list[LostMarkup]) -> list[Token]:
    """The tokens with the footnotes moved to the end, in the order of their first references."""
    body: list[Token] = []
    defined: dict[str, list[Token]] = {}
    lines: dict[str, int] = {}
    targets = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            line = (token.map or [0])[0]
            if label in defined:
                lost.append(
                    LostMarkup(line, f"the footnote [^{label}] is written twice; the first counts", "rename one")
                )
            targets.append(defined.setdefault(label, []) if label not in defined else [])
            lines.setdefault(label, line)
        elif token.type == "footnote_reference_close":
            targets.pop()
        else:
            targets[-1].append(token)
    for index, note in env.get("footnotes", {}).get("list", {}).items():
        body.append(Token("footnote_open", "", 1, meta={"id": index}))
        if "label" in note and not defined.get(note["label"]):
            message = f"the footnote [^{note['label']}] has no text"
            lost.append(LostMarkup(lines.get(note["label"], 0), message, "write it on the same line, behind the colon"))
        body += defined.pop(note["label"], []) if "label" in note else _paragraph(note["tokens"])
        body.append(Token("footnote_close", "", -1))
    for label in defined:
        message = f"nothing refers to the footnote [^{label}]; it is not shown"
        lost.append(LostMarkup(lines[label], message, f"write [^{label}] where it belongs, or delete it"))
    return body


def _paragraph(children: list[Token]) -> list[Token]:
    return [
        Token("paragraph_open", "p", 1),
        Token("inline", "", 0, children=children),
        Token("paragraph_close", "p", -1),
    ]
