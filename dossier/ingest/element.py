"""A page's tree: elements, and the strings between them."""

from __future__ import annotations

from collections.abc import Iterator

_MEDIA = {"img", "iframe", "video", "audio"}


class Element:
    """A tag, its attributes, and what stands between it and its end."""

    __slots__ = ("attributes", "children", "letters", "media", "name", "parent")

    def __init__(self, name: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
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

    def remove(self) -> None:
        """Takes it out of the tree."""
        if self.parent:
            self.parent.children = [child for child in self.parent.children if child is not self]
            self.parent = None


def is_media(element: Element) -> bool:
    """Whether it shows a picture or plays something. RFI's player has a tag of its own, often broken."""
    return element.name in _MEDIA or element.name.startswith("youtube-player")
