"""SVG: the elements and attributes that draw, written anew.

Ids and classes get names without meaning, for they are often those of layers. A title or description stays only where
the drawing itself refers to it as what assistive technology reads; most are a program's, or the name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from dossier.enrich.picture_metadata.container import Unclean

_SVG, _XLINK, _XML = (
    "{http://www.w3.org/2000/svg}",
    "{http://www.w3.org/1999/xlink}",
    "{http://www.w3.org/XML/1998/namespace}",
)
_HOLDING = frozenset(f"{_SVG}{name}" for name in ("image", "feImage", "script", "foreignObject", "audio", "video"))
_TEXTS = frozenset(("text", "tspan", "textPath", "style", "title", "desc"))
_NAMED = {"id": "ids", "class": "classes", "aria-labelledby": "ids", "aria-describedby": "ids"}
_FOREIGN = {f"{_XLINK}href": "xlink:href", f"{_XML}space": "xml:space", f"{_XML}lang": "xml:lang"}
_REFERRING = ("aria-labelledby", "aria-describedby")
_REFERENCE = re.compile(r"#([^\s\"')]+)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COLOUR = re.compile(r"[0-9a-fA-F]{3,8}")
_NONE = re.compile(r"(?:^|;)\s*display\s*:\s*none\s*(?:;|$)")
# fmt: off
_ATTRIBUTES = frozenset("""
alignment-baseline amplitude aria-describedby aria-hidden aria-label aria-labelledby azimuth baseFrequency baseline-shift
bias class clip clip-path clip-rule clipPathUnits color color-interpolation color-interpolation-filters cursor cx cy d
diffuseConstant direction display divisor dominant-baseline dx dy edgeMode elevation exponent fill fill-opacity fill-rule
filter filterUnits flood-color flood-opacity font-family font-size font-size-adjust font-stretch font-style font-variant
font-weight fr fx fy glyph-orientation-vertical gradientTransform gradientUnits height href id image-rendering in in2
intercept isolation k1 k2 k3 k4 kernelMatrix lang lengthAdjust letter-spacing lighting-color limitingConeAngle
marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask mask-type maskContentUnits maskUnits media
method mix-blend-mode mode numOctaves offset opacity operator order orient overflow paint-order pathLength
patternContentUnits patternTransform patternUnits pointer-events points pointsAtX pointsAtY pointsAtZ preserveAlpha
preserveAspectRatio primitiveUnits r radius refX refY result role rotate rx ry scale seed shape-rendering side slope
spacing specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity
stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
style surfaceScale systemLanguage tableValues targetX targetY text-anchor text-decoration text-overflow text-rendering
textLength transform transform-origin type unicode-bidi values vector-effect viewBox visibility white-space width
word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z
""".split())  # noqa: SIM905 (two hundred words)
# fmt: on


def matches(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def without_metadata(data: bytes) -> bytes:
    """The drawing as it is seen, in UTF-8."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        raise Unclean("it declares entities, or is not written in UTF-8")  # entities can be made to grow without end
    try:
        root = ET.fromstring(data)  # noqa: S314 (no entities; expat opens nothing)
    except (ET.ParseError, ValueError, LookupError):
        raise Unclean("it is no well-formed XML") from None
    if root.tag != f"{_SVG}svg":
        raise Unclean("it is no JPEG, PNG, GIF, WebP, AVIF or SVG")
    if any(element.tag in _HOLDING for element in root.iter()):
        raise Unclean("there is another picture or a program in it")
    styles = "".join(_COMMENT.sub("", "".join(style.itertext())) for style in root.iter(f"{_SVG}style"))
    if "[" in styles:
        raise Unclean("its styles look for attributes, which could not be told from names")
    drawing = _drawing(root, styles)
    try:
        return "".join(_written(root, drawing, root=True)).encode() + b"\n"
    except RecursionError:
        raise Unclean("its elements are nested too deeply") from None


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What of a drawing is referred to, and the new names of it."""

    ids: Mapping[str, str]
    classes: Mapping[str, str]
    needed: frozenset[ET.Element]  # elements that are referred to, styles, and whatever holds either
    hides: bool  # whether what is not displayed can be told without its style sheets

    def value(self, value: str) -> str:
        """An attribute with the new names."""
        return _REFERENCE.sub(lambda found: f"#{self.ids.get(found[1], found[1])}", _COMMENT.sub("", value))

    def styles(self, style: str) -> str:
        """A style sheet with the new names."""
        style = re.sub(r"#([\w-]+)", lambda found: f"#{self.ids.get(found[1], found[1])}", _COMMENT.sub("", style))
        return re.sub(r"\.([A-Za-z_-][\w-]*)", lambda found: f".{self.classes.get(found[1], found[1])}", style)


def _drawing(root: ET.Element, styles: str) -> _Drawing:
    used = set(_REFERENCE.findall(styles)) | set(re.findall(r"#([\w-]+)", styles))
    for element in root.iter():
        for name, value in element.attrib.items():
            used.update(value.split() if name in _REFERRING else _REFERENCE.findall(value))
    ids: dict[str, str] = {}
    classes: dict[str, str] = {}
    styled = set(re.findall(r"\.([A-Za-z_-][\w-]*)", styles))
    for element in root.iter():
        if (known := element.get("id")) in used and known:
            # what could be a colour in a style sheet keeps its name, which says no more than a colour does
            ids.setdefault(known, known if _COLOUR.fullmatch(known) else f"i{len(ids) + 1}")
        for one in element.get("class", "").split():
            if one in styled:
                classes.setdefault(one, f"c{len(classes) + 1}")
    return _Drawing(ids, classes, frozenset(_needed(root, ids)), hides="display" not in styles)


def _needed(root: ET.Element, ids: Container[str | None]) -> set[ET.Element]:
    parents = {child: parent for parent in root.iter() for child in parent}
    needed: set[ET.Element] = set()
    for element in root.iter():
        if element.get("id") in ids or element.tag == f"{_SVG}style":
            holding: ET.Element | None = element
            while holding is not None and holding not in needed:
                needed.add(holding)
                holding = parents.get(holding)
    return needed


def _written(element: ET.Element, drawing: _Drawing, *, root: bool = False) -> Iterator[str]:
    name = element.tag.removeprefix(_SVG)
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in _attributes(element, drawing))
    spaces = ' xmlns="http://www.w3.org/2000/svg"' if root else ""
    if root and any(key.startswith(_XLINK) for one in element.iter() for key in one.attrib):
        spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    inside: list[str] = []
    texts = name in _TEXTS
    if texts and element.text:
        inside.append(escape(drawing.styles(element.text) if name == "style" else element.text))
    for child in element:
        if _is_drawn(child, element, drawing):
            inside += _written(child, drawing)
        if texts and child.tail:
            inside.append(escape(drawing.styles(child.tail) if name == "style" else child.tail))
    yield f"<{name}{spaces}{attributes}"
    yield f">{''.join(inside)}</{name}>" if inside else "/>"


def _is_drawn(element: ET.Element, parent: ET.Element, drawing: _Drawing) -> bool:
    """Whether an element is seen, makes something seen, or is what the drawing calls its name."""
    if not isinstance(element.tag, str) or not element.tag.startswith(_SVG):
        return False  # a comment, an instruction, another program's
    name = element.tag.removeprefix(_SVG)
    if name == "metadata":
        return False
    if name in ("title", "desc"):
        return element.get("id") in drawing.ids
    if element in drawing.needed:
        return True
    hidden = element.get("display") == "none" or _NONE.search(element.get("style", ""))
    return not (parent.tag == f"{_SVG}defs" or (hidden and drawing.hides))


def _attributes(element: ET.Element, drawing: _Drawing) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if names := _NAMED.get(name):
            new = drawing.ids if names == "ids" else drawing.classes
            if kept := [new[one] for one in value.split() if one in new]:
                yield name, " ".join(kept)
        elif name in _FOREIGN or name in _ATTRIBUTES:
            yield _FOREIGN.get(name, name), drawing.value(value)
