"""What a page is made of, and what it does when somebody opens it and touches everything on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Frame, Page

# ── What a page is made of ───────────────────────────────────────────────────

# fmt: off
ELEMENTS = {
    "bdi",
    "html", "head", "meta", "title", "link", "script", "body", "header", "nav", "main", "footer", "section", "article", "aside",
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "a", "b", "br", "blockquote", "cite", "code", "del", "em", "hr", "ins",
    "mark", "pre", "q", "s", "small", "strong", "sup", "time", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary",
    "figure", "figcaption", "img", "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td",
    "form", "fieldset", "legend", "label", "input", "select", "option", "button", "output", "search", "kbd", "noscript", "template", "i",
    "svg", "g", "symbol", "use", "path", "rect", "circle", "line", "text", "desc",
}
ATTRIBUTES = {
    "alt", "aria-current", "aria-hidden", "aria-label", "aria-labelledby", "charset", "checked", "class", "colspan", "content",
    "datetime", "defer", "dir", "for", "height", "hidden", "href", "http-equiv", "id", "lang", "loading", "media", "method", "name",
    "action", "open", "placeholder", "popover", "property", "rel", "role", "rowspan", "scope", "src", "start", "title", "type", "value",
    "viewBox", "width", "autocomplete", "spellcheck", "preserveAspectRatio", "overflow", "blocking",
    "tabindex", "dx", "pattern", "size", "popovertarget",
    "cx", "cy", "d", "fill", "r", "stroke-dasharray", "text-anchor", "transform", "x", "x1", "x2", "y", "y1", "y2",
}
# fmt: on
Node = tuple[str, Mapping[str, str], str]  # an element's name, its attributes and, of a script or a comment, its text
OWN_SCRIPTS = re.compile(r"(\.\./|/x/)?(assets/(dossier|search|suggest|theme|timeline)|search/names)\.js")


def strangers(nodes: Iterable[Node]) -> Iterator[str]:
    """Whatever stands on a page that no template of ours would write."""
    for tag, attributes, text in nodes:
        if tag not in ELEMENTS:
            yield f"<{tag}>{text}"
        for name, value in attributes.items():
            if name not in ATTRIBUTES and not name.startswith("data-"):
                yield f"<{tag} {name}={value!r}>"
            if name in ("href", "src", "action") and not _leads_on(value, within=name == "src"):
                yield f"<{tag} {name}={value!r}>"
        if tag == "script" and not _is_ours(attributes, text):
            yield f"<script>{text}"
        if tag == "meta" and attributes.get("http-equiv") not in (None, "Content-Security-Policy"):
            yield f"<meta http-equiv={attributes['http-equiv']!r}>"


def _is_ours(attributes: Mapping[str, str], text: str) -> bool:
    says_data = attributes.get("type") == "application/ld+json" and "<" not in text
    return says_data or bool(OWN_SCRIPTS.fullmatch(attributes.get("src", "")))


def _leads_on(address: str, *, within: bool) -> bool:
    """Whether a browser that follows the address stays on the site or, where it may, goes to the web."""
    address = re.sub(r"[\x00-\x20]", "", address)
    schemes = ("",) if within else ("", "http", "https", "mailto")
    return not address.startswith(("//", "\\")) and urlsplit(address).scheme in schemes


# ── What it does ─────────────────────────────────────────────────────────────

# The tree that the browser makes of a page, each kind of node once, without running any of it.
_NODES = """text => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const nodes = new Set();
    for (const walker = document.createTreeWalker(page, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT); walker.nextNode();) {
        const node = walker.currentNode;
        const attributes = [...(node.attributes ?? [])].map(one => [one.name, /^(class|id|data-.*)$/.test(one.name) ? "" : one.value]);
        const text = node.nodeType === Node.COMMENT_NODE || node.localName === "script" ? node.textContent : "";
        nodes.add(JSON.stringify([node.localName ?? "!--", Object.fromEntries(attributes), text]));
    }
    return [...nodes];
}"""
_BEFORE = """
    const done = [];
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { done.push(`${name}()`) };
    document.addEventListener("securitypolicyviolation", event => done.push(`held back only by the policy: ${event.blockedURI}`));
    const known = new Set(Object.getOwnPropertyNames(window));
    Object.defineProperty(window, "deeds", {value: () => [
        ...done, ...Object.getOwnPropertyNames(window).filter(name => !known.has(name) && !OWN.test(name)).map(name => `window.${name}`)]});
    const OWN = /^(deeds|dossierSearch|dossierIndex|dossierNames|dossierPinyin|dossierTerms|dossierTexts|\\d+)$/;  // a number is a frame
"""
# Whatever can be pointed at, focused, opened or clicked is; links that lead on are not followed.
_TOUCH = """async () => {
    const leads = address => {
        try { return /^(file|https?|mailto):/.test(new URL(address ?? "", location).protocol); } catch { return true; }
    };
    const stay = name => event => {
        const goes = event.target.closest?.("a, form");
        if (!goes || leads(goes.getAttribute(name))) event.preventDefault();
    };
    addEventListener("click", event => event.target.closest?.("a") && stay("href")(event), true);
    addEventListener("submit", stay("action"), true);
    const handlers = [...document.querySelectorAll("*")].flatMap(
        element => element.getAttributeNames().filter(name => name.startsWith("on")).map(name => `<${element.localName} ${name}>`));
    for (const element of document.querySelectorAll("a, button, input, select, summary, [tabindex], [contenteditable]")) {
        for (const name of ["pointerover", "mouseenter", "pointerdown"]) element.dispatchEvent(new PointerEvent(name, {bubbles: true}));
        element.focus?.({preventScroll: true});
        element.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
    }
    await new Promise(resolve => setTimeout(resolve, 10));
    return [...handlers, ...window.deeds()];
}"""
# A frame that has left for somewhere else, or hangs, is not counted.
_TOUCH_FRAMES = """async touch => {
    const late = new Promise(resolve => setTimeout(resolve, 1000, []));
    const deeds = frame => Promise.race([late, Promise.resolve().then(() => frame.contentWindow.eval(touch)()).catch(() => [])]);
    return (await Promise.all([...document.querySelectorAll("iframe")].map(deeds))).filter(done => done.length).length;
}"""


class Watch:
    """A reader who opens pages of one folder, and notes everything that a page of text would not do."""

    def __init__(self, browser: Browser, site: Path) -> None:
        self.site = site.as_uri() + "/"
        self.context = browser.new_context()
        self.context.set_default_timeout(120_000)  # a busy machine is slow, and no proof of anything
        self.context.add_init_script("{" + _BEFORE + "}")
        self.context.route(re.compile("^(?!file:)"), lambda route: route.abort())
        self.page: Page | None = None
        self.noted: list[str] = []

    def nodes(self, page: bytes) -> list[Node]:
        """What the browser takes the page for."""
        return [tuple(json.loads(node)) for node in self._blank().evaluate(_NODES, page.decode())]

    def deeds(self, address: str, *, touched: bool = True, framed: bool = False) -> list[str]:
        """What the page at this address of the site does, also when it is touched; that it has frames, or what they do.

        The next one opens in the same tab; a page that did something is left, for it may have more in mind.
        """
        page = self._blank()
        try:
            page.goto(self.site + address)
            for frame in page.frames:
                self.noted += frame.evaluate(_TOUCH if touched and _is_page(frame) else "window.deeds()")
                self.noted += [f"a frame: {frame.url}"] if frame.parent_frame and not framed else []
        except Error as error:
            self.noted.append(f"the page left: {error.message}")
        if self.noted:
            page.close()
            self.page = None
        return list(self.noted)

    def acting(self, address: str) -> int:
        """How many of the frames in this page do something."""
        page = self.context.new_page()
        page.goto(self.site + address)
        count: int = page.evaluate(_TOUCH_FRAMES, _TOUCH)
        page.close()
        return count

    def _blank(self) -> Page:
        if self.page is None:
            self.page, self.noted = self._opened()
        return self.page

    def _opened(self) -> tuple[Page, list[str]]:
        """A tab, and what is noted of all that happens in it."""
        noted: list[str] = []
        page = self.context.new_page()
        page.on("dialog", lambda dialog: (noted.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda other: noted.append(f"a window: {other.url}"))
        page.on("pageerror", lambda error: noted.append(f"a script that failed: {error}"))
        page.on("console", lambda said: noted.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("request", lambda request: noted.extend(self._outside("a request", request.url)))
        page.on("framenavigated", lambda frame: noted.extend(self._outside("a way out", frame.url)))
        return page, noted

    def _outside(self, what: str, url: str) -> Iterator[str]:
        if not url.startswith(self.site):
            yield f"{what}: {url}"


def _is_page(frame: Frame) -> bool:
    return bool(re.search(r"\.html(?:[?#]|$)", frame.url))


def written(site: Mapping[str, bytes], folder: Path) -> Path:
    """The site on disk."""
    for path, data in site.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder
