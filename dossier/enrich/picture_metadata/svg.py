"""SVG: serialised anew with nothing but the elements and attributes that draw.

Ids and classes get meaningless names, since they often reveal the names of layers. A title or description stays only if
the drawing refers to it as an accessible label; most others are a program's name or a file name.
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
_FORBIDDEN_ELEMENTS = frozenset(
    f"{_SVG}{name}" for name in ("image", "feImage", "script", "foreignObject", "audio", "video")
)
_TEXT_ELEMENTS = frozenset(("text", "tspan", "textPath", "style", "title", "desc"))
_NAME_ATTRIBUTES = {"id": "ids", "class": "classes", "aria-labelledby": "ids", "aria-describedby": "ids"}
_NAMESPACED_ATTRIBUTES = {f"{_XLINK}href": "xlink:href", f"{_XML}space": "xml:space", f"{_XML}lang": "xml:lang"}
_LABEL_ATTRIBUTES = ("aria-labelledby", "aria-describedby")
_REFERENCE = re.compile(r"#([^\s\"')]+)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COLOUR = re.compile(r"[0-9a-fA-F]{3,8}")
_DISPLAY_NONE = re.compile(r"(?:^|;)\s*display\s*:\s*none\s*(?:;|$)")
# fmt: off
_ALLOWED_ATTRIBUTES = frozenset("""
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


def is_svg(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def clean_svg(data: bytes) -> bytes:
    """The visible drawing, in UTF-8."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        raise Unclean("it declares entities, or is not written in UTF-8")  # entities can be made to grow without end
    try:
        root = ET.fromstring(data)  # noqa: S314 (no entities; expat opens nothing)
    except (ET.ParseError, ValueError, LookupError):
        raise Unclean("it is no well-formed XML") from None
    if root.tag != f"{_SVG}svg":
        raise Unclean("it is no JPEG, PNG, GIF, WebP, AVIF or SVG")
    if any(element.tag in _FORBIDDEN_ELEMENTS for element in root.iter()):
        raise Unclean("there is another picture or a program in it")
    styles = "".join(_COMMENT.sub("", "".join(style.itertext())) for style in root.iter(f"{_SVG}style"))
    if "[" in styles:
        raise Unclean("its styles look for attributes, which could not be told from names")
    drawing = _drawing(root, styles)
    try:
        return "".join(_serialised(root, drawing, root=True)).encode() + b"\n"
    except RecursionError:
        raise Unclean("its elements are nested too deeply") from None


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The ids, classes and elements of a drawing that are referred to, with their new names."""

    ids: Mapping[str, str]
    classes: Mapping[str, str]
    needed: frozenset[ET.Element]  # referenced elements, style sheets, and their ancestors
    styles_leave_display: bool  # whether attributes alone decide what is hidden

    def value(self, value: str) -> str:
        """An attribute value with the new names."""
        return _REFERENCE.sub(lambda match: f"#{self.ids.get(match[1], match[1])}", _COMMENT.sub("", value))

    def styles(self, style: str) -> str:
        """A style sheet with the new names."""
        style = re.sub(r"#([\w-]+)", lambda match: f"#{self.ids.get(match[1], match[1])}", _COMMENT.sub("", style))
        return re.sub(r"\.([A-Za-z_-][\w-]*)", lambda match: f".{self.classes.get(match[1], match[1])}", style)


def _drawing(root: ET.Element, styles: str) -> _Drawing:
    used = set(_REFERENCE.findall(styles)) | set(re.findall(r"#([\w-]+)", styles))
    for element in root.iter():
        for name, value in element.attrib.items():
            used.update(value.split() if name in _LABEL_ATTRIBUTES else _REFERENCE.findall(value))
    ids: dict[str, str] = {}
    classes: dict[str, str] = {}
    styled = set(re.findall(r"\.([A-Za-z_-][\w-]*)", styles))
    for element in root.iter():
        if (identifier := element.get("id")) in used and identifier:
            # an id that could be a colour in a style sheet stays: it reveals no more than a colour does
            ids.setdefault(identifier, identifier if _COLOUR.fullmatch(identifier) else f"i{len(ids) + 1}")
        for class_name in element.get("class", "").split():
            if class_name in styled:
                classes.setdefault(class_name, f"c{len(classes) + 1}")
    return _Drawing(ids, classes, frozenset(_needed(root, ids)), styles_leave_display="display" not in styles)


def _needed(root: ET.Element, ids: Container[str | None]) -> set[ET.Element]:
    parents = {child: parent for parent in root.iter() for child in parent}
    needed: set[ET.Element] = set()
    for element in root.iter():
        if element.get("id") in ids or element.tag == f"{_SVG}style":
            ancestor: ET.Element | None = element
            while ancestor is not None and ancestor not in needed:
                needed.add(ancestor)
                ancestor = parents.get(ancestor)
    return needed


def _serialised(element: ET.Element, drawing: _Drawing, *, root: bool = False) -> Iterator[str]:
    name = element.tag.removeprefix(_SVG)
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in _attributes(element, drawing))
    namespaces = ' xmlns="http://www.w3.org/2000/svg"' if root else ""
    if root and any(key.startswith(_XLINK) for descendant in element.iter() for key in descendant.attrib):
        namespaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    children: list[str] = []
    has_text = name in _TEXT_ELEMENTS
    if has_text and element.text:
        children.append(escape(drawing.styles(element.text) if name == "style" else element.text))
    for child in element:
        if _is_drawn(child, element, drawing):
            children += _serialised(child, drawing)
        if has_text and child.tail:
            children.append(escape(drawing.styles(child.tail) if name == "style" else child.tail))
    yield f"<{name}{namespaces}{attributes}"
    yield f">{''.join(children)}</{name}>" if children else "/>"


def _is_drawn(element: ET.Element, parent: ET.Element, drawing: _Drawing) -> bool:
    """Whether an element is visible, is needed by a visible one, or is the drawing's label."""
    if not isinstance(element.tag, str) or not element.tag.startswith(_SVG):
        return False  # a comment, a processing instruction, or an element of another namespace
    name = element.tag.removeprefix(_SVG)
    if name == "metadata":
        return False
    if name in ("title", "desc"):
        return element.get("id") in drawing.ids
    if element in drawing.needed:
        return True
    hidden = element.get("display") == "none" or _DISPLAY_NONE.search(element.get("style", ""))
    return not (parent.tag == f"{_SVG}defs" or (hidden and drawing.styles_leave_display))


def _attributes(element: ET.Element, drawing: _Drawing) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if names := _NAME_ATTRIBUTES.get(name):
            renamed = drawing.ids if names == "ids" else drawing.classes
            if new_names := [renamed[old] for old in value.split() if old in renamed]:
                yield name, " ".join(new_names)
        elif name in _NAMESPACED_ATTRIBUTES or name in _ALLOWED_ATTRIBUTES:
            yield _NAMESPACED_ATTRIBUTES.get(name, name), drawing.value(value)
