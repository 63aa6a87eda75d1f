"""A page's tree: elements, and the strings between them."""

from __future__ import annotations

from collections.abc import Iterator

_MEDIA = {"img", "iframe", "video", "audio"}


class Element:
    """A tag, its attributes, and what stands between it and its end. html5lib builds it."""

    __slots__ = ("attributes", "children", "letters", "media", "name", "nameTuple", "namespace", "parent")

    def __init__(self, name: str, namespace: str | None = None) -> None:
        self.name = name
        self.namespace = namespace
        self.nameTuple = (namespace, name)
        self.parent: Element | None = None
        self.attributes: dict[str, str] = {}
        self.children: list[Element | str] = []
        self.letters = 0  # characters of text in it, without spaces
        self.media = 0  # pictures, films and frames in it

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def all(self) -> Iterator[Element]:
        """It and every element in it, in the order of the source."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all()

    def strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()

    @property
    def text(self) -> str:
        return " ".join("".join(self.strings()).split())

    # What html5lib asks of a node.

    def appendChild(self, node: Element) -> None:  # noqa: N802
        node.parent = self
        self.children.append(node)

    def insertBefore(self, node: Element, before: Element) -> None:  # noqa: N802
        node.parent = self
        self.children.insert(self._place(before), node)

    def insertText(self, data: str, before: Element | None = None) -> None:  # noqa: N802
        self.children.insert(len(self.children) if before is None else self._place(before), data)

    def removeChild(self, node: Element) -> None:  # noqa: N802
        del self.children[self._place(node)]
        node.parent = None

    def reparentChildren(self, parent: Element) -> None:  # noqa: N802
        for child in self.elements:
            child.parent = parent
        parent.children += self.children
        self.children = []

    def cloneNode(self) -> Element:  # noqa: N802
        clone = Element(self.name, self.namespace)
        clone.attributes = dict(self.attributes)
        return clone

    def hasContent(self) -> bool:  # noqa: N802
        return bool(self.children)

    def _place(self, node: Element) -> int:
        """Where a child stands; sought from the end, where html5lib's foster parents look for their table."""
        for place in range(len(self.children) - 1, -1, -1):
            if self.children[place] is node:
                return place
        raise ValueError(f"{node} is not in {self}")


def is_media(element: Element) -> bool:
    """Whether it shows a picture or plays something. RFI's player has a tag of its own, often broken."""
    return element.name in _MEDIA or element.name.startswith("youtube-player")
